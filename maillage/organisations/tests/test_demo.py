"""The demonstration's structures: of every family, in every department, marked as invented; once."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker
from stdnum.fr import siren

from maillage.accounts import demo as accounts
from maillage.accounts.models import User
from maillage.base.entries import JournalEntry
from maillage.organisations import checks, demo, demo_words
from maillage.organisations.models import AttachmentRequest, Exchange, Family, Organisation, Project
from maillage.organisations.tests.factories import AT, altered
from maillage.territories.tests.factories import DEPARTMENTS, little_world

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001 -- comes first
    """A demonstration in a little geography, made once for the module and undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        little_world()
        accounts.load(ON)
        demo.load(ON)
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("loaded")
def test_there_are_250_over_every_department_and_family() -> None:
    rows = Organisation.objects.all()

    assert rows.count() == 250
    assert set(rows.values_list("commune__department__code", flat=True)) == set(DEPARTMENTS)
    assert set(rows.values_list("family", flat=True)) == {"", *Family.values} - {Family.OTHER}
    assert set(rows.values_list("status", flat=True)) == {"forming", "active", "closed", "merged"}


@pytest.mark.usefixtures("loaded")
def test_all_are_marked_and_none_could_be_real() -> None:
    numbers = Organisation.objects.exclude(siren="").values_list("siren", flat=True)

    assert set(Organisation.objects.values_list("source", flat=True)) == {"demonstration"}
    assert all(siren.is_valid(number) and number < "000100000" for number in numbers)


@pytest.mark.usefixtures("loaded")
def test_applicant_acts_for_two_and_others_ask() -> None:
    applicant = User.objects.get(email__startswith="demande@")

    assert Organisation.objects.acting_for(applicant, ON).count() == 2
    assert AttachmentRequest.objects.waiting().count() == 2


@pytest.mark.usefixtures("loaded")
def test_something_waits_is_late_and_is_done() -> None:
    to_do = list(Exchange.objects.to_do())

    assert {one.is_overdue(ON) for one in to_do} == {True, False}
    assert Exchange.objects.filter(done_at__isnull=False).exists()
    assert set(Project.objects.values_list("status", flat=True)) == {"open", "attached", "dropped"}


@pytest.mark.usefixtures("loaded")
def test_all_of_it_holds() -> None:
    assert list(checks.breaches(AT)) == []
    assert altered() == []


@pytest.mark.usefixtures("loaded")
def test_second_time_does_nothing() -> None:
    entries = JournalEntry.objects.count()

    demo.load(ON)

    assert JournalEntry.objects.count() == entries


@pytest.mark.parametrize("number", range(0, 300, 23))
def test_numbers_have_right_keys(number: int) -> None:
    assert siren.is_valid(demo_words.siren(number))
