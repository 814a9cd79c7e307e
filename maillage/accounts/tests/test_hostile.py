"""Absurd and hostile texts, dates and numbers, through every form of people: a sentence, never a failure."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accounts.actions.letters import new_token
from maillage.accounts.models import Role, User
from maillage.accounts.models.people import FOLDED
from maillage.accounts.tests.factories import (
    client_of,
    make_absence,
    make_contact,
    make_delegation,
    make_factor,
    make_grant,
    make_invitation,
    make_membership,
    make_unit,
    make_user,
)
from maillage.accounts.tests.signing import PASSPHRASE, person, post, sign_in

pytestmark = pytest.mark.django_db

HOSTILE = [
    "",
    " ",
    "\0",
    "a\0b",
    "a" * 10_000,
    "\ufdfa" * 150,
    "\u202egnol",
    "a\nb",
    "\ufeffx",
    "\U0001f9d1\u200d\U0001f4bb",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "-1",
    "1e400",
    "NaN",
    "9" * 40,
    "'; DROP TABLE accounts_user; --",
    "<script>alert(1)</script>",
    f"{'a' * 240}@exemple.fr",
    f"{'a' * 300}@exemple.fr",
    "é@exemple.fr",
    "a@İ.fr",
]
Target = Callable[[User, User], int]
# Each form: its name, the row it is about, and its fields.
FORMS: dict[str, tuple[Target | None, tuple[str, ...]]] = {
    "grant_role": (lambda user, _: user.pk, ("role", "starts_on", "ends_on", "reason")),
    "suspend": (lambda user, _: user.pk, ("reason",)),
    "change_email": (lambda user, _: user.pk, ("email",)),
    "ask_reset": (lambda user, _: make_factor(user).user_id, ("reason",)),
    "choose_twin": (lambda user, _: user.pk, ("email",)),
    "join": (lambda user, _: make_membership(user).user_id, ("unit", "title", "starts_on")),
    "absence": (lambda user, _: user.pk, ("starts_on", "ends_on", "stand_in")),
    "hand_over": (lambda user, _: make_contact(user).user_id, ("receiver", "on")),
    "end_role": (lambda user, _: make_grant(user, Role.EXPERT).pk, ("when", "on", "reason")),
    "leave": (lambda user, _: make_membership(user).pk, ("on",)),
    "end_absence": (lambda user, by: make_absence(user, by).pk, ("on",)),
    "end_contact": (lambda user, _: make_contact(user).pk, ("on",)),
    "end_delegation": (lambda user, _: make_delegation(user).pk, ("on",)),
    "cancel_invitation": (lambda _, by: make_invitation(by).pk, ()),
    "change_unit": (lambda _, __: make_unit().pk, ("name", "parent", "on")),
    "close_unit": (lambda _, __: make_unit().pk, ("on",)),
    "new_unit": (None, ("kind", "name", "parent", "starts_on")),
    "invite": (None, ("email", "name", "roles")),
    "name_contact": (None, ("topic", "label", "user", "starts_on")),
    "new_delegation": (
        None,
        ("act_number", "grantor", "delegate", "scope", "ceiling", "starts_on", "ends_on", "stand_in"),
    ),
}
FIRST = {
    "role": "expert",
    "reason": "Motif",
    "when": "later",
    "title": "Chargée",
    "kind": "direction",
    "name": "Une unité",
    "topic": "partner",
    "label": "CRESS",
    "act_number": "A-99",
    "scope": "Courriers",
    "email": "neuve@exemple.fr",
    "starts_on": "2026-11-23",
    "ends_on": "2026-11-30",
    "on": "2026-11-30",
    "ceiling": "10",
}


@pytest.fixture
def people(administrator: User) -> dict[str, int]:
    """Give the choices of people that a form may hold."""
    one, other = make_user(role=Role.AGENT), make_user(role=Role.AGENT)
    keys = {"user": one, "receiver": other, "grantor": other, "delegate": one, "stand_in": administrator}
    return {name: user.pk for name, user in keys.items()}


@pytest.mark.parametrize("name", FORMS)
def test_form_answers_to_anything_with_a_page(name: str, administrator: User, people: dict[str, int]) -> None:
    target, fields = FORMS[name]
    user, office = User.objects.get(pk=people["user"]), client_of(administrator)
    address = reverse(f"accounts:{name}", args=[target(user, administrator)] if target else [])

    for field in fields:
        for text in HOSTILE:
            typed: dict[str, Any] = {**FIRST, **people, field: text, "cle": uuid4()}
            status = office.post(address, typed).status_code
            assert status in {302, 404, 422}, (field, text)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("people", ("q", "role", "state", "sort", "page")),
        ("journal", ("by", "action", "since", "until", "page")),
        ("messages", ("state", "page")),
        ("chart", ("date",)),
        ("contacts", ("page",)),
        ("delegations", ("passees", "page")),
        ("anchors", ("page",)),
        ("invitations", ("page",)),
    ],
)
def test_list_answers_to_anything_with_a_page(
    name: str, fields: tuple[str, ...], administrator: User
) -> None:
    office = client_of(administrator)

    for field in fields:
        for text in HOSTILE:
            assert office.get(reverse(f"accounts:{name}"), {field: text}).status_code == 200, (field, text)


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
def test_number_of_no_row_is_unknown(administrator: User, number: int) -> None:
    assert client_of(administrator).get(f"/administration/personnes/{number}/").status_code == 404


@pytest.mark.parametrize("field", ["name", "email", "password1"])
def test_sign_up_answers_to_anything_with_a_page(field: str) -> None:
    first = {"name": "Léa", "email": "lea@exemple.fr", "password1": PASSPHRASE}

    for number, text in enumerate(HOSTILE):
        typed = {**first, "email": f"lea-{number}@exemple.fr", field: text}
        assert Client().post(reverse("account_signup"), typed).status_code in {302, 422, 429}, text


@pytest.mark.parametrize("field", ["name", "password", "again"])
def test_accepting_answers_to_anything_with_a_page(administrator: User, field: str) -> None:
    for text in HOSTILE:
        token, token_hash = new_token()
        make_invitation(administrator, token_hash=token_hash)
        typed = {"name": "Léa", "password": PASSPHRASE, "again": PASSPHRASE, field: text}
        address = reverse("accounts:accept_invitation", args=[token])
        assert Client().post(address, typed).status_code in {302, 422}, text


@pytest.mark.parametrize("text", HOSTILE)
def test_own_address_answers_to_anything_with_a_page(text: str) -> None:
    client = Client()
    person()
    sign_in(client)

    assert post(client, "account_email", action_add="1", email=text).status_code in {302, 422}


@pytest.mark.parametrize("text", ["\u202egnol", "a\nb", "a\u200bb", "\ufeffx", "a\x07"])
def test_name_that_is_not_what_it_looks_like_is_refused(administrator: User, text: str) -> None:
    typed = {"email": "lea@exemple.fr", "name": f"L{text}é", "cle": uuid4()}

    assert client_of(administrator).post(reverse("accounts:invite"), typed).status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31"])
def test_day_that_nobody_means_is_refused(administrator: User, agent: User, day: str) -> None:
    answer = client_of(administrator).post(
        reverse("accounts:grant_role", args=[agent.pk]), {**FIRST, "starts_on": day, "cle": uuid4()}
    )

    assert "entre 1900 et 2100" in answer.content.decode()


def test_name_that_folds_into_many_letters_is_kept_whole() -> None:
    user = make_user(name="\ufdfa" * 150)

    assert (len(user.name), len(user.folded)) == (150, FOLDED)
