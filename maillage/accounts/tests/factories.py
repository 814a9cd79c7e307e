"""People and their rows for tests: defaults only, no surprise."""

import time
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from maillage.accounts.models import (
    Absence,
    Contact,
    Delegation,
    FactorReset,
    Invitation,
    Kind,
    Membership,
    Role,
    RoleGrant,
    Topic,
    Unit,
    User,
)
from maillage.base.entries import JournalEntry

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
_numbers = count(1)


def make_user(email: str = "", *, role: str = "", **fields: Any) -> User:
    """Return someone with a verified address and no password, holding a role since 2020 if told."""
    number = next(_numbers)
    email = email or f"personne-{number}@exemple.fr"
    user = User.objects.create_user(email, **{"name": f"Personne {number}", **fields})
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if role:
        make_grant(user, role)
    return user


def make_grant(user: User, role: str = Role.AGENT, **fields: Any) -> RoleGrant:
    """Return a role held since 2020."""
    user.forget_roles()
    return RoleGrant.objects.create(**{"user": user, "role": role, "starts_on": LONG_AGO, **fields})


def make_unit(kind: str = Kind.POLE, **fields: Any) -> Unit:
    """Return a unit open since 2020."""
    return Unit.objects.create(
        **{"kind": kind, "name": f"Unité {next(_numbers)}", "starts_on": LONG_AGO, **fields}
    )


def make_membership(user: User, unit: Unit | None = None, **fields: Any) -> Membership:
    """Return a place held since 2020."""
    first = {"user": user, "unit": unit or make_unit(), "title": "Chargée de mission", "starts_on": LONG_AGO}
    return Membership.objects.create(**{**first, **fields})


def make_contact(user: User, **fields: Any) -> Contact:
    """Return a department followed since 2020."""
    first = {"user": user, "topic": Topic.DEPARTMENT, "label": f"Département {next(_numbers)}"}
    return Contact.objects.create(**{**first, "starts_on": LONG_AGO, **fields})


def make_absence(user: User, stand_in: User, **fields: Any) -> Absence:
    """Return an absence of five days around `ON`."""
    days = {"starts_on": date(2026, 11, 21), "ends_on": date(2026, 11, 25)}
    return Absence.objects.create(**{"user": user, "stand_in": stand_in, **days, **fields})


def make_delegation(delegate: User, grantor: User | None = None, **fields: Any) -> Delegation:
    """Return a delegation without ceiling since 2020."""
    first = {"act_number": f"A-{next(_numbers)}", "scope": "Courriers", "starts_on": LONG_AGO}
    return Delegation.objects.create(
        **{"delegate": delegate, "grantor": grantor or make_user(), **first, **fields}
    )


def make_invitation(by: User, **fields: Any) -> Invitation:
    """Return an invitation that waits; its link is not known."""
    number = next(_numbers)
    first = {"email": f"invitee-{number}@exemple.fr", "name": f"Invitée {number}", "token_hash": str(number)}
    dates = {"sent_at": AT, "expires_at": datetime(2036, 1, 1, tzinfo=UTC)}
    return Invitation.objects.create(**{"invited_by": by, **first, **dates, **fields})


def make_reset(user: User, by: User, **fields: Any) -> FactorReset:
    """Return a request that waits."""
    return FactorReset.objects.create(
        **{"user": user, "asked_by": by, "asked_at": AT, "reason": "Vue au bureau", **fields}
    )


def make_factor(user: User) -> Authenticator:
    """Return a code generator."""
    factor: Authenticator = TOTP.activate(user, "JBSWY3DPEHPK3PXP").instance
    return factor


def client_of(user: User | None) -> Client:
    """Return a browser where this person has given both factors; a visitor's for None."""
    client = Client()
    if user:
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "mfa", "type": "demonstration", "at": time.time()}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


def last_act() -> str:
    """Return the last line of the journal, without its author: "accounts.suspended accounts.user:3"."""
    entry = JournalEntry.objects.order_by("-seq")[0]
    return f"{entry.action} {entry.object_ref}"


def acts() -> list[str]:
    """Return the actions of the journal, in order."""
    return list(JournalEntry.objects.values_list("action", flat=True))
