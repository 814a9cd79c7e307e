"""Making the stored rows those of a pack: each one by its key, what changed counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a load did to one kind of row."""

    kind: str
    created: int
    updated: int
    unchanged: int
    removed: int
    kept: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One kind of row as the pack has it, by key; those the pack no longer says still stand."""

    kind: str
    created: int
    updated: int
    unchanged: int
    kept: int
    rows: dict[str, int]
    gone: models.QuerySet[Any]


def settle(stored: Sequence[Stored]) -> list[Loaded]:
    """Remove what the pack no longer says, last kind first, and count.

    What is loaded later may name what was loaded before: it has to go, or name another, first. What a row
    made here still needs stays.
    """
    removed = [_remove(kind.gone) for kind in reversed(stored)]
    return [
        Loaded(
            kind=kind.kind,
            created=kind.created,
            updated=kind.updated,
            unchanged=kind.unchanged,
            removed=count,
            kept=kind.kept,
        )
        for kind, count in zip(stored, reversed(removed), strict=True)
    ]


def _remove(gone: models.QuerySet[Any]) -> int:
    try:
        return gone.delete()[1].get(gone.model._meta.label, 0)
    except models.ProtectedError:
        return sum(_removed(row) for row in gone)


def _removed(row: models.Model) -> bool:
    try:
        row.delete()
    except models.ProtectedError:
        return False
    return True


def store(
    kind: str,
    model: type[Row],
    wanted: Mapping[str, Mapping[str, object]],
    *,
    gone: models.QuerySet[Any] | None = None,
) -> Stored:
    """Create or update the rows by key, and count; an unchanged row is not written.

    `gone`: the rows to remove in the end, where it is not simply every row that the pack does not name. A
    stored row that says `from_pack=False` was made or changed here: it stays, whatever the pack says.
    """
    found = {str(row.key): row for row in model._default_manager.all()}  # type: ignore[attr-defined]
    counts = {"created": 0, "updated": 0, "unchanged": 0, "kept": 0}
    rows = {}
    for key, fields in wanted.items():
        row = found.get(key) or model(key=key)
        counts[_store_one(row, fields)] += 1
        rows[key] = row.pk
    left = model._default_manager.all() if gone is None else gone
    return Stored(kind=kind, rows=rows, gone=left.exclude(key__in=list(wanted)), **counts)


def _store_one(row: models.Model, fields: Mapping[str, object]) -> str:
    fresh = row._state.adding
    if not fresh and not getattr(row, "from_pack", True):
        return "kept"
    if not fresh and all(_same(row, name, value) for name, value in fields.items()):
        return "unchanged"
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(force_insert=fresh)
    return "created" if fresh else "updated"


def _same(row: models.Model, name: str, value: object) -> bool:
    stored = getattr(row, name)
    return bool(stored == value or str(stored) == value)
