"""Pages of administration, found by name, and their forms sent."""

from collections.abc import Callable
from uuid import uuid4

from django.db.models import Model
from django.urls import reverse

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import (
    client_of,
    make_absence,
    make_contact,
    make_delegation,
    make_invitation,
    make_membership,
    make_reset,
    make_unit,
    make_user,
)

PERSON = (
    "person",
    "grant_role",
    "suspend",
    "change_email",
    "ask_reset",
    "choose_twin",
    "join",
    "absence",
    "hand_over",
)
# What a page is about, made for the person that the test is about; pages not named here are about nobody.
ROWS: dict[str, Callable[[User], Model]] = {
    **dict.fromkeys(PERSON, lambda user: user),
    "unit": lambda user: make_membership(user).unit,
    "change_unit": lambda _: make_unit(),
    "close_unit": lambda _: make_unit(),
    "end_role": lambda user: user.role_grants.get(),
    "leave": make_membership,
    "end_absence": lambda user: make_absence(user, make_user(), ends_on="2036-01-01"),
    "cancel_invitation": make_invitation,
    "end_contact": make_contact,
    "end_delegation": make_delegation,
    "answer_reset": lambda user: make_reset(user, make_user(role=Role.ADMINISTRATOR)),
}


def address(name: str, person: User) -> str:
    """Return the address of a page about this person or about a row of theirs."""
    rows = [ROWS[name](person).pk] if name in ROWS else None
    return reverse(f"accounts:{name}", args=rows)


def sent(user: User, page: str, person: User, /, **typed: object) -> int:
    """Post a form and return its status."""
    data = {"cle": uuid4(), **typed}
    return int(client_of(user).post(address(page, person), data).status_code)
