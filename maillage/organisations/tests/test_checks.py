"""What direct writing breaks is found again; the clock keeps families true to the tables."""

from datetime import UTC, date, datetime

import pytest

from maillage.accounts.models import User
from maillage.accounts.tests.factories import make_user
from maillage.organisations import checks
from maillage.organisations.actions import life
from maillage.organisations.due import due
from maillage.organisations.models import Change, Establishment, Organisation, Recognition
from maillage.organisations.tests.factories import (
    AT,
    LONG_AGO,
    ON,
    make_establishment,
    make_mandate,
    make_organisation,
    make_recognition,
)

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 23, 4, tzinfo=UTC)


def found() -> list[str]:
    return [f"{one.invariant} {one.what} {one.subject}" for one in checks.breaches(AT)]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "shared"),
    [
        (LONG_AGO, LONG_AGO, True),
        (date(2021, 1, 1), None, False),
        (date(2020, 12, 31), date(2022, 1, 1), True),
        (date(2010, 1, 1), date(2019, 12, 31), False),
        (date(2010, 1, 1), None, True),
    ],
)
def test_status_held_twice_on_a_day_is_found(starts_on: date, ends_on: date | None, shared: bool) -> None:  # noqa: FBT001 -- a case
    made = make_organisation()
    first = make_recognition(made, ends_on=date(2020, 12, 31))
    make_recognition(made, starts_on=starts_on, ends_on=ends_on)

    assert found() == ([f"I7 held_twice organisations.recognition:{first.pk}"] if shared else [])


def test_other_kind_other_structure_or_other_office_is_no_twin() -> None:
    made, person = make_organisation(), make_user()
    make_recognition(made)
    make_recognition(made, kind=Recognition.Kind.EA)
    make_recognition(make_organisation())
    make_mandate(made, person)
    make_mandate(made, person, office="director")

    assert found() == []


def test_mandate_held_twice_is_found() -> None:
    made, person = make_organisation(), make_user()
    first = make_mandate(made, person, ends_on=ON)
    make_mandate(made, person, starts_on=ON)

    assert found() == [f"I7 held_twice organisations.mandate:{first.pk}"]


def test_what_outlasts_its_structure_is_found(agent: User) -> None:
    made = make_organisation()
    life.close(made, on=ON, by=agent, at=AT)
    held, site = make_mandate(made), make_establishment(made)

    assert found() == [
        f"I7 outlasting organisations.mandate:{held.pk}",
        f"I7 outlasting organisations.establishment:{site.pk}",
    ]


def test_circle_of_mergers_is_found() -> None:
    one, two, outside = make_organisation(), make_organisation(), make_organisation()
    for first, second in ((one, two), (two, one), (outside, one)):
        Organisation.objects.filter(pk=first.pk).update(status="merged", merged_into=second)

    assert found() == [
        f"I8 merger_circle organisations.organisation:{one.pk}",
        f"I8 merger_circle organisations.organisation:{two.pk}",
    ]


@pytest.mark.parametrize("siret", ["73282932000079", "73282932000074"])
def test_false_numbers_are_found(siret: str) -> None:
    made = make_organisation()
    site = make_establishment(made)
    Establishment.objects.filter(pk=site.pk).update(siret=siret)

    assert found() == [f"I8 false_number organisations.establishment:{site.pk}"]


def test_false_siren_is_found() -> None:
    made = make_organisation()
    Organisation.objects.filter(pk=made.pk).update(siren="732829321")

    assert found() == [f"I8 false_number organisations.organisation:{made.pk}"]


def test_history_is_never_altered(agent: User) -> None:
    made = make_organisation(name="Avant")
    life.rename(made, name="Après", on=ON, by=agent, at=AT)

    with pytest.raises(Exception, match="guard_organisations_change_update"):
        Change.objects.update(before="Autre")


def test_night_gives_families_as_the_tables_do() -> None:
    wrong, right = make_organisation(family=""), make_organisation()

    due(NIGHT)

    wrong.refresh_from_db()
    assert (wrong.family, right.family) == ("association", "association")
