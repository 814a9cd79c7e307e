"""Whatever is done to roles and units, in whatever order, the laws hold; refusals are part of the game."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from itertools import combinations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.accounts import queries
from maillage.accounts.actions import chart, people, roles
from maillage.accounts.models import Kind, Membership, PastUnit, Role, RoleGrant, Unit, User
from maillage.accounts.models.period import Period
from maillage.accounts.tests.factories import AT, ON, make_user
from maillage.base.errors import Refusal
from maillage.base.replay import replay

pytestmark = pytest.mark.django_db
playing = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
days = st.integers(-40, 40).map(lambda number: ON + timedelta(days=number))
picks = st.integers(0, 5)
DAYS = [ON + timedelta(days=number) for number in range(-45, 46, 15)]
Play = Callable[[list[User]], object]


@contextmanager
def played_then_undone() -> Iterator[list[User]]:
    """Give three people, two of them administrators; put everything back at the end."""
    mark = transaction.savepoint()
    first = make_user()
    with transaction.atomic():
        grants = [
            roles.grant_role(user, Role.ADMINISTRATOR, starts_on=date(2020, 1, 1), by="commande", at=AT)
            for user in (first, make_user())
        ]
    yield [*(grant.user for grant in grants), make_user()]
    transaction.savepoint_rollback(mark)


def again(people: list[User]) -> list[User]:
    """Return these people as they are now."""
    return [User.objects.get(pk=person.pk) for person in people]


def grant(who: int, by: int, role: str, starts_on: date, ends_on: date | None) -> Play:
    return lambda all_: roles.grant_role(
        all_[who % 3], role, starts_on=starts_on, ends_on=ends_on, by=all_[by % 3], at=AT
    )


def end(which: int, by: int, on: date | None) -> Play:
    def play(all_: list[User]) -> None:
        grants = list(RoleGrant.objects.order_by("pk"))
        roles.end_role(grants[which % len(grants)], on=on, by=all_[by % 3], at=AT)

    return play


def suspend(who: int, by: int) -> Play:
    return lambda all_: people.suspend(all_[who % 3], reason="x", by=all_[by % 3], at=AT)


def restore(who: int, by: int) -> Play:
    return lambda all_: people.restore(all_[who % 3], by=all_[by % 3], at=AT)


some_roles = st.sampled_from([Role.ADMINISTRATOR, Role.AGENT])
on_people = st.one_of(
    st.builds(grant, picks, picks, some_roles, days, st.none() | days),
    st.builds(end, picks, picks, st.none() | days),
    st.builds(suspend, picks, picks),
    st.builds(restore, picks, picks),
)


@playing
@given(st.lists(on_people, max_size=12))
def test_someone_always_administers_and_no_role_is_held_twice(plays: list[Play]) -> None:
    with played_then_undone() as all_:
        for play in plays:
            with suppress(Refusal):
                play(again(all_))

            assert User.objects.active().holding(Role.ADMINISTRATOR, on=ON).exists()
            assert overlaps(RoleGrant.objects.all(), "user_id", "role") == []
        assert breaches() == []


def breaches() -> list[str]:
    """Return the roles, units and places that the journal does not prove."""
    kinds = ("accounts.rolegrant:", "accounts.unit:", "accounts.membership:")
    return [breach.subject for breach in replay() if breach.subject.startswith(kinds)]


def overlaps(rows: object, *same: str) -> list[tuple[Period, Period]]:
    """Return the pairs of rows about the same thing that share a day."""
    return [
        (one, other)
        for one, other in combinations(rows, 2)  # type: ignore[call-overload]
        if all(getattr(one, name) == getattr(other, name) for name in same)
        and (other.ends_on is None or one.starts_on <= other.ends_on)
        and (one.ends_on is None or other.starts_on <= one.ends_on)
    ]


def unit_of(number: int) -> Unit | None:
    """Return one of the units, none at first."""
    found = list(Unit.objects.order_by("pk"))
    return found[number % (len(found) + 1)] if number % (len(found) + 1) < len(found) else None


def open_unit(kind: str, parent: int, starts_on: date) -> Play:
    return lambda all_: chart.open_unit(
        kind, name="Unité", parent=unit_of(parent), starts_on=starts_on, by=all_[0], at=AT
    )


def change_unit(which: int, parent: int, on: date) -> Play:
    def play(all_: list[User]) -> None:
        if unit := unit_of(which):
            chart.change_unit(unit, name="Autre", parent=unit_of(parent), on=on, by=all_[0], at=AT)

    return play


def close_unit(which: int, on: date) -> Play:
    def play(all_: list[User]) -> None:
        if unit := unit_of(which):
            chart.close_unit(unit, on=on, by=all_[0], at=AT)

    return play


def join(who: int, which: int, starts_on: date) -> Play:
    def play(all_: list[User]) -> None:
        if unit := unit_of(which):
            chart.join(all_[who % 3], unit, title="x", starts_on=starts_on, by=all_[0], at=AT)

    return play


def leave(which: int, on: date) -> Play:
    def play(all_: list[User]) -> None:
        if places := list(Membership.objects.order_by("pk")):
            chart.leave(places[which % len(places)], on=on, by=all_[0], at=AT)

    return play


on_chart = st.one_of(
    st.builds(open_unit, st.sampled_from(Kind.values), picks, days),
    st.builds(change_unit, picks, picks, days),
    st.builds(close_unit, picks, days),
    st.builds(join, picks, picks, days),
    st.builds(leave, picks, days),
)


@playing
@given(st.lists(on_chart, max_size=12))
def test_chart_of_any_day_is_whole(plays: list[Play]) -> None:
    with played_then_undone() as all_:
        for play in plays:
            with suppress(Refusal):
                play(all_)

        for day in DAYS:
            tops, units = queries.chart(day), Unit.objects.on(day)
            assert shown(tops) == sorted(units.values_list("pk", flat=True))
            assert [top.name for top in tops if parent_on(top.unit, day)] == []
            assert not Membership.objects.on(day).exclude(unit__in=units).exists()
        assert overlaps(PastUnit.objects.all(), "unit_id") == []
        assert breaches() == []


def shown(places: list[queries.Place]) -> list[int]:
    """Return every unit of a chart, once for each time it is shown."""
    return sorted(
        [place.unit.pk for place in places] + [pk for place in places for pk in shown(place.children)]
    )


def parent_on(unit: Unit, day: date) -> int | None:
    """Return what a unit belonged to that day."""
    past = unit.past.on(day).first()
    return past.parent_id if past else unit.parent_id
