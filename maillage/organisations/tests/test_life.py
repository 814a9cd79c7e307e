"""What happens to a structure is kept with what it ended, and can be undone."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import acts, last_act, make_user
from maillage.base.errors import Refusal
from maillage.base.status import legal_history
from maillage.organisations import checks
from maillage.organisations.actions import life
from maillage.organisations.models import Change, Mandate, Organisation, Recognition
from maillage.organisations.tests.factories import (
    AT,
    ON,
    altered,
    make_establishment,
    make_follow_up,
    make_mandate,
    make_organisation,
    make_recognition,
)

pytestmark = pytest.mark.django_db
LATER = date(2028, 6, 30)


@pytest.fixture
def full() -> Organisation:
    """A structure with a mandate, a status with an end to come, and a head office."""
    made = make_organisation()
    make_mandate(made)
    make_recognition(made, ends_on=LATER)
    make_establishment(made)
    return made


def ends(organisation: Organisation) -> list[date | None]:
    site = organisation.establishments.get()
    return [organisation.mandates.get().ends_on, organisation.recognitions.get().ends_on, site.closed_on]


def test_new_name_keeps_the_former_one(agent: User) -> None:
    made = make_organisation(name="Avant")

    life.rename(made, name=" Après ", acronym="AP", on=ON, by=agent, at=AT)

    change, now = Change.objects.get(), Organisation.objects.get()
    assert (now.name, now.acronym, now.folded, now.version) == ("Après", "AP", "apres ap", 2)
    assert (change.kind, change.before, change.after, change.on) == ("renamed", "Avant", "Après", ON)
    assert last_act() == f"organisations.renamed organisations.organisation:{made.pk}"


def test_same_name_is_refused(agent: User) -> None:
    with pytest.raises(Refusal, match="C’est déjà son nom"):
        life.rename(make_organisation(name="Avant"), name="Avant", on=ON, by=agent, at=AT)


def test_new_category_changes_the_family(agent: User) -> None:
    made = make_organisation()

    life.change_category(made, legal_category="5460", on=ON, by=agent, at=AT)

    change, now = Change.objects.get(), Organisation.objects.get()
    assert (now.legal_category, now.family) == ("5460", "cooperative")
    assert change.before == "Association déclarée"


@pytest.mark.parametrize(("code", "sentence"), [("9220", "déjà sa catégorie"), ("1234", "pas dans la table")])
def test_category_that_is_the_same_or_unknown_is_refused(code: str, sentence: str, agent: User) -> None:
    with pytest.raises(Refusal, match=sentence):
        life.change_category(make_organisation(), legal_category=code, on=ON, by=agent, at=AT)


def test_preview_says_what_would_end(full: Organisation, agent: User) -> None:
    make_follow_up(full, agent)

    assert life.effects(full, ON) == life.Effects(mandates=1, recognitions=1, establishments=1, follow_ups=1)


def test_closure_ends_what_hangs_on_it(full: Organisation, agent: User) -> None:
    life.close(full, on=ON, reason="Dissolution", by=agent, at=AT)

    assert Organisation.objects.get().status == "closed"
    assert ends(full) == [ON, ON, ON]
    assert acts()[-1] == "organisations.closed"
    assert list(checks.breaches(AT)) == []


def test_what_had_ended_before_keeps_its_day(full: Organisation, agent: User) -> None:
    Mandate.objects.update(ends_on=date(2024, 1, 1))

    life.close(full, on=ON, by=agent, at=AT)

    assert ends(full) == [date(2024, 1, 1), ON, ON]


def test_closure_before_something_begins_is_refused(full: Organisation, agent: User) -> None:
    Recognition.objects.update(starts_on=date(2027, 1, 1))

    with pytest.raises(Refusal, match="commence après le 23/11/2026"):
        life.close(full, on=ON, by=agent, at=AT)

    assert ends(full) == [None, LATER, None]


def test_closure_undone_gives_back_every_day(full: Organisation, agent: User) -> None:
    life.close(full, on=ON, by=agent, at=AT)

    life.reopen(full, on=ON, reason="Erreur de saisie", by=agent, at=AT)

    assert Organisation.objects.get().status == "active"
    assert ends(full) == [None, LATER, None]
    assert list(Change.objects.values_list("kind", flat=True)) == ["reopened", "closed"]
    assert altered() == []


def test_structure_in_creation_goes_back_to_creation(agent: User) -> None:
    made = make_organisation(siren="", status="forming")
    life.close(made, on=ON, by=agent, at=AT)

    life.reopen(made, on=ON, reason="Reprise", by=agent, at=AT)

    assert Organisation.objects.get().status == "forming"
    assert legal_history(Organisation.objects.get())


@pytest.mark.parametrize("status", ["active", "forming"])
def test_nothing_to_undo_is_refused(status: str, agent: User) -> None:
    made = make_organisation(status=status)

    with pytest.raises(Refusal, match="ni fermée ni fusionnée"):
        life.reopen(made, on=ON, reason="Rien", by=agent, at=AT)


def test_merger_leads_to_what_goes_on(full: Organisation, agent: User) -> None:
    goes_on = make_organisation()

    life.merge(full, into=goes_on, on=ON, by=agent, at=AT)

    merged = Organisation.objects.get(pk=full.pk)
    assert (merged.status, merged.merged_into) == ("merged", goes_on)
    assert ends(full) == [ON, ON, ON]
    assert (full.changes.get().other, goes_on.changes.get().other) == (goes_on, full)
    assert goes_on.changes.get().kind == "absorbed"


def test_merger_undone_parts_them(full: Organisation, agent: User) -> None:
    goes_on = make_organisation()
    life.merge(full, into=goes_on, on=ON, by=agent, at=AT)

    life.reopen(full, on=ON, reason="Fusion annulée", by=agent, at=AT)

    parted = Organisation.objects.get(pk=full.pk)
    assert (parted.status, parted.merged_into) == ("active", None)
    assert ends(full) == [None, LATER, None]
    assert goes_on.changes.values_list("kind", flat=True)[0] == "parted"
    assert altered() == []


def test_merger_into_itself_is_refused(agent: User) -> None:
    made = make_organisation()

    with pytest.raises(Refusal, match="ne fusionne pas dans elle-même"):
        life.merge(made, into=made, on=ON, by=agent, at=AT)


def test_circle_of_mergers_is_refused(agent: User) -> None:
    first, second = make_organisation(), make_organisation()
    life.merge(first, into=second, on=ON, by=agent, at=AT)

    with pytest.raises(Refusal, match="La structure qui continue est fusionnée"):
        life.merge(second, into=first, on=ON, by=agent, at=AT)


@pytest.mark.parametrize("act", ["close", "rename", "change_category", "merge"])
def test_past_structure_changes_no_more(act: str, agent: User) -> None:
    made = make_organisation()
    life.close(made, on=ON, by=agent, at=AT)
    facts: dict[str, dict[str, Any]] = {"rename": {"name": "N"}, "merge": {"into": make_organisation()}}
    facts["change_category"] = {"legal_category": "9230"}

    with pytest.raises(Refusal, match="rien n’y change plus"):
        getattr(life, act)(made, on=ON, by=agent, at=AT, **facts.get(act, {}))


@pytest.mark.parametrize("act", ["close", "reopen", "rename"])
def test_only_those_who_instruct_change_a_life(act: str) -> None:
    facts = {"rename": {"name": "N"}, "reopen": {"reason": "R"}}
    by = make_user(role=Role.ELECTED)

    with pytest.raises(Refusal, match="Cet acte demande le rôle"):
        getattr(life, act)(make_organisation(), on=ON, by=by, at=AT, **facts.get(act, {}))


class Walks(TestCase):
    """Whatever the order of mergers, closures and their undoing, no circle is drawn and history is legal."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(["merge", "close", "reopen"]), *[st.integers(0, 3)] * 2), max_size=12
        )
    )
    def test_any_walk_keeps_the_invariants(self, steps: list[tuple[str, int, int]]) -> None:
        agent, made = make_user(role=Role.AGENT), [make_organisation() for _ in range(4)]
        for act, one, other in steps:
            ways: dict[str, dict[str, Any]] = {"merge": {"into": made[other]}, "reopen": {"reason": "R"}}
            try:
                getattr(life, act)(made[one], on=ON, by=agent, at=AT, **ways.get(act, {}))
            except Refusal:
                continue

        assert list(checks.breaches(AT)) == []
        assert all(legal_history(row) for row in Organisation.objects.all())
        assert altered() == []
