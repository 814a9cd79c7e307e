"""Erasing a person (GDPR, art. 17): what can go goes, what proves public acts stays under a number."""

import re
from collections.abc import Callable, Iterable, Iterator
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
from maillage.base.guards import transitions_of
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
    "end": "terminé et vidé",
    "mention": "gardé, le nom remplacé par un numéro",
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
        rows = rows_about(model, holding, subject)
        if holding.erasure == "end":
            end(rows, by=by, at=at)
        if holding.erasure == "mention":
            erase_mentions(rows, subject)
        elif holding.erasure in {"blank", "delete", "end"}:
            apply(rows, holding.erasure)
    for account in subject.accounts:
        pseudonymise(account, at=at)
        record(by, "accounts.erased", account, slip=slip.pk, at=at)


def _end_what_waits(subject: Subject, *, by: User, at: datetime) -> None:
    """Cancel the links that a person has not followed: they would bring the address back."""
    cancel = partial(move, by=by, at=at)
    changes = EmailChange.objects.filter(user__in=subject.accounts, status=EmailChange.Status.SENT)
    invited = Invitation.objects.filter(email__in=subject.claimed, status=Invitation.Status.SENT)
    for change in changes:
        cancel(change, EmailChange.Status.CANCELLED, action="accounts.email_change_cancelled")
    for invitation in invited:
        cancel(invitation, Invitation.Status.CANCELLED, action="accounts.invitation_cancelled")
    for model, holding in holdings():
        for row in waiting(model, holding, subject):
            cancel(row, holding.cancel)


def waiting(model: type[models.Model], holding: Holding, subject: Subject) -> Iterable[Any]:
    """Return the rows about a person that can still move to the status that an erasure gives."""
    moves = transitions_of(model).items() if holding.cancel else ()
    ways = [before for before, after in moves if before and holding.cancel in after]
    return rows_about(model, holding, subject).filter(status__in=ways) if ways else ()


def _erase_contents(subject: Subject, slip: EliminationSlip, *, by: User, at: datetime) -> None:
    """Erase the private contents about a person, and those that name them elsewhere."""
    kept = JournalPayload.objects.all()
    named = mentions(kept, "payload", subject.claimed | subject.full_names)
    about = kept.filter(entry__object_ref__in=known(subject))
    seqs = {*about.values_list("pk", flat=True), *named.values_list("pk", flat=True)}
    journal.erase(
        subject.person,
        by=by,
        at=at,
        reason=f"{slip}, code du patrimoine L212-2",
        entries=JournalEntry.objects.filter(pk__in=seqs),
    )


def erase_mails(subject: Subject) -> None:
    """Empty the mails to a person; in those to others, put their number in place of their name."""
    mine = set(mails_to(subject.claimed).values_list("pk", flat=True))
    for mail in Mail.objects.filter(pk__in=mine):
        _empty(mail)
    for field in ("subject", "body", "alternatives", "headers", "error"):
        replace_mentions(Mail.objects.exclude(pk__in=mine), field, subject)


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


def erase_mentions(rows: models.QuerySet[Any], subject: Subject) -> None:
    """Put a person's number in place of their name, in what is said of others too."""
    for field in private_fields(rows.model):
        replace_mentions(rows, field, subject)


def replace_mentions(rows: models.QuerySet[Any], field: str, subject: Subject) -> None:
    """Replace a person's names and addresses in one field, whatever the capitals."""
    texts = subject.claimed | subject.full_names
    longest = sorted(texts, key=len, reverse=True)
    found = re.compile("|".join(map(re.escape, longest)), re.IGNORECASE)
    for row in mentions(rows, field, texts):
        value = replaced(getattr(row, field), partial(found.sub, pseudonym(subject.person)))
        rows.model._base_manager.filter(pk=row.pk).update(**{field: value})


def end(rows: models.QuerySet[Any], *, by: User, at: datetime) -> None:
    """Give their last day to the periods of a person that would outlast this one."""
    today = day_of(at)
    for row in rows.filter(models.Q(ends_on=None) | models.Q(ends_on__gt=today)):
        row.ends_on = max(today, row.starts_on)
        row.save(update_fields=["ends_on"])
        record(by, "accounts.period_ended", row, at=at)


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
