"""Sessions: how they open, last and end, and where `next` may lead."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.tests.signing import (
    ELSEWHERE,
    PASSPHRASE,
    actions,
    is_in,
    person,
    post,
    sign_in,
)

pytestmark = pytest.mark.django_db


def test_session_takes_a_new_identifier_at_sign_in(client: Client) -> None:
    person()
    session = client.session
    session["planted"] = 1
    session.save()

    sign_in(client)

    assert client.session.session_key != session.session_key


def test_sign_out_erases_the_session(client: Client) -> None:
    person()
    sign_in(client)
    stolen = client.session.session_key

    post(client, "account_logout")
    client.cookies["session"] = str(stolen)

    assert client.get(reverse("account_email")).status_code == 302
    assert actions()[-1] == "accounts.signed_out"


def test_sign_out_asks_before(client: Client) -> None:
    person()
    sign_in(client)

    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("name", ["account_login", "account_logout"])
def test_next_never_leads_elsewhere(client: Client, name: str, target: str) -> None:
    person()
    sign_in(client) if name == "account_logout" else None

    answer = post(client, name, login="marie@exemple.fr", password=PASSPHRASE, next=target)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))


def test_next_leads_to_our_pages(client: Client) -> None:
    person()

    answer = post(
        client, "account_login", login="marie@exemple.fr", password=PASSPHRASE, next="/compte/adresse/"
    )

    assert answer["Location"] == "/compte/adresse/"


def test_suspended_person_is_signed_out_at_once(client: Client) -> None:
    person()
    sign_in(client)

    User.objects.update(is_active=False)
    client.get(reverse("account_login"))
    User.objects.update(is_active=True)

    assert client.get(reverse("account_email")).status_code == 302


def test_suspended_person_cannot_sign_in(client: Client) -> None:
    person(is_active=False)

    answer = sign_in(client)

    assert answer["Location"] == reverse("account_inactive")
    assert not is_in(client)


def test_session_ends_after_its_longest(client: Client, settings: Any) -> None:
    person()
    sign_in(client)
    session = client.session
    session["since"] -= settings.SESSION_LONGEST + 1
    session.save()

    assert client.get(reverse("account_email")).status_code == 302
    assert not is_in(client)


def test_session_in_use_is_prolonged(client: Client) -> None:
    person()
    sign_in(client)
    client.get(reverse("account_email"))
    session = client.session
    session["seen"] -= 1000
    session.save()

    client.get(reverse("account_email"))

    assert client.session["seen"] > session["seen"]


def test_sign_in_notes_when(client: Client) -> None:
    person()

    sign_in(client)

    latest = User.objects.get().last_login
    assert latest
    assert timezone.now() - latest < timedelta(minutes=1)
