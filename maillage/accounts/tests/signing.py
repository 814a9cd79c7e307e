"""People and gestures that the sign-in tests share."""

import re
import time
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import RoleGrant, User
from maillage.base.entries import JournalEntry

PASSPHRASE = "vélo agrafe tunnel carotte"
# What a redirection must never follow.
ELSEWHERE = [
    "//evil.example",
    "https:evil.example",
    "https://evil.example/",
    "\\\\evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "%0d%0aLocation:%20https://evil.example",
    "\r\nhttps://evil.example",
    "http:///evil.example",
]


def person(email: str = "marie@exemple.fr", *, role: str = "", **fields: Any) -> User:
    """Return someone with a verified address and a password, holding a role if told."""
    user = User.objects.create_user(email, PASSPHRASE, **{"name": "Marie Durand", **fields})
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if role:
        RoleGrant.objects.create(user=user, role=role, starts_on=date(2020, 1, 1))
    return user


def generator(user: User) -> Authenticator:
    """Give someone a code generator."""
    factor: Authenticator = TOTP.activate(user, generate_totp_secret()).instance
    return factor


def generated(factor: Authenticator, *, shift: int = 0) -> str:
    """Return what the generator shows now, or some half-minutes later."""
    shown: str = format_hotp_value(hotp_value(factor.data["secret"], int(time.time()) // 30 + shift))
    return shown


def post(client: Client, name: str, /, **data: object) -> Any:
    """Send one of the sign-in forms."""
    return client.post(reverse(name), data)


def sign_in(client: Client, email: str = "marie@exemple.fr", password: str = PASSPHRASE) -> Any:
    """Give an address and a password."""
    return post(client, "account_login", login=email, password=password)


def is_in(client: Client) -> bool:
    """Tell whether the client's session belongs to someone."""
    return "_auth_user_id" in client.session


def mailed_code() -> str:
    """Return the code of the last mail."""
    found = re.search(r"^ {4}([A-Z-]{9})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def enrol(client: Client) -> Authenticator:
    """Install a code generator as a person would."""
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    post(client, "mfa_activate_totp", code=generated(Authenticator(data={"secret": secret})))
    return Authenticator.objects.get(type="totp")


def lines(action: str) -> list[dict[str, object]]:
    """Return the facts of the entries of one action, without the state of the row."""
    found = JournalEntry.objects.filter(action=action).values_list("meta", flat=True)
    return [{name: value for name, value in facts.items() if name != "state"} for facts in found]


def actions() -> list[str]:
    """Return what the journal holds, in order."""
    return list(JournalEntry.objects.values_list("action", flat=True))
