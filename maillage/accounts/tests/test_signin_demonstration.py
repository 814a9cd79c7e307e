"""The demonstration page: every role in a click there, nothing at all elsewhere."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import get_resolver, include, path

from maillage.accounts.models import User
from maillage.accounts.tests.signing import generated, generator, is_in, person
from maillage.base.entries import JournalEntry
from maillage.base.outbox import post as write_mail

pytestmark = pytest.mark.django_db

PAGE = "/demonstration/"
urlpatterns = [
    *get_resolver(settings.ROOT_URLCONF).url_patterns,
    path("demonstration/", include("maillage.accounts.demonstration")),
]


@pytest.fixture
def demonstration(settings: Any) -> None:
    settings.DEMONSTRATION = True
    settings.ROOT_URLCONF = __name__


def test_page_does_not_exist_elsewhere(client: Client) -> None:
    user = person(demonstration=True)

    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}{user.pk}/").status_code == 404
    assert not is_in(client)


def test_page_does_not_exist_elsewhere_even_if_its_address_did(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    user = person(demonstration=True)

    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}{user.pk}/").status_code == 404


@pytest.mark.usefixtures("demonstration")
def test_page_shows_accounts_codes_and_mails(client: Client) -> None:
    factor = generator(person(role="agent", demonstration=True))
    write_mail(mail.EmailMessage("Bonjour", "Le texte", to=["x@exemple.fr"]), at=datetime.now(tz=UTC))

    page = client.get(PAGE).content.decode()

    code = generated(factor)
    assert f"{code[:3]} {code[3:]}" in page
    assert "Instruction des demandes" in page
    assert "Le texte" in page


@pytest.mark.usefixtures("demonstration")
def test_page_shows_no_real_person(client: Client) -> None:
    person("vraie@exemple.fr", role="agent")

    assert "vraie@exemple.fr" not in client.get(PAGE).content.decode()


@pytest.mark.usefixtures("demonstration")
def test_click_signs_in_with_both_factors_and_is_recorded(client: Client) -> None:
    user = person(role="agent", demonstration=True)

    client.post(f"{PAGE}{user.pk}/")

    assert client.get("/compte/adresse/").status_code == 200
    assert JournalEntry.objects.get(action="accounts.signed_in").meta["means"] == ["mfa"]


@pytest.mark.usefixtures("demonstration")
def test_click_changes_from_one_person_to_another(client: Client) -> None:
    first, second = person(demonstration=True), person("b@exemple.fr", demonstration=True)
    client.post(f"{PAGE}{first.pk}/")

    client.post(f"{PAGE}{second.pk}/")

    assert client.session["_auth_user_id"] == str(second.pk)


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("fields", [{"demonstration": False}, {"demonstration": True, "is_active": False}])
def test_click_opens_no_other_account(client: Client, fields: dict[str, Any]) -> None:
    user = person(**fields)

    assert client.post(f"{PAGE}{user.pk}/").status_code == 404
    assert not is_in(client)


@pytest.mark.usefixtures("demonstration")
def test_click_needs_a_post(client: Client) -> None:
    user = person(demonstration=True)

    assert client.get(f"{PAGE}{user.pk}/").status_code == 405


@pytest.mark.usefixtures("demonstration")
def test_code_that_has_served_is_said_so(client: Client) -> None:
    factor = generator(person(demonstration=True))
    factor.data["last_counter"] = 10**12
    factor.save()

    assert "déjà servi" in client.get(PAGE).content.decode()


@pytest.mark.usefixtures("demonstration")
def test_page_bears_having_nobody(client: Client) -> None:
    assert not User.objects.exists()

    assert "Aucun compte" in client.get(PAGE).content.decode()
