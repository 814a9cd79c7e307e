"""Signing in with a mailed code."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.accounts.tests.signing import (
    generated,
    generator,
    is_in,
    mailed_code,
    person,
    post,
)

pytestmark = pytest.mark.django_db


def test_code_opens_a_session(client: Client) -> None:
    person()
    post(client, "account_request_login_code", email="marie@exemple.fr")

    answer = post(client, "account_confirm_login_code", code=mailed_code())

    assert answer.status_code == 302
    assert is_in(client)


def test_code_is_marked_as_secret(client: Client) -> None:
    person()

    post(client, "account_request_login_code", email="marie@exemple.fr")

    assert mail.outbox[0].extra_headers["X-Maillage-Secret"] == "1"
    assert mail.outbox[0].subject == "Votre code de connexion"


def test_code_of_an_invited_person_without_password_opens_a_session(client: Client) -> None:
    User.objects.create_user("agent@exemple.fr")
    post(client, "account_request_login_code", email="agent@exemple.fr")

    post(client, "account_confirm_login_code", code=mailed_code())

    assert is_in(client)


def test_code_is_refused_when_wrong_then_given_up(client: Client) -> None:
    person()
    post(client, "account_request_login_code", email="marie@exemple.fr")

    statuses = [post(client, "account_confirm_login_code", code="ABCD-EFGH").status_code for _ in range(3)]

    assert statuses == [422, 422, 302]
    assert post(client, "account_confirm_login_code", code=mailed_code()).status_code == 302
    assert not is_in(client)


def test_code_expires(client: Client, settings: Any) -> None:
    person()
    post(client, "account_request_login_code", email="marie@exemple.fr")
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1

    post(client, "account_confirm_login_code", code=mailed_code())

    assert not is_in(client)


def test_code_serves_once(client: Client) -> None:
    person()
    post(client, "account_request_login_code", email="marie@exemple.fr")
    code = mailed_code()
    post(client, "account_confirm_login_code", code=code)
    post(client, "account_logout")

    post(client, "account_confirm_login_code", code=code)

    assert not is_in(client)


def test_code_for_an_unknown_address_gets_the_same_page(client: Client) -> None:
    person()

    known = client.post(reverse("account_request_login_code"), {"email": "marie@exemple.fr"}, follow=True)
    client.session.flush()
    other = Client().post(reverse("account_request_login_code"), {"email": "xxxxx@exemple.fr"}, follow=True)

    assert known.redirect_chain == other.redirect_chain
    assert words(known, "marie@exemple.fr") == words(other, "xxxxx@exemple.fr")


def test_code_alone_does_not_replace_the_second_factor(client: Client) -> None:
    factor = generator(person())
    post(client, "account_request_login_code", email="marie@exemple.fr")

    answer = post(client, "account_confirm_login_code", code=mailed_code())

    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    post(client, "mfa_authenticate", code=generated(factor))
    assert is_in(client)


def words(answer: Any, address: str) -> str:
    """Return a page without what differs between two people: address, form token."""
    lines = answer.content.decode().replace(address, "").splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)
