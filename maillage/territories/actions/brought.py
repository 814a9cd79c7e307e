"""What every import shares: where the files come from, what came of them, the line in the journal."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from maillage.base.journal import Actor, record
from maillage.territories.models import Import


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who brings which files, from whom they come."""

    source: str
    files: dict[str, str]  # name -> SHA-256
    by: Actor
    at: datetime


@dataclass(slots=True, kw_only=True)
class Report:
    """What came of an import: counts by name, and the lines that deserve a look."""

    counts: dict[str, int]
    remarks: list[str] = field(default_factory=list)


def fingerprints(paths: Iterable[Path]) -> dict[str, str]:
    """Return file name -> SHA-256."""
    found = {}
    for path in paths:
        with path.open("rb") as file:
            found[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def keep(kind: Import.Kind, origin: Origin, report: Report) -> Report:
    """Keep the trace of an import and put it in the journal; call within its transaction."""
    done = Import.objects.create(
        kind=kind, source=origin.source, files=origin.files, counts=report.counts, imported_at=origin.at
    )
    record(origin.by, "territories.imported", done, kind=kind.value, files=origin.files, counts=report.counts)
    return report
