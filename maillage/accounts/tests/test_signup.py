"""The opening of an account, and the change of its address."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.accounts.tests.signing import (
    is_in,
    mailed_code,
    person,
    post,
    sign_in,
)
from maillage.base.entries import JournalEntry

NEW = "quatre girafes mangent dehors"


NEWCOMER = {"name": "Paul Petit", "email": "paul@exemple.fr", "password1": NEW}


def newcomer(client: Client, **changes: str) -> Any:
    """Open an account."""
    return client.post(reverse("account_signup"), NEWCOMER | changes)


@pytest.mark.django_db
def test_account_opens_once_the_address_is_confirmed(client: Client) -> None:
    newcomer(client)
    assert not is_in(client)

    post(client, "account_email_verification_sent", code=mailed_code())

    assert is_in(client)
    assert User.objects.get().name == "Paul Petit"


@pytest.mark.django_db
def test_opening_of_an_account_is_recorded_without_personal_data(client: Client) -> None:
    newcomer(client)

    entry = JournalEntry.objects.get(action="accounts.signed_up")

    assert "paul" not in str(entry.meta).casefold()


@pytest.mark.django_db
def test_newcomer_cannot_sign_in_before_the_code(client: Client) -> None:
    newcomer(client)
    other = Client()

    answer = sign_in(other, "paul@exemple.fr", NEW)

    assert answer["Location"] == reverse("account_email_verification_sent")
    assert not is_in(other)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 151},
        {"email": "paul"},
        {"email": ""},
        {"password1": "court"},
        {"password1": "paul petit exemple"},
        {"name": "a\x00b"},
    ],
)
def test_bad_newcomer_is_told_why(client: Client, changes: dict[str, str]) -> None:
    answer = newcomer(client, **changes)

    assert answer.status_code == 422
    assert not User.objects.exists()


@pytest.mark.django_db
def test_known_address_gets_the_answer_of_a_new_one(client: Client) -> None:
    person("paul@exemple.fr")

    known = newcomer(client)
    new = newcomer(Client(), email="nouveau@exemple.fr")

    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    assert [message.subject for message in mail.outbox] == [
        "Vous avez déjà un compte",
        "Votre code de confirmation",
    ]


@pytest.mark.django_db
def test_owner_of_a_known_address_keeps_their_account(client: Client) -> None:
    person("paul@exemple.fr")

    newcomer(client)

    assert sign_in(Client(), "paul@exemple.fr").status_code == 302
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_signed_in_person_opens_no_second_account(client: Client) -> None:
    person()
    sign_in(client)

    assert client.get(reverse("account_signup")).status_code == 302


@pytest.mark.django_db
def test_new_address_replaces_the_old_one_once_confirmed(client: Client) -> None:
    person()
    sign_in(client)
    post(client, "account_email", action_add="1", email="nouvelle@exemple.fr")
    assert User.objects.get().email == "marie@exemple.fr"

    post(client, "account_email_verification_sent", code=mailed_code())

    assert User.objects.get().email == "nouvelle@exemple.fr"
    assert {message.to[0] for message in mail.outbox[1:]} == {"marie@exemple.fr"}


@pytest.mark.django_db
def test_address_of_someone_else_is_not_told_apart(client: Client) -> None:
    person("autre@exemple.fr")
    person()
    sign_in(client)

    taken = post(client, "account_email", action_add="1", email="autre@exemple.fr")
    free = post(client, "account_email", action_add="1", email="libre@exemple.fr")

    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
