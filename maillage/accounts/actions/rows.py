"""How the rows that a signed slip lists go, by table; each function returns those that went."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from maillage.accounts.actions.erasure import erase_person, obstacles
from maillage.accounts.models import EliminationLine, User
from maillage.accounts.register import table
from maillage.base import journal
from maillage.base.entries import JournalEntry
from maillage.base.journal import journaled_fields, record
from maillage.base.references import Reference


def erase_accounts(line: EliminationLine, rows: list[Any], *, by: User, at: datetime) -> list[Any]:
    """Erase these people, but those who must settle something first; return who is erased."""
    gone = []
    for person in User.objects.filter(pk__in=rows):
        if not obstacles(person, on=timezone.localdate(at)):
            erase_person(person, slip=line.slip, by=by, at=at)
            gone.append(person.pk)
    return gone


def forget_contents(line: EliminationLine, rows: list[Any], *, by: User, at: datetime) -> list[Any]:
    """Erase the private contents of these entries of the journal; the chain stays whole."""
    entries = JournalEntry.objects.filter(pk__in=rows)
    journal.erase(line.slip, by=by, at=at, reason=str(line.slip), entries=entries)
    return rows


def delete(line: EliminationLine, rows: list[Any], *, by: User, at: datetime) -> list[Any]:
    """Delete these rows, and the private contents of the journal about them."""
    model = table(line.kind)
    refs = [Reference(line.kind, row) for row in rows if isinstance(row, int)]
    told = JournalEntry.objects.filter(object_ref__in=refs, payload__isnull=False)
    journal.erase(line.slip, by=by, at=at, reason=str(line.slip), entries=told)
    if journaled_fields(model):
        for ref in refs:
            record(by, "accounts.row_eliminated", ref, gone=True, slip=line.slip_id, at=at)
    model._base_manager.filter(pk__in=rows).delete()
    return rows


ELIMINATE: dict[str, Callable[..., list[Any]]] = {
    "accounts.user": erase_accounts,
    "base.journalpayload": forget_contents,
}
