"""The organisation chart, its changes and its past."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from maillage.accounts import queries
from maillage.accounts.actions import chart
from maillage.accounts.models import Kind, PastUnit, Unit, User
from maillage.accounts.tests.factories import (
    AT,
    LONG_AGO,
    ON,
    last_act,
    make_membership,
    make_unit,
    make_user,
)
from maillage.base.errors import Refusal

pytestmark = pytest.mark.django_db
YESTERDAY = ON - timedelta(days=1)


def test_unit_opens_and_is_journalled(administrator: User) -> None:
    top = make_unit(Kind.DIRECTION)

    unit = chart.open_unit(Kind.POLE, name=" Pôle ", parent=top, starts_on=ON, by=administrator, at=AT)

    assert (unit.name, unit.parent) == ("Pôle", top)
    assert last_act() == f"accounts.unit_opened accounts.unit:{unit.pk}"


@pytest.mark.parametrize(
    ("parent", "kind"),
    [("service", "direction"), ("pole", "service"), ("pole", "pole"), ("service", "service")],
)
def test_unit_is_not_under_a_smaller_one(administrator: User, parent: str, kind: str) -> None:
    with pytest.raises(Refusal, match="direction, service, pôle"):
        chart.open_unit(kind, name="Unité", parent=make_unit(parent), starts_on=ON, by=administrator, at=AT)


def test_unit_is_not_under_a_closed_one(administrator: User) -> None:
    closed = make_unit(Kind.SERVICE, ends_on=YESTERDAY)

    with pytest.raises(Refusal, match="n’est pas ouverte à cette date"):
        chart.open_unit(Kind.POLE, name="Pôle", parent=closed, starts_on=ON, by=administrator, at=AT)


def test_unit_is_not_opened_by_an_agent(agent: User) -> None:
    with pytest.raises(Refusal, match="Cet acte demande le rôle"):
        chart.open_unit(Kind.POLE, name="Pôle", parent=None, starts_on=ON, by=agent, at=AT)


def test_unit_renamed_keeps_its_past(administrator: User) -> None:
    unit = make_unit(name="Avant")

    chart.change_unit(unit, name="Après", parent=None, on=ON, by=administrator, at=AT)

    past = PastUnit.objects.get()
    assert (unit.name, past.name, past.starts_on, past.ends_on) == ("Après", "Avant", LONG_AGO, YESTERDAY)
    assert last_act() == f"accounts.unit_changed accounts.unit:{unit.pk}"


def test_unit_renamed_twice_the_same_day_keeps_one_past(administrator: User) -> None:
    unit = make_unit(name="Avant")
    for name in ("Faute", "Après"):
        chart.change_unit(unit, name=name, parent=None, on=ON, by=administrator, at=AT)

    assert [past.name for past in PastUnit.objects.all()] == ["Avant"]


def test_unit_does_not_change_before_its_last_change(administrator: User) -> None:
    unit = make_unit()
    chart.change_unit(unit, name="Après", parent=None, on=ON, by=administrator, at=AT)

    with pytest.raises(Refusal, match="Le changement précédent date du 23/11/2026"):
        chart.change_unit(unit, name="Avant", parent=None, on=YESTERDAY, by=administrator, at=AT)


def test_unit_does_not_change_tomorrow(administrator: User) -> None:
    with pytest.raises(Refusal, match="aujourd’hui au plus tard"):
        chart.change_unit(
            make_unit(), name="Après", parent=None, on=ON + timedelta(days=1), by=administrator, at=AT
        )


def test_unit_never_comes_under_itself(administrator: User) -> None:
    top = make_unit(Kind.DIRECTION)
    below = make_unit(Kind.SERVICE, parent=top)

    with pytest.raises(Refusal, match="direction, service, pôle"):
        chart.change_unit(top, name=top.name, parent=below, on=ON, by=administrator, at=AT)


def test_direction_under_another_unit_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_unit(Kind.DIRECTION, parent=make_unit(Kind.DIRECTION))


def test_unit_under_itself_is_refused_by_the_database() -> None:
    unit = make_unit(Kind.SERVICE)

    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(parent=unit)


def test_unit_closes_and_is_journalled(administrator: User) -> None:
    unit = make_unit()

    chart.close_unit(unit, on=ON, by=administrator, at=AT)

    assert not unit.is_in_force(ON + timedelta(days=1))
    assert last_act() == f"accounts.unit_closed accounts.unit:{unit.pk}"


def test_unit_with_people_does_not_close(administrator: User, agent: User) -> None:
    unit = make_membership(agent).unit

    with pytest.raises(Refusal, match="a encore des unités ou des personnes"):
        chart.close_unit(unit, on=ON, by=administrator, at=AT)


def test_unit_with_units_does_not_close(administrator: User) -> None:
    unit = make_unit(Kind.SERVICE)
    make_unit(parent=unit)

    with pytest.raises(Refusal, match="a encore des unités ou des personnes"):
        chart.close_unit(unit, on=ON, by=administrator, at=AT)


@pytest.mark.parametrize(
    ("ends_on", "on", "says"),
    [(YESTERDAY, ON, "déjà fermée"), (None, date(2019, 1, 1), "avant d’ouvrir")],
)
def test_unit_closes_once_after_opening(
    administrator: User, ends_on: date | None, on: date, says: str
) -> None:
    with pytest.raises(Refusal, match=says):
        chart.close_unit(make_unit(ends_on=ends_on), on=on, by=administrator, at=AT)


def test_person_joins_and_leaves(administrator: User, agent: User) -> None:
    place = chart.join(agent, make_unit(), title="Chargée", starts_on=ON, by=administrator, at=AT)
    assert last_act() == f"accounts.joined_unit accounts.membership:{place.pk}"

    chart.leave(place, on=ON, by=administrator, at=AT)

    assert place.ends_on == ON
    assert last_act() == f"accounts.left_unit accounts.membership:{place.pk}"


def test_person_does_not_join_twice(administrator: User, agent: User) -> None:
    unit = make_membership(agent).unit

    with pytest.raises(Refusal, match="est déjà dans cette unité"):
        chart.join(agent, unit, title="Chargée", starts_on=ON, by=administrator, at=AT)


def test_person_does_not_join_a_closed_unit(administrator: User, agent: User) -> None:
    with pytest.raises(Refusal, match="n’est pas ouverte"):
        chart.join(
            agent, make_unit(ends_on=YESTERDAY), title="Chargée", starts_on=ON, by=administrator, at=AT
        )


def test_closed_account_does_not_join(administrator: User) -> None:
    with pytest.raises(Refusal, match="est fermé"):
        chart.join(
            make_user(is_active=False), make_unit(), title="Chargée", starts_on=ON, by=administrator, at=AT
        )


@pytest.mark.parametrize(
    ("ends_on", "on", "says"),
    [(YESTERDAY, ON, "finit déjà"), (None, date(2019, 1, 1), "ne peut pas précéder")],
)
def test_person_leaves_once_after_joining(
    administrator: User, agent: User, ends_on: date | None, on: date, says: str
) -> None:
    with pytest.raises(Refusal, match=says):
        chart.leave(make_membership(agent, ends_on=ends_on), on=on, by=administrator, at=AT)


def test_person_is_not_open_twice_in_a_unit_for_the_database(agent: User) -> None:
    unit = make_membership(agent).unit

    with pytest.raises(IntegrityError), transaction.atomic():
        make_membership(agent, unit)


def drawn(places: list[queries.Place]) -> list[object]:
    """Return a chart as nested names."""
    return [(place.name, drawn(place.children)) if place.children else place.name for place in places]


def test_chart_is_drawn_as_it_was_each_day(administrator: User) -> None:
    top = make_unit(Kind.DIRECTION, name="Direction")
    unit = make_unit(name="Avant", parent=top)
    chart.change_unit(unit, name="Après", parent=None, on=ON, by=administrator, at=AT)

    days = [date(2019, 12, 31), YESTERDAY, ON]
    assert [drawn(queries.chart(day)) for day in days] == [
        [],
        [("Direction", ["Avant"])],
        ["Après", "Direction"],
    ]


def test_chart_shows_the_people_of_the_day(agent: User) -> None:
    make_membership(agent, ends_on=YESTERDAY)

    assert [len(queries.chart(day)[0].members) for day in (YESTERDAY, ON)] == [1, 0]


@pytest.mark.parametrize("item_count", [1, 3])
def test_chart_takes_three_queries(
    item_count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(item_count):
        make_membership(make_user())

    with django_assert_num_queries(3):
        assert len(queries.chart(ON)) == item_count


def test_unit_under_one_that_will_close_is_refused(administrator: User) -> None:
    top = make_unit(Kind.DIRECTION, ends_on=ON + timedelta(days=30))

    with pytest.raises(Refusal, match="ferme le 23/12/2026"):
        chart.open_unit(Kind.POLE, name="Pôle", parent=top, starts_on=ON, by=administrator, at=AT)


def test_place_in_a_unit_that_will_close_is_refused(administrator: User, agent: User) -> None:
    unit = make_unit(ends_on=ON + timedelta(days=30))

    with pytest.raises(Refusal, match="ferme le 23/12/2026"):
        chart.join(agent, unit, title="Chargée", starts_on=ON, by=administrator, at=AT)


@pytest.mark.parametrize("later", ["unit", "place"])
def test_unit_is_not_closed_before_what_it_will_hold(administrator: User, agent: User, later: str) -> None:
    top, day = make_unit(Kind.DIRECTION), ON + timedelta(days=30)
    if later == "unit":
        make_unit(parent=top, starts_on=day)
    else:
        make_membership(agent, top, starts_on=day)

    with pytest.raises(Refusal, match="Déplacez-les d’abord"):
        chart.close_unit(top, on=ON, by=administrator, at=AT)


def test_unit_is_not_closed_while_it_still_held_another(administrator: User) -> None:
    top, below = make_unit(Kind.DIRECTION), make_unit()
    below.parent = top
    below.save()
    chart.change_unit(below, name="Seule", parent=None, on=ON, by=administrator, at=AT)

    with pytest.raises(Refusal, match="Déplacez-les d’abord"):
        chart.close_unit(top, on=YESTERDAY - timedelta(days=1), by=administrator, at=AT)
    chart.close_unit(top, on=YESTERDAY, by=administrator, at=AT)
