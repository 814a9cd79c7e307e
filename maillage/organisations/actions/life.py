"""What happens to a structure: another name or legal category, its closure, its merger, and their undoing.

Nothing is deleted: each event is a dated `Change`, with what it ended, so that it can be undone.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, require_role
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.base.status import move
from maillage.organisations.actions.organisations import classify, locked, note_change, require_alive
from maillage.organisations.models import Change, Exchange, Organisation
from maillage.organisations.models.mandates import INSTRUCTING

Status = Organisation.Status
# What ends with a structure: relation -> the column of its last day, and the act that the journal names.
ENDING = {
    "mandates": ("ends_on", "organisations.mandate_ended"),
    "recognitions": ("ends_on", "organisations.recognition_ended"),
    "establishments": ("closed_on", "organisations.establishment_closed"),
}
# Relation -> rows, each with the last day that it had ("" for none).
Ended = dict[str, list[tuple[int, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What the end of a structure takes with it, and what stays to be done."""

    mandates: int
    recognitions: int
    establishments: int
    follow_ups: int


def effects(organisation: Organisation, on: date) -> Effects:
    """Return, for the preview, what closing or merging a structure that day would end, and would leave."""
    counts = {relation: lasting(organisation, relation, on).count() for relation in ENDING}
    return Effects(**counts, follow_ups=Exchange.objects.about(organisation.pk).to_do().count())


def lasting(organisation: Organisation, relation: str, on: date) -> QuerySet[Any]:
    """Return the rows of a relation that would outlast that day."""
    column, _ = ENDING[relation]
    beyond = Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gt": on})
    found: QuerySet[Any] = getattr(organisation, relation).filter(beyond)
    return found


@act
def rename(
    organisation: Organisation,
    *,
    name: str,
    acronym: str = "",
    on: date,
    reason: str = "",
    by: By,
    at: datetime,
) -> Organisation:
    """Give a structure the name that it has chosen, from a day; the former one stays in its history."""
    require_role(by, *INSTRUCTING, at=at)
    current = locked(organisation)
    require_alive(current)
    before, current.name, current.acronym = current.name, name.strip(), acronym.strip()
    if before == current.name:
        raise Refusal("C’est déjà son nom. Pour le seul sigle, corrigez la fiche.")
    current.updated_at = at
    current.full_clean()
    current.save_at(current.version, ("name", "acronym", "folded", "updated_at"))
    note_change(
        current, Change.Kind.RENAMED, on=on, before=before, after=current.name, reason=reason, by=by, at=at
    )
    record(by, "organisations.renamed", current, private={"before": before, "after": current.name}, at=at)
    return current


@act
def change_category(
    organisation: Organisation, *, legal_category: str, on: date, reason: str = "", by: By, at: datetime
) -> Organisation:
    """Record another legal category from a day: the family follows, as the kernel gives it that day."""
    require_role(by, *INSTRUCTING, at=at)
    current = locked(organisation)
    require_alive(current)
    before = current.legal_label or ""
    if current.legal_category == legal_category:
        raise Refusal("C’est déjà sa catégorie juridique.")
    current.legal_category, current.updated_at = legal_category, at
    classify(current, on)
    current.full_clean()
    current.save_at(current.version, ("legal_category", "family", "updated_at"))
    after = current.legal_label or ""
    note_change(current, Change.Kind.CATEGORY, on=on, before=before, after=after, reason=reason, by=by, at=at)
    record(by, "organisations.category_changed", current, at=at)
    return current


@act
def close(organisation: Organisation, *, on: date, reason: str = "", by: By, at: datetime) -> Organisation:
    """Close a structure after a day: its mandates, statuses and establishments end with it."""
    require_role(by, *INSTRUCTING, at=at)
    current = locked(organisation)
    require_alive(current)
    ended = end_what_hangs(current, on, by=by, at=at)
    before = current.status
    move(current, Status.CLOSED, by=by, at=at, action="organisations.closed")
    note_change(current, Change.Kind.CLOSED, on=on, before=before, reason=reason, ended=ended, by=by, at=at)
    return current


@act
def merge(
    organisation: Organisation, *, into: Organisation, on: date, reason: str = "", by: By, at: datetime
) -> Organisation:
    """Merge a structure into another one, in activity; its page stays and leads there.

    Refused into itself and into one that is not in activity: so no circle can be drawn.
    """
    require_role(by, *INSTRUCTING, at=at)
    if organisation.pk == into.pk:
        raise Refusal("Une structure ne fusionne pas dans elle-même. Choisissez celle qui continue.")
    # Always in the same order: two mergers the other way round do not wait for one another.
    both = {pk: locked(row) for pk, row in sorted({organisation.pk: organisation, into.pk: into}.items())}
    current, successor = both[organisation.pk], both[into.pk]
    require_alive(current)
    if successor.status != Status.ACTIVE:
        raise Refusal(
            f"La structure qui continue est {successor.get_status_display()}. Choisissez-en une en activité."
        )
    ended = end_what_hangs(current, on, by=by, at=at)
    current.merged_into = successor
    move(current, Status.MERGED, by=by, at=at, saving=("merged_into",), action="organisations.merged")
    tell = partial(note_change, on=on, reason=reason, by=by, at=at)
    tell(current, Change.Kind.MERGED, other=successor, ended=ended)
    tell(successor, Change.Kind.ABSORBED, other=current)
    return current


def end_what_hangs(organisation: Organisation, on: date, *, by: By, at: datetime) -> Ended:
    """End that day what would outlast it; return what ended.

    What begins after that day is refused: it would have begun in a structure that was no more.
    """
    ended: Ended = {}
    for relation, (column, action) in ENDING.items():
        rows = list(lasting(organisation, relation, on))
        if any((first := first_day(row)) and first > on for row in rows):
            raise Refusal(f"Un élément de cette fiche commence après le {on:%d/%m/%Y}. Corrigez-le d’abord.")
        ended[relation] = [(row.pk, iso(getattr(row, column))) for row in rows]
        for row in rows:
            setattr(row, column, on)
            row.save(update_fields=[column])
            record(by, action, row, at=at)
    return ended


def first_day(row: Any) -> date | None:  # noqa: ANN401 -- a mandate, a recognition or an establishment
    """Return the first day of a row, None where it is not known."""
    first: date | None = getattr(row, "starts_on", None) or getattr(row, "opened_on", None)
    return first


def iso(day: date | None) -> str:
    """Return a day as JSON keeps it, "" for none."""
    return day.isoformat() if day else ""


@act
def reopen(organisation: Organisation, *, on: date, reason: str, by: By, at: datetime) -> Organisation:
    """Undo a closure or a merger recorded by mistake, with all that it had ended."""
    require_role(by, *INSTRUCTING, at=at)
    current = locked(organisation)
    kinds = {Status.CLOSED: Change.Kind.CLOSED, Status.MERGED: Change.Kind.MERGED}
    last = current.changes.filter(kind=kinds.get(Status(current.status))).order_by("-pk").first()
    if last is None:
        raise Refusal("Cette structure n’est ni fermée ni fusionnée\xa0: il n’y a rien à annuler.")
    restore(current, last.ended, by=by, at=at)
    merged, current.merged_into = current.merged_into, None
    back = Status.ACTIVE if merged else Status(last.before)
    move(current, back, by=by, at=at, saving=("merged_into",), action="organisations.reopened")
    kind = Change.Kind.PARTED if merged else Change.Kind.REOPENED
    tell = partial(note_change, kind=kind, on=on, reason=reason, by=by, at=at)
    tell(current, other=merged)
    if merged:
        tell(merged, other=current)
    return current


def restore(organisation: Organisation, ended: Ended, *, by: By, at: datetime) -> None:
    """Give back the last days that things had before an event ended them."""
    for relation, pairs in ended.items():
        column, former = ENDING[relation][0], dict(pairs)
        for row in getattr(organisation, relation).filter(pk__in=former):
            last = former[row.pk]
            setattr(row, column, date.fromisoformat(last) if last else None)
            row.save(update_fields=[column])
            record(by, "organisations.end_cancelled", row, at=at)
