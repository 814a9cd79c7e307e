"""The ESS family of a legal category and an activity: a dated perimeter, each line with its proof.

Insee builds the field from a list of legal categories, then takes out some activities (tables `perimeter`
and `exclusions`). What keeps a unit out is said, never guessed: a doubtful category, an excluded or unknown
activity, the fifth family (kept apart), a commercial form (of which the category tells nothing).
"""

from bisect import bisect
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from maillage.kernels.nomenclature import activities, legal
from maillage.kernels.nomenclature.activities import Revision
from maillage.kernels.nomenclature.tables import in_force, reference, rows

COMMERCIAL_LEVEL = "5"  # level I of the legal categories: société commerciale
# SCIC, and SCOP that are SAS, have no category of their own.
COMMERCIAL_REASON = (
    "La catégorie juridique ne dit pas si cette société commerciale est dans l’ESS\xa0: "
    "sa déclaration ou la liste des SCOP et des SCIC le dit."
)


class Family(StrEnum):
    """The four families, and the fifth that Insee added."""

    ASSOCIATION = "association"
    COOPERATIVE = "cooperative"
    MUTUELLE = "mutuelle"
    FONDATION = "fondation"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """Return its French name."""
        return LABELS[self]


LABELS = {
    Family.ASSOCIATION: "association",
    Family.COOPERATIVE: "coopérative",
    Family.MUTUELLE: "mutuelle",
    Family.FONDATION: "fondation",
    Family.OTHER: "autre organisme privé à but non lucratif",
}


class Standing(StrEnum):
    """Where a unit stands; only IN gives a family."""

    IN = "dans"
    DOUBTFUL = "douteuse"
    EXCLUDED = "activite_exclue"
    APART = "a_part"
    COMMERCIAL = "commerciale"
    OUT = "hors"
    UNKNOWN = "inconnue"


class Confidence(StrEnum):
    """How sure a line is: seen in SIRENE, quoted from memory, or not verified at all."""

    CALIBRATED = "calibree"
    MEMORY = "memoire"
    UNVERIFIED = "non_verifiee"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the perimeter: what a category is in a period, and what says so."""

    code: str
    family: Family | None
    standing: Standing
    confidence: Confidence
    starts_on: date
    ends_on: date | None
    source: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """One line of the excluded activities; `code` is of any level and covers all below it."""

    revision: Revision
    code: str
    confidence: Confidence
    starts_on: date
    ends_on: date | None
    source: str
    evidence: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The family, or why there is none; `candidate` is the one it would have but for the reason."""

    standing: Standing
    reason: str
    family: Family | None = None
    candidate: Family | None = None
    line: Line | None = None
    exclusion: Exclusion | None = None


def _dates(row: dict[str, str]) -> tuple[date, date | None]:
    return date.fromisoformat(row["from"]), date.fromisoformat(row["to"]) if row["to"] else None


@cache
def perimeter() -> tuple[Line, ...]:
    """Return every line of the perimeter, of all dates."""
    return tuple(
        Line(
            code=row["code"],
            family=Family(row["family"]) if row["family"] else None,
            standing=Standing(row["standing"]),
            confidence=Confidence(row["confidence"]),
            starts_on=_dates(row)[0],
            ends_on=_dates(row)[1],
            source=reference(row["source"]),
            evidence=row["evidence"],
        )
        for row in rows("perimeter")
    )


@cache
def exclusions() -> tuple[Exclusion, ...]:
    """Return every excluded activity, of both revisions and all dates."""
    return tuple(
        Exclusion(
            revision=Revision(row["revision"]),
            code=row["code"],
            confidence=Confidence(row["confidence"]),
            starts_on=_dates(row)[0],
            ends_on=_dates(row)[1],
            source=reference(row["source"]),
            evidence=row["evidence"],
            reason=row["reason"],
        )
        for row in rows("exclusions")
    )


@cache
def _lines() -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in perimeter():
        found.setdefault(line.code, []).append(line)
    return found


@cache
def _excluded() -> dict[tuple[Revision, str], list[Exclusion]]:
    """Spread each exclusion over its sub-classes, so that a verdict costs two look-ups."""
    found: dict[tuple[Revision, str], list[Exclusion]] = {}
    for exclusion in exclusions():
        for entry in activities.activities(exclusion.revision):
            if entry.code.startswith(exclusion.code):
                found.setdefault((exclusion.revision, entry.code), []).append(exclusion)
    return found


@cache
def _changes() -> tuple[date, ...]:
    lines: tuple[Line | Exclusion, ...] = (*perimeter(), *exclusions())
    ended = {line.ends_on + timedelta(days=1) for line in lines if line.ends_on}
    return tuple(sorted(ended | {line.starts_on for line in lines}))


def perimeter_version(on: date) -> date | None:
    """Return the version of the perimeter on a day: the day of its last change; None before the first."""
    place = bisect(_changes(), on)
    return _changes()[place - 1] if place else None


def category_family(category: str, *, on: date) -> Verdict:
    """Return what the legal category alone tells; the activity may still take the unit out."""
    known = legal.legal_category(category)
    if known is None or len(known.code) != legal.FULL:
        return Verdict(standing=Standing.UNKNOWN, reason="La catégorie juridique n’est pas dans la table.")
    if perimeter_version(on) is None:
        return Verdict(standing=Standing.UNKNOWN, reason="Aucun périmètre n’est connu à cette date.")
    for line in _lines().get(category, ()):
        if in_force(on, line.starts_on, line.ends_on):
            return _told(line)
    if category.startswith(COMMERCIAL_LEVEL):
        return Verdict(standing=Standing.COMMERCIAL, reason=COMMERCIAL_REASON)
    return Verdict(standing=Standing.OUT, reason="La catégorie juridique n’est dans aucune famille.")


def _told(line: Line) -> Verdict:
    reasons = {
        Standing.IN: "La catégorie juridique est dans la famille.",
        Standing.DOUBTFUL: "La place de la catégorie juridique est douteuse\xa0: elle n’est pas comptée.",
        Standing.APART: "La catégorie juridique relève peut-être de la cinquième famille, tenue à part.",
    }
    return Verdict(
        standing=line.standing,
        reason=reasons.get(line.standing, "La catégorie juridique n’est dans aucune famille."),
        family=line.family if line.standing is Standing.IN else None,
        candidate=line.family,
        line=line,
    )


def family(category: str, activity: str | None, *, on: date, revision: Revision = Revision.REV2) -> Verdict:
    """Return the family of a unit from the two codes that SIRENE gives, at a date; a constant-time look-up.

    No family where either code is unknown, where the category is not surely in, or where the activity is out.

    >>> family("9220", "88.10A", on=date(2026, 1, 1)).family
    <Family.ASSOCIATION: 'association'>
    >>> family("9220", "94.91Z", on=date(2026, 1, 1)).standing
    <Standing.EXCLUDED: 'activite_exclue'>
    """
    found = category_family(category, on=on)
    if found.standing not in {Standing.IN, Standing.DOUBTFUL}:
        return found
    entry = activities.activity(activity or "", revision)
    if entry is None or len(entry.code) != activities.SUBCLASS:
        if found.standing is Standing.DOUBTFUL:
            return found
        reason = "L’activité n’est pas dans la table\xa0: rien ne dit si elle est exclue."
        return replace(found, standing=Standing.UNKNOWN, reason=reason, family=None)
    dated = (x for x in _excluded().get((revision, entry.code), ()) if in_force(on, x.starts_on, x.ends_on))
    if (exclusion := next(dated, None)) is None:
        return found
    reason = f"L’activité est hors du champ\xa0: {exclusion.reason}."
    return replace(found, standing=Standing.EXCLUDED, reason=reason, family=None, exclusion=exclusion)
