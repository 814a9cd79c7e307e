"""The pages of slips: who opens them, and what each step leads to."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.actions import elimination, requests
from maillage.accounts.models import EliminationSlip, Role, User
from maillage.accounts.tests.factories import AT, client_of, make_grant, make_user
from maillage.accounts.tests.people_data import draft_of, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_rows")]


ABOUT_A_SLIP = ("slip", "submit_slip")


@pytest.mark.parametrize("name", ABOUT_A_SLIP)
def test_slip_pages_are_for_archives_and_data_protection(dpo: User, archivist: User, name: str) -> None:
    address = reverse(f"accounts:{name}", args=[draft_of(1, by=dpo).pk])

    for reader in (dpo, archivist):
        assert client_of(reader).get(address).status_code == 200
    for someone in (make_user(), make_user(role=Role.ADMINISTRATOR)):
        assert client_of(someone).get(address).status_code == 404


@pytest.mark.parametrize("name", ["give_visa", "refuse_visa"])
def test_visa_pages_are_for_another_archivist(dpo: User, archivist: User, name: str) -> None:
    slip = draft_of(1, by=dpo)
    elimination.submit(slip, by=dpo, at=AT)
    address = reverse(f"accounts:{name}", args=[slip.pk])
    make_grant(dpo, Role.ARCHIVIST)

    assert client_of(archivist).get(address).status_code == 200
    assert client_of(dpo).get(address).status_code == 404


def test_execution_page_opens_with_the_visa_only(dpo: User, archivist: User) -> None:
    slip = draft_of(1, by=dpo)
    address = reverse("accounts:execute_slip", args=[slip.pk])
    elimination.submit(slip, by=dpo, at=AT)
    assert client_of(archivist).get(address).status_code == 404

    elimination.give_visa(slip, by=archivist, at=AT)

    assert "ne se défait pas" in client_of(archivist).get(address).content.decode()


def test_slip_is_proposed_from_its_page(dpo: User) -> None:
    client, address = client_of(dpo), reverse("accounts:propose_slip")
    assert client.get(address).status_code == 200

    assert client.post(address).status_code == 422

    person = make_user()
    User.objects.filter(pk=person.pk).update(created_at=timezone.now() - timedelta(days=2000))
    assert client.post(address).status_code == 302
    assert EliminationSlip.objects.get().lines.get().rows == [person.pk]


def test_slip_says_what_it_waits_for_and_since_when(dpo: User) -> None:
    slip = draft_of(1, by=dpo)
    elimination.submit(slip, by=dpo, at=AT)

    page = client_of(dpo).get(slip.get_absolute_url()).content.decode()

    assert "Attend le visa des archives, depuis le 23\xa0novembre 2026." in page


def test_archivist_who_submitted_is_told_to_leave_the_visa_to_another(archivist: User) -> None:
    slip = draft_of(1, by=archivist)
    elimination.submit(slip, by=archivist, at=AT)

    page = client_of(archivist).get(slip.get_absolute_url()).content.decode()

    assert "une autre personne des archives le vise" in page
    assert "Donner mon visa" not in page


def test_refused_slip_waits_for_nothing(dpo: User, archivist: User) -> None:
    slip = draft_of(1, by=dpo)
    elimination.submit(slip, by=dpo, at=AT)
    elimination.refuse_visa(slip, refusal="À verser.", by=archivist, at=AT)

    assert "Attend" not in client_of(dpo).get(slip.get_absolute_url()).content.decode()


def test_slip_names_the_request_to_data_protection_alone(applicant: User, dpo: User, archivist: User) -> None:
    requests.prepare(filed(applicant, "erasure"), by=dpo, at=AT)
    slip = EliminationSlip.objects.get()
    elimination.give_visa(slip, by=archivist, at=AT)
    pages = [slip.get_absolute_url(), reverse("accounts:execute_slip", args=[slip.pk])]

    for reader, named in ((dpo, True), (archivist, False)):
        shown = [client_of(reader).get(page).content.decode() for page in pages]
        assert [applicant.name in page for page in shown] == [named, named]
