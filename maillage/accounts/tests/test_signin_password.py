"""Passwords: what is accepted, how one is chosen, changed, lost; and the opening of an account."""

import time
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from maillage.accounts.models import User
from maillage.accounts.passwords import LONGEST, PassphraseValidator
from maillage.accounts.tests.signing import (
    PASSPHRASE,
    generator,
    is_in,
    mailed_code,
    person,
    post,
    sign_in,
)
from maillage.base.entries import JournalEntry

NEW = "quatre girafes mangent dehors"


def refusal(password: str, user: User | None = None) -> str:
    """Return why a password is refused, nothing where it is not."""
    try:
        PassphraseValidator().validate(password, user)
    except ValidationError as refused:
        return str(refused.message)
    return ""


@pytest.mark.parametrize(
    "password", [PASSPHRASE, NEW, "é" * 3 + " zèbre lune pavot 9", "x9$kTq2!vLp0zR7", " " + NEW]
)
def test_long_unguessable_password_is_accepted_whatever_its_make(password: str) -> None:
    assert refusal(password) == ""


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Tr0ub4dor&3", "Il manque 4 caractères"),
        ("x9$kTq2!vLp0zR", "Il manque un caractère"),
        ("aaaaaaaaaaaaaaaaaaaa", "il répète la même suite"),
        ("azertyuiopqsdfghjklm", "touches voisines"),
        ("motdepassemotdepasse", "il répète la même suite"),
        ("maillage maillage", "un mot de ce site"),
        ("Maillage2024Grand", "un mot de ce site"),
        ("région grand est ess", "un mot de ce site"),
        ("123456789012345", "suite"),
        ("password password1", "il répète la même suite"),
    ],
)
def test_guessable_password_is_refused_with_its_reason(password: str, reason: str) -> None:
    assert reason in refusal(password)


@pytest.mark.parametrize("password", ["marie.durand@exemple.fr", "Marie Durand 2024", "durandmarieexemple"])
def test_password_made_of_oneself_is_refused(password: str) -> None:
    user = User(name="Marie Durand", email="marie.durand@exemple.fr")

    assert "se devine" in refusal(password, user)


def test_password_of_128_characters_is_accepted() -> None:
    assert refusal((NEW * 5)[:128]) == ""


def test_endless_password_is_refused_quickly() -> None:
    start = time.perf_counter()

    assert "au plus" in refusal("ab" * LONGEST)
    assert refusal("chou" * (LONGEST // 4))
    assert time.perf_counter() - start < 1


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_is_weighed_without_failing(password: str, name: str) -> None:
    assert refusal(password, User(name=name, email="a@b.fr")).endswith((".", ""))


@given(st.text(max_size=14))
def test_short_password_is_always_refused(password: str) -> None:
    assert "Il manque" in refusal(password)


@pytest.mark.django_db
def test_changed_password_ends_the_other_sessions(client: Client) -> None:
    person()
    other = Client()
    sign_in(other)
    sign_in(client)

    post(client, "account_change_password", oldpassword=PASSPHRASE, password1=NEW)

    assert client.get(reverse("account_email")).status_code == 200
    assert other.get(reverse("account_email")).status_code == 302
    assert JournalEntry.objects.filter(action="accounts.password_changed").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [{"oldpassword": "pas la bonne", "password1": NEW}, {"oldpassword": PASSPHRASE, "password1": "court"}],
)
def test_bad_change_of_password_is_refused(client: Client, data: dict[str, str]) -> None:
    person()
    sign_in(client)

    assert post(client, "account_change_password", **data).status_code == 422
    assert User.objects.get().check_password(PASSPHRASE)


def reset(client: Client) -> Any:
    """Ask for a new password and give the mailed code."""
    post(client, "account_reset_password", email="marie@exemple.fr")
    return post(client, "account_confirm_password_reset_code", code=mailed_code())


@pytest.mark.django_db
def test_lost_password_is_replaced_with_a_mailed_code(client: Client) -> None:
    person()
    reset(client)

    post(client, "account_complete_password_reset", password1=NEW)

    assert User.objects.get().check_password(NEW)
    assert not is_in(client)
    assert mail.outbox[-1].subject == "Votre mot de passe a changé"


@pytest.mark.django_db
def test_lost_password_leaves_the_second_factor_in_place(client: Client) -> None:
    generator(person())
    reset(client)
    post(client, "account_complete_password_reset", password1=NEW)

    answer = sign_in(client, password=NEW)

    assert answer["Location"] == reverse("mfa_authenticate")


@pytest.mark.django_db
def test_lost_password_of_an_unknown_address_gets_the_same_answer() -> None:
    person()

    answers = [
        post(Client(), "account_reset_password", email=email)
        for email in ("marie@exemple.fr", "rien@exemple.fr")
    ]

    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1


@pytest.mark.django_db
def test_new_password_is_not_chosen_without_the_code(client: Client) -> None:
    person()
    post(client, "account_reset_password", email="marie@exemple.fr")

    post(client, "account_complete_password_reset", password1=NEW)

    assert User.objects.get().check_password(PASSPHRASE)


@pytest.mark.django_db
def test_invited_person_chooses_a_first_password(client: Client) -> None:
    User.objects.create_user("agent@exemple.fr")
    post(client, "account_request_login_code", email="agent@exemple.fr")
    post(client, "account_confirm_login_code", code=mailed_code())

    post(client, "account_set_password", password1=NEW)

    assert User.objects.get().check_password(NEW)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_signup", "account_change_password"])
def test_password_field_admits_pasting_and_password_managers(client: Client, name: str) -> None:
    if name == "account_change_password":
        person()
        sign_in(client)

    page = client.get(reverse(name)).content.decode()

    assert 'autocomplete="new-password"' in page
    assert "onpaste" not in page
    assert "maxlength" not in page.split('type="password"')[1].split(">")[0]
