"""Activities (NAF), from the section to the sub-class, in each revision, and the sectors over them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from maillage.kernels.nomenclature.tables import rows, table

LEVELS = {1: "section", 2: "division", 4: "groupe", 5: "classe", 6: "sous-classe"}
SUBCLASS = 6  # characters of the level that SIRENE gives, its dot included


class Revision(StrEnum):
    """The two revisions of the NAF; a code means nothing without its own."""

    REV2 = "rev2"
    NAF2025 = "2025"


TABLES = {Revision.REV2: "naf_rev2", Revision.NAF2025: "naf_2025"}
OTHER = {Revision.REV2: Revision.NAF2025, Revision.NAF2025: Revision.REV2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One entry of a revision; `level` is section, division, groupe, classe or sous-classe."""

    code: str
    label: str
    parent: str | None
    revision: Revision

    @property
    def level(self) -> str:
        """Return the French name of the level."""
        return LEVELS[len(self.code)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """One aggregate of divisions: level A17 or A38."""

    level: str
    code: str
    label: str
    divisions: tuple[str, ...]


@cache
def _all(revision: Revision) -> dict[str, Activity]:
    return {
        row["code"]: Activity(
            code=row["code"], label=row["label"], parent=row["parent"] or None, revision=revision
        )
        for row in rows(TABLES[revision])
    }


@cache
def sectors(level: str) -> tuple[Sector, ...]:
    """Return the sectors of a level (A17 or A38), in the order of the classification; empty for another."""
    return tuple(
        Sector(level=level, code=row["code"], label=row["label"], divisions=tuple(row["divisions"].split()))
        for row in rows("aggregates")
        if row["level"] == level
    )


@cache
def _sector_of(level: str) -> dict[str, Sector]:
    return {division: sector for sector in sectors(level) for division in sector.divisions}


def spelled(code: str) -> str:
    """Return the code as SIRENE spells it: capitals, a dot after the division.

    >>> spelled("8810a ")
    '88.10A'
    """
    bare = "".join(code.split()).replace(".", "").upper()
    return f"{bare[:2]}.{bare[2:]}" if len(bare) > len("88") else bare


def activity(code: str, revision: Revision = Revision.REV2) -> Activity | None:
    """Return the activity of a code of any level (`88.10A`, `8810A`, `88`, `Q`); None where it is unknown."""
    return _all(revision).get(spelled(code))


def activities(revision: Revision = Revision.REV2) -> tuple[Activity, ...]:
    """Return the sub-classes of a revision, in its order: those that a unit can have."""
    return tuple(entry for entry in _all(revision).values() if len(entry.code) == SUBCLASS)


def lineage(code: str, revision: Revision = Revision.REV2) -> tuple[Activity, ...]:
    """Return the activity after those above it, section first; empty where the code is unknown."""
    found = activity(code, revision)
    return () if found is None else (*lineage(found.parent or "", revision), found)


@cache
def _matches(revision: Revision) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows("naf_rev2_2025"):
        found.setdefault(row[revision], []).append(row[OTHER[revision]])
    return found


def correspondence(code: str, revision: Revision = Revision.REV2) -> tuple[Activity, ...]:
    """Return what a sub-class becomes in the other revision, by code; empty where Insee names nothing.

    One answer is the whole of it; of several, each takes a part, and no code alone tells which.
    """
    other = _all(OTHER[revision])
    return tuple(other[match] for match in _matches(revision).get(spelled(code), ()))


def revision_on(on: date) -> Revision:
    """Return the revision in which Insee gives the main activity on a day (NAF 2025 since 1 January 2027)."""
    first = table(TABLES[Revision.NAF2025]).starts_on
    return Revision.NAF2025 if first and on >= first else Revision.REV2


def sector(code: str, level: str) -> Sector | None:
    """Return the sector (A17, A38) of a code of NAF rev. 2 below the section; None where it has none.

    A21 is the section and A88 the division: `lineage` gives them.
    """
    found = activity(code)
    return None if found is None else _sector_of(level).get(found.code[:2])
