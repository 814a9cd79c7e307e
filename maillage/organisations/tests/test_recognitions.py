"""Statuses of a structure, read on a day; the same one is never held twice."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import last_act, make_user
from maillage.base.errors import Refusal
from maillage.organisations import checks
from maillage.organisations.actions import life
from maillage.organisations.actions import recognitions as verbs
from maillage.organisations.models import Organisation, Recognition
from maillage.organisations.tests.factories import AT, LONG_AGO, ON, make_organisation, make_recognition

pytestmark = pytest.mark.django_db
Kind = Recognition.Kind
FIVE_YEARS = date(2024, 12, 31)


def sketch(organisation: Organisation, **fields: object) -> Recognition:
    first = {"kind": Kind.ESUS, "starts_on": LONG_AGO, "ends_on": FIVE_YEARS, "source": "arrêté"}
    return Recognition(organisation=organisation, **{**first, **fields})


def test_status_is_recorded(agent: User) -> None:
    made = verbs.recognise(sketch(make_organisation()), by=agent, at=AT)

    assert last_act() == f"organisations.recognised organisations.recognition:{made.pk}"


@pytest.mark.parametrize(
    ("day", "held"),
    [(date(2019, 12, 31), False), (LONG_AGO, True), (FIVE_YEARS, True), (date(2025, 1, 1), False)],
)
def test_status_is_read_on_a_day(day: date, held: bool) -> None:  # noqa: FBT001 -- a case
    made = make_organisation()
    make_recognition(made, ends_on=FIVE_YEARS)

    assert Organisation.objects.recognised(Kind.ESUS, on=day).exists() is held


def test_any_kind_of_integration_is_found() -> None:
    made = make_organisation()
    make_recognition(made, kind=Kind.SIAE_ACI)

    assert Organisation.objects.recognised("siae", on=ON).get() == made
    assert not Organisation.objects.recognised(Kind.SIAE_EI, on=ON).exists()


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(FIVE_YEARS, None), (date(2010, 1, 1), LONG_AGO), (date(2010, 1, 1), None), (ON, ON)],
)
def test_same_status_on_a_same_day_is_refused(starts_on: date, ends_on: date | None, agent: User) -> None:
    made = make_organisation()
    make_recognition(made, ends_on=None if starts_on == ON else FIVE_YEARS)

    with pytest.raises(Refusal, match="Ce statut est déjà enregistré du 01/01/2020"):
        verbs.recognise(sketch(made, starts_on=starts_on, ends_on=ends_on), by=agent, at=AT)


def test_renewal_the_day_after_is_recorded(agent: User) -> None:
    made = make_organisation()
    make_recognition(made, ends_on=FIVE_YEARS)

    verbs.recognise(sketch(made, starts_on=date(2025, 1, 1), ends_on=None), by=agent, at=AT)

    assert made.recognitions.count() == 2


def test_other_statuses_may_be_held_together(agent: User) -> None:
    made = make_organisation()
    make_recognition(made)

    verbs.recognise(sketch(made, kind=Kind.SIAE_EI), by=agent, at=AT)

    assert [row.short for row in made.recognitions.on(date(2024, 6, 1))] == ["ESUS", "EI"]


def test_status_is_ended(agent: User) -> None:
    made = make_recognition(make_organisation())

    verbs.end_recognition(made, on=ON, by=agent, at=AT)

    assert Recognition.objects.get().ends_on == ON


@pytest.mark.parametrize(
    ("on", "sentence"), [(date(2019, 1, 1), "il ne finit pas avant"), (ON, "finit déjà le 31/12/2024")]
)
def test_end_that_cannot_be_is_refused(on: date, sentence: str, agent: User) -> None:
    made = make_recognition(make_organisation(), ends_on=FIVE_YEARS)

    with pytest.raises(Refusal, match=sentence):
        verbs.end_recognition(made, on=on, by=agent, at=AT)


def test_closed_structure_gets_no_status(agent: User) -> None:
    made = make_organisation()
    life.close(made, on=ON, by=agent, at=AT)

    with pytest.raises(Refusal, match="rien n’y change plus"):
        verbs.recognise(sketch(made), by=agent, at=AT)


def test_last_day_before_the_first_is_refused(agent: User) -> None:
    with pytest.raises(Refusal, match="Le dernier jour ne peut pas précéder le premier"):
        verbs.recognise(sketch(make_organisation(), ends_on=date(2019, 1, 1)), by=agent, at=AT)


def test_database_refuses_two_without_an_end() -> None:
    made = make_organisation()
    make_recognition(made)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_recognition(made, starts_on=ON)


class Overlaps(TestCase):
    """Whatever is asked in whatever order, no day has the same status twice."""

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.tuples(st.integers(1, 28), st.none() | st.integers(1, 28)), max_size=8))
    def test_no_day_has_the_same_status_twice(self, periods: list[tuple[int, int | None]]) -> None:
        agent, made = make_user(role=Role.AGENT), make_organisation()
        for first, last in periods:
            days = {"starts_on": date(2026, 1, first), "ends_on": date(2026, 1, last) if last else None}
            try:
                verbs.recognise(sketch(made, **days), by=agent, at=AT)
            except Refusal:
                continue

        held = [made.recognitions.on(date(2026, 1, day)).count() for day in range(1, 29)]
        assert max(held) <= 1
        assert list(checks.held_twice(Recognition, ("organisation", "kind"))) == []
