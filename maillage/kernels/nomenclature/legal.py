"""Legal categories (Insee, catégories juridiques): 4 digits, under 2 digits, under 1."""

from dataclasses import dataclass
from functools import cache

from maillage.kernels.nomenclature.tables import rows

FULL = 4  # digits of the level that SIRENE gives


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalCategory:
    """One category of level I (1 digit), II (2) or III (4)."""

    code: str
    label: str

    @property
    def level(self) -> int:
        """Return 1, 2 or 3."""
        return min(len(self.code), 3)

    @property
    def parent(self) -> str | None:
        """Return the code of the category above, None at the top."""
        return {1: None, 2: self.code[:1]}.get(len(self.code), self.code[:2])


@cache
def _all() -> dict[str, LegalCategory]:
    return {
        row["code"]: LegalCategory(code=row["code"], label=row["label"]) for row in rows("legal_categories")
    }


def legal_category(code: str) -> LegalCategory | None:
    """Return the category of a code of 1, 2 or 4 digits; None where the code is unknown.

    >>> legal_category("9260").label
    'Association de droit local (Bas-Rhin, Haut-Rhin et Moselle)'
    >>> legal_category("9310") is None
    True
    """
    return _all().get(code)


def legal_categories() -> tuple[LegalCategory, ...]:
    """Return the categories of 4 digits, by code: those that a legal unit can have."""
    return tuple(category for category in _all().values() if len(category.code) == FULL)


def lineage(code: str) -> tuple[LegalCategory, ...]:
    """Return the category after those above it, level I first; empty where the code is unknown."""
    found = _all().get(code)
    return () if found is None else (*lineage(found.parent or ""), found)
