"""Signing in and out, by password and by mailed code."""

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accounts.tests.signing import (
    actions,
    is_in,
    person,
    sign_in,
)

pytestmark = pytest.mark.django_db

ENTRANCES = ["account_login", "account_signup", "account_request_login_code", "account_reset_password"]
ROOMS = [
    "account_email",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
]


@pytest.mark.parametrize("name", ENTRANCES)
def test_entrance_is_shown_and_never_cached(client: Client, name: str) -> None:
    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.count(b"<h1") == 1


@pytest.mark.parametrize("name", ROOMS)
def test_room_of_the_account_asks_a_visitor_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ROOMS)
def test_room_of_the_account_is_never_cached(client: Client, name: str) -> None:
    person()
    sign_in(client)

    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_password_opens_a_session_and_is_recorded(client: Client) -> None:
    user = person()

    answer = sign_in(client)

    assert (answer.status_code, answer["Location"]) == (302, "/bureau/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert actions()[-1] == "accounts.signed_in"


def test_address_is_read_whatever_its_case(client: Client) -> None:
    person()

    sign_in(client, " Marie@Exemple.FR ")

    assert is_in(client)


def test_wrong_password_is_refused_and_recorded(client: Client) -> None:
    person()

    answer = sign_in(client, password="autre phrase que la bonne")

    assert answer.status_code == 422
    assert not is_in(client)
    assert actions()[-1] == "accounts.sign_in_failed"


def test_unknown_account_gets_the_same_answer_as_a_wrong_password(client: Client) -> None:
    person()

    wrong = sign_in(client, password="autre phrase que la bonne")
    unknown = sign_in(client, "inconnue@exemple.fr")

    assert wrong.status_code == unknown.status_code
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_unknown_account_leaves_no_line_in_the_journal(client: Client) -> None:
    sign_in(client, "inconnue@exemple.fr")

    assert actions() == []


@pytest.mark.parametrize(
    "data", [{}, {"login": "x"}, {"login": "a@b.fr", "password": ""}, {"login": "\x00@b.fr"}]
)
def test_bad_form_is_shown_again(client: Client, data: dict[str, str]) -> None:
    assert client.post(reverse("account_login"), data).status_code == 422
