"""Where the rows about one person are, table by table, as the register says."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from functools import cached_property
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from maillage.accounts.models import Contact, Delegation, EmailChange, Invitation, RoleGrant, User
from maillage.accounts.models.people import UserQuerySet
from maillage.accounts.register import Holding, holdings
from maillage.base.entries import JournalPayload
from maillage.base.outbox import Mail
from maillage.base.references import Reference

Rows = models.QuerySet[Any]
ADDRESSED = ("to", "cc", "bcc")


@dataclass(frozen=True)
class Subject:
    """A person and the accounts merged into theirs: to the law, one person."""

    person: User

    @cached_property
    def accounts(self) -> list[User]:
        """Return their account, then its duplicates."""
        found, last = [self.person], [self.person]
        while last := list(User.objects.filter(merged_into__in=last)):
            found += last
        return found

    @cached_property
    def emails(self) -> set[str]:
        """Return every address of theirs, former ones included unless now someone else's, in lower case."""
        now = {account.email.lower() for account in self.accounts}
        return now | self._unless_taken({email.lower() for email in _proved(self.accounts)} - now)

    @cached_property
    def claimed(self) -> set[str]:
        """Return their addresses and those given for them, confirmed or not: all are erased."""
        given = EmailChange.objects.filter(user__in=self.accounts).values_list("email", flat=True)
        return self.emails | self._unless_taken({email.lower() for email in given})

    def _unless_taken(self, emails: set[str]) -> set[str]:
        others = User.objects.exclude(pk__in=[account.pk for account in self.accounts])
        return emails - set(others.filter(email__in=emails).values_list("email", flat=True))

    @cached_property
    def names(self) -> set[str]:
        """Return the names they bear."""
        return {account.name for account in self.accounts if account.name}

    @cached_property
    def full_names(self) -> set[str]:
        """Return the names of two words or more: a first name alone is also a word, and other people's."""
        return {name for name in self.names if " " in name.strip()}

    @cached_property
    def refs(self) -> list[Reference]:
        """Return the references of their accounts."""
        return [Reference.of(account) for account in self.accounts]


def _proved(accounts: list[User]) -> Iterator[str]:
    """Yield the addresses that these accounts once proved to be theirs."""
    changes = EmailChange.objects.filter(user__in=accounts, status=EmailChange.Status.CONFIRMED)
    yield from changes.values_list("email", flat=True)
    yield from EmailAddress.objects.filter(user__in=accounts, verified=True).values_list("email", flat=True)
    yield from Invitation.objects.filter(user__in=accounts).values_list("email", flat=True)
    told = JournalPayload.objects.filter(
        entry__action__in=("accounts.opened", "accounts.email_changed", "accounts.closed_by_merge"),
        entry__object_ref__in=[Reference.of(account) for account in accounts],
    )
    for kept in told.values_list("payload", flat=True):
        yield from (kept[name] for name in ("email", "before", "after") if name in kept)


def rows_about(model: type[models.Model], holding: Holding, subject: Subject) -> Rows:
    """Return the rows of a table that are about a person, nobody else's."""
    if model is Mail:
        return mails_to(subject.emails)
    if model is JournalPayload:
        return JournalPayload.objects.filter(entry__object_ref__in=known(subject)).exclude(payload={})
    if model is Session:
        return sessions_of(subject)
    about = Q(pk__in=[])
    for key in holding.keys:
        about |= Q(**{f"{key}__in": [account.pk for account in subject.accounts]})
    for name in holding.references:
        about |= Q(**{f"{name}__in": [str(ref) for ref in subject.refs]})
    for name in holding.addresses:
        for email in subject.emails:
            about |= Q(**{f"{name}__iexact": email})
    for name in holding.mentions:
        named = mentions(model._base_manager.all(), name, subject.claimed | subject.full_names)
        about |= Q(pk__in=named.values("pk"))
    found: Rows = model._base_manager.filter(about).order_by("pk")
    return found


def known(subject: Subject) -> list[Reference]:
    """Return the references of the rows about a person: their account and what hangs from it."""
    refs = set(subject.refs)
    for model, holding in holdings():
        if holding.keys:
            rows = rows_about(model, holding, subject).values_list("pk", flat=True)
            refs |= {Reference(model._meta.label_lower, pk) for pk in rows}
    return sorted(refs)


def mentions(rows: Rows, field: str, texts: set[str]) -> Rows:
    """Keep the rows whose text, or JSON text as either engine writes it, contains one of these."""
    found = Q(pk__in=[])
    for text in texts:
        found |= Q(as_text__icontains=text) | Q(as_text__icontains=json.dumps(text)[1:-1])
    named: Rows = rows.annotate(as_text=Cast(field, TextField())).filter(found)
    return named


def mails_to(emails: set[str]) -> Rows:
    """Return the mails sent to one of these addresses."""
    mails, found = Mail.objects.order_by("pk"), set()
    for field in ADDRESSED:
        for mail in mentions(mails, field, emails):
            if addresses(mail) & emails:
                found.add(mail.pk)
    return mails.filter(pk__in=found)


def addresses(mail: Mail) -> set[str]:
    """Return the bare addresses of a mail, in lower case."""
    return {parseaddr(text)[1].lower() for text in mail.recipients}


def sessions_of(subject: Subject) -> Rows:
    """Return a person's sessions; each one must be opened, since only its content says whose it is."""
    ids = {str(account.pk) for account in subject.accounts}
    found = [session.pk for session in Session.objects.iterator() if _is_of(session, ids, subject.emails)]
    return Session.objects.filter(pk__in=found).order_by("pk")


def _is_of(session: Session, ids: set[str], emails: set[str]) -> bool:
    data = session.get_decoded()
    if data.get("_auth_user_id") in ids:
        return True
    text = json.dumps(data, default=str, ensure_ascii=False).lower()
    return any(email in text for email in emails)


def still_engaged(on: date) -> UserQuerySet:
    """Return the people who still hold a role, follow a subject or are named by a delegation that day."""
    roles = RoleGrant.objects.meeting(on, None).values("user")
    followed = Contact.objects.meeting(on, None).values("user")
    named = Delegation.objects.meeting(on, None)
    signing = Q(pk__in=named.values("delegate")) | Q(pk__in=named.values("grantor"))
    return User.objects.filter(Q(pk__in=roles) | Q(pk__in=followed) | signing)
