"""Erasing a person (GDPR, art. 17): what can go goes, what proves public acts stays under a number."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import models

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import day_of
from maillage.accounts.holdings import Subject, known, mails_to, mentions, rows_about, still_engaged
from maillage.accounts.models import EliminationSlip, EmailChange, FactorReset, Invitation, User
from maillage.accounts.register import Holding, holdings, private_fields
from maillage.base import journal
from maillage.base.entries import JournalEntry, JournalPayload
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.base.outbox import Mail
from maillage.base.status import move

KIND = "accounts.user"
ENGAGED = (
    "Cette personne a encore un rôle, un sujet suivi ou une délégation. "
    "Faites transmettre son portefeuille et mettre fin au reste, puis recommencez."
)
RESET = "Une réinitialisation du second facteur attend sa réponse. L’administration y répond d’abord."
LEAVING = "Un message à cette adresse n’est pas encore parti. Recommencez dans quelques minutes."
NOT_YET = "Rien ne s’efface sans le visa des archives sur un bordereau qui nomme ce compte."
WORDS = {
    "blank": "vidé",
    "delete": "supprimé",
    "pseudonym": "remplacé par un numéro",
    "mail": "vidé, adresse comprise",
    "contents": "effacé\xa0: l’acte reste prouvé, sans ces données",
    "keep": "gardé",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an erasure would do to the rows of one table."""

    what: str
    count: int
    fields: str
    effect: str
    kept: bool
    why: str


def preview(person: User) -> list[Effect]:
    """Return what would be blanked, deleted and kept, table by table, the empty ones left out."""
    subject = Subject(person)
    found = [_effect(model, holding, subject) for model, holding in holdings()]
    return [effect for effect in found if effect.count]


def _effect(model: type[models.Model], holding: Holding, subject: Subject) -> Effect:
    return Effect(
        what=holding.title_of(model),
        count=rows_about(model, holding, subject).count(),
        fields=holding.private_labels(model),
        effect=WORDS[holding.erasure],
        kept=holding.erasure == "keep",
        why=holding.why,
    )


def obstacles(person: User, *, on: date) -> list[str]:
    """Say what must be settled before a person can be erased; each sentence says by whom."""
    subject = Subject(person)
    return [sentence for sentence, found in _checks(subject, on) if found()]


def _checks(subject: Subject, on: date) -> Iterator[tuple[str, Callable[[], bool]]]:
    person, pks = subject.person, [account.pk for account in subject.accounts]
    resets = FactorReset.objects.filter(user__in=pks, status=FactorReset.Status.ASKED)
    leaving = Mail.objects.waiting().filter(pk__in=mails_to(subject.claimed).values("pk"))
    yield f"{person} est déjà effacé.", lambda: person.erased_at is not None
    yield ENGAGED, still_engaged(on).filter(pk__in=pks).exists
    yield RESET, resets.exists
    yield LEAVING, leaving.exists


@act
def erase_person(person: User, *, slip: EliminationSlip, by: User, at: datetime) -> None:
    """Erase a person that a slip with its visa names, duplicates included; refuse anything else.

    Account closed and renamed by its number, private fields blanked, keys and sessions deleted, mails and
    private contents of the journal emptied. Acts, roles and dates stay: they prove public decisions.
    """
    listed = slip.lines.filter(kind=KIND).values_list("rows", flat=True)
    signed = EliminationSlip.objects.filter(pk=slip.pk, status=EliminationSlip.Status.VISA).exists()
    if not signed or not any(person.pk in rows for rows in listed):
        raise Refusal(NOT_YET)
    if problems := obstacles(person, on=day_of(at)):
        raise Refusal(" ".join(problems))
    subject = Subject(person)
    _end_what_waits(subject, by=by, at=at)
    _erase_contents(subject, slip, by=by, at=at)
    erase_mails(subject)
    for model, holding in holdings():
        if holding.erasure in {"blank", "delete"}:
            apply(rows_about(model, holding, subject), holding.erasure)
    for account in subject.accounts:
        pseudonymise(account, at=at)
        record(by, "accounts.erased", account, slip=slip.pk, at=at)


def _end_what_waits(subject: Subject, *, by: User, at: datetime) -> None:
    """Cancel the links that a person has not followed: they would bring the address back."""
    end = partial(move, by=by, at=at)
    changes = EmailChange.objects.filter(user__in=subject.accounts, status=EmailChange.Status.SENT)
    invited = Invitation.objects.filter(email__in=subject.claimed, status=Invitation.Status.SENT)
    for change in changes:
        end(change, EmailChange.Status.CANCELLED, action="accounts.email_change_cancelled")
    for invitation in invited:
        end(invitation, Invitation.Status.CANCELLED, action="accounts.invitation_cancelled")


def _erase_contents(subject: Subject, slip: EliminationSlip, *, by: User, at: datetime) -> None:
    """Erase the private contents about a person, and those that name them elsewhere."""
    kept = JournalPayload.objects.all()
    named = mentions(kept, "payload", subject.claimed | _full_names(subject))
    about = kept.filter(entry__object_ref__in=known(subject))
    seqs = {*about.values_list("pk", flat=True), *named.values_list("pk", flat=True)}
    journal.erase(
        subject.person,
        by=by,
        at=at,
        reason=f"{slip}, code du patrimoine L212-2",
        entries=JournalEntry.objects.filter(pk__in=seqs),
    )


def _full_names(subject: Subject) -> set[str]:
    # A first name alone is also a word, and other people's.
    return {name for name in subject.names if " " in name.strip()}


def erase_mails(subject: Subject) -> None:
    """Empty the mails to a person; in those to others, put their number in place of their name."""
    mine = set(mails_to(subject.claimed).values_list("pk", flat=True))
    for mail in Mail.objects.filter(pk__in=mine):
        _empty(mail)
    texts = subject.claimed | _full_names(subject)
    for field in ("subject", "body", "alternatives", "headers", "error"):
        for mail in mentions(Mail.objects.exclude(pk__in=mine), field, texts):
            scrub(mail, field, texts, in_place=pseudonym(subject.person))


def _empty(mail: Mail) -> None:
    # To others too: they lose nothing but a text already received.
    status = Mail.Status.CANCELLED if mail.status == Mail.Status.FAILED else mail.status
    Mail.objects.filter(pk=mail.pk).update(
        to=[],
        cc=[],
        bcc=[],
        subject="",
        body="",
        alternatives=[],
        attachments=[],
        headers={},
        error="",
        status=status,
    )


def scrub(mail: Mail, field: str, texts: set[str], *, in_place: str) -> None:
    """Replace texts in one field of a mail to someone else, whatever the capitals."""
    longest = sorted(texts, key=len, reverse=True)
    found = re.compile("|".join(map(re.escape, longest)), re.IGNORECASE)
    value = replaced(getattr(mail, field), partial(found.sub, in_place))
    Mail.objects.filter(pk=mail.pk).update(**{field: value})


def replaced(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 -- a value of JSON
    """Return a value of JSON with its texts changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [replaced(item, change) for item in value]
    return {key: replaced(item, change) for key, item in value.items()} if isinstance(value, dict) else value


def apply(rows: models.QuerySet[Any], erasure: str) -> None:
    """Delete rows, or blank their private fields, keys kept."""
    if erasure == "delete":
        rows.delete()
        return
    fields = [rows.model._meta.get_field(name) for name in private_fields(rows.model)]
    rows.update(**{field.name: blank_of(field) for field in fields if not field.is_relation})


def blank_of(field: Any) -> object:  # noqa: ANN401 -- a field of any type
    """Return what an erased field holds: nothing, in the form that its column takes."""
    if isinstance(field, models.JSONField):
        return field.get_default()
    return "" if isinstance(field, models.CharField | models.TextField) else None


def pseudonym(person: User) -> str:
    """Return the name that stands for an erased person: their number says nothing of them."""
    return f"Personne supprimée {person.pk}"


def pseudonymise(account: User, *, at: datetime) -> None:
    """Close an account for good, under its number."""
    account.name, account.email = pseudonym(account), f"supprime-{account.pk}@invalid"
    account.set_unusable_password()
    account.suspension_reason = ""
    account.is_active, account.erased_at = False, at
    account.session_epoch += 1
    account.save()
