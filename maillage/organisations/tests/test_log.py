"""The contact log, what it calls for, and the projects that have no structure yet."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import acts, last_act, make_user
from maillage.base.errors import Conflict, Refusal
from maillage.organisations import queries
from maillage.organisations.actions import exchanges, life, projects
from maillage.organisations.models import Exchange, Project
from maillage.organisations.tests.factories import (
    AT,
    ON,
    make_exchange,
    make_follow_up,
    make_organisation,
    make_project,
)

pytestmark = pytest.mark.django_db


def sketch(**fields: object) -> Exchange:
    first = {"kind": "call", "on": ON, "with_whom": "Lou Martin", "about": "Aide à l’emploi"}
    return Exchange(**{**first, **fields})


def test_exchange_is_noted_under_its_author(agent: User) -> None:
    made = exchanges.note(sketch(organisation=make_organisation()), by=agent, at=AT)

    assert (made.by, made.noted_at) == (agent, AT)
    assert last_act() == f"organisations.exchange_noted organisations.exchange:{made.pk}"


def test_exchange_is_with_a_structure_or_a_project_not_both(agent: User) -> None:
    for subjects in ({}, {"organisation": make_organisation(), "project": make_project()}):
        with pytest.raises(Refusal, match="un seul des deux"):
            exchanges.note(sketch(**subjects), by=agent, at=AT)


@pytest.mark.parametrize("missing", ["follow_up_by", "due_on"])
def test_follow_up_is_whole(missing: str, agent: User) -> None:
    whole = {"follow_up_by": agent, "due_on": ON, "organisation": make_organisation()}

    with pytest.raises(Refusal, match="Une suite dit qui la donne, et pour quand"):
        exchanges.note(sketch(**whole | {missing: None}), by=agent, at=AT)


def test_follow_up_is_done_then_put_back(agent: User) -> None:
    made, other = make_follow_up(make_organisation(), agent), make_user(role=Role.AGENT)

    exchanges.complete(made, by=other, at=AT)
    done = Exchange.objects.get()
    exchanges.put_back(made, by=agent, at=AT)

    assert (done.done_at, done.done_by, done.is_to_do) == (AT, other, False)
    assert Exchange.objects.get().is_to_do
    assert acts() == ["organisations.follow_up_done", "organisations.follow_up_put_back"]


def test_what_is_done_is_not_done_again(agent: User) -> None:
    made = make_follow_up(make_organisation(), agent)
    exchanges.complete(made, by=agent, at=AT)

    with pytest.raises(Refusal, match="déjà faite"):
        exchanges.complete(made, by=agent, at=AT)


def test_what_is_to_do_is_not_put_back(agent: User) -> None:
    with pytest.raises(Refusal, match="déjà à faire"):
        exchanges.put_back(make_follow_up(make_organisation(), agent), by=agent, at=AT)


def test_follow_up_is_late_the_day_after(agent: User) -> None:
    made = make_follow_up(make_organisation(), agent, due_on=ON)

    assert (made.is_overdue(ON), made.is_overdue(date(2026, 11, 24))) == (False, True)


def test_own_follow_ups_come_first_then_the_most_urgent(agent: User) -> None:
    made, other = make_organisation(), make_user(role=Role.AGENT)
    urgent = make_follow_up(made, other, due_on=date(2026, 1, 1))
    later = make_follow_up(made, agent, due_on=date(2026, 12, 31))
    sooner = make_follow_up(made, agent, due_on=date(2026, 12, 1))

    assert list(Exchange.objects.to_do().mine_first(agent)) == [sooner, later, urgent]


def test_correction_is_saved_at_its_version(agent: User) -> None:
    made = make_exchange(make_organisation(), agent)
    made.about = "Autre chose"

    exchanges.correct(made, version=1, fields=["about"], by=agent, at=AT)
    with pytest.raises(Conflict):
        exchanges.correct(made, version=1, fields=["about"], by=agent, at=AT)

    assert Exchange.objects.get().about == "Autre chose"


@pytest.mark.parametrize("role", ["", Role.PARTNER, Role.ELECTED])
def test_only_those_who_instruct_write_in_the_log(role: str) -> None:
    with pytest.raises(Refusal, match="Cet acte demande le rôle"):
        exchanges.note(sketch(organisation=make_organisation()), by=make_user(role=role), at=AT)


@pytest.mark.parametrize(("role", "seen"), [("", 0), (Role.PARTNER, 0), (Role.ELECTED, 1), (Role.AGENT, 1)])
def test_only_internal_roles_read_the_log(role: str, seen: int, agent: User) -> None:
    make_exchange(make_organisation(), agent)

    assert Exchange.objects.visible_to(make_user(role=role)).count() == seen


def test_database_refuses_an_exchange_with_nobody(agent: User) -> None:
    made = make_exchange(make_organisation(), agent)

    with pytest.raises(IntegrityError), transaction.atomic():
        Exchange.objects.filter(pk=made.pk).update(organisation=None)


def test_log_of_a_project_follows_it_into_its_structure(agent: User) -> None:
    project, made = make_project(), make_organisation()
    told = make_exchange(project, agent)

    projects.attach(project, organisation=made, by=agent, at=AT)

    assert list(queries.log(made, agent)) == [told]
    assert Project.objects.get().status == "attached"


def test_log_of_an_absorbed_structure_is_read_where_it_went(agent: User) -> None:
    first, second, last = make_organisation(), make_organisation(), make_organisation()
    told = make_exchange(first, agent)
    life.merge(first, into=second, on=ON, by=agent, at=AT)
    life.merge(second, into=last, on=ON, by=agent, at=AT)

    assert list(queries.log(last, agent)) == [told]
    assert queries.lineage(last) == [last.pk, second.pk, first.pk]


def test_successor_is_the_one_that_goes_on_today(agent: User) -> None:
    first, second, last = make_organisation(), make_organisation(), make_organisation()
    life.merge(first, into=second, on=ON, by=agent, at=AT)
    life.merge(second, into=last, on=ON, by=agent, at=AT)
    first.refresh_from_db()

    assert queries.successor(first, agent) == last
    assert queries.successor(last, agent) is None


def test_project_is_begun_and_corrected(agent: User) -> None:
    made = projects.begin(Project(name="Café-vélo", bearer="Lou"), by=agent, at=AT)
    made.bearer = "Lou Martin"

    projects.correct(made, version=1, fields=["bearer"], by=agent, at=AT)

    assert (Project.objects.get().bearer, made.created_at) == ("Lou Martin", AT)
    assert acts() == ["organisations.project_begun", "organisations.project_corrected"]


def test_project_is_given_up_then_taken_up_again(agent: User) -> None:
    made = make_project()

    projects.drop(made, by=agent, at=AT)
    projects.resume(made, by=agent, at=AT)

    assert Project.objects.open().get() == made
    assert acts() == ["organisations.project_dropped", "organisations.project_resumed"]


def test_project_is_detached_from_the_wrong_structure(agent: User) -> None:
    made = make_project()
    projects.attach(made, organisation=make_organisation(), by=agent, at=AT)

    projects.resume(made, by=agent, at=AT)

    made.refresh_from_db()
    assert (made.status, made.organisation) == ("open", None)


def test_project_does_not_become_a_closed_structure(agent: User) -> None:
    closed = make_organisation()
    life.close(closed, on=ON, by=agent, at=AT)
    closed.refresh_from_db()

    with pytest.raises(Refusal, match="n’est plus en activité"):
        projects.attach(make_project(), organisation=closed, by=agent, at=AT)


def test_project_given_up_is_not_attached(agent: User) -> None:
    made = make_project()
    projects.drop(made, by=agent, at=AT)

    with pytest.raises(Refusal, match="Suites possibles"):
        projects.attach(made, organisation=make_organisation(), by=agent, at=AT)


def test_attached_project_says_where() -> None:
    made = make_project()
    made.status = "attached"

    with pytest.raises(ValidationError, match="dit laquelle"):
        made.full_clean()
