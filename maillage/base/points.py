"""What fuzzy dates are made of: a day, a month, a season or a year; an offset from another date."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
# EDTF code -> words, first and last (month, day), wide enough for every year's equinox.
PARTS = {
    21: ("printemps {}", (3, 20), (6, 21)),
    22: ("été {}", (6, 20), (9, 23)),
    23: ("automne {}", (9, 22), (12, 22)),
    24: ("hiver {}-{}", (12, 21), (3, 20)),
    33: ("début d’année {}", (1, 1), (3, 31)),
    34: ("deuxième trimestre {}", (4, 1), (6, 30)),
    35: ("troisième trimestre {}", (7, 1), (9, 30)),
    36: ("fin d’année {}", (10, 1), (12, 31)),
    40: ("premier semestre {}", (1, 1), (6, 30)),
    41: ("second semestre {}", (7, 1), (12, 31)),
}
WINTER = 24
UNITS = {"D": ("jour", "jours"), "W": ("semaine", "semaines"), "M": ("mois", "mois"), "Y": ("an", "ans")}
POINT = re.compile(r"([12][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
HOW = (
    "écrire 2022-03-22, 2022-05, 2022-05/2022-06, 2022, 2022-21 (printemps), "
    ">la clôture, ou ? si elle n’est pas dite"
)


class BadDate(ValueError):  # noqa: N818 -- says what is bad, as BadEnvironment does
    """A text that is no date; the message says how to write one."""


class Precision(StrEnum):
    """How finely a date is known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    RELATIVE = "relative"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Point:
    """A day, a month, a season or a year: the largest parts first, zero where not said."""

    year: int
    part: int = 0
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2022`, `2022-05`, `2022-21` or `2022-03-22`; raise `BadDate` for what no calendar has."""
        found = POINT.fullmatch(text)
        if found is None:
            raise BadDate(f"« {text} » n’est pas une date : {HOW}.")
        year, part, day = (int(group or 0) for group in found.groups())
        months = 1 <= part <= len(MONTHS)
        if found[2] and not months and (part not in PARTS or found[3]):
            raise BadDate(f"« {text} » : il n’y a pas de mois ni de saison {part:02}.")
        if found[3] and not 1 <= day <= monthrange(year, part)[1]:
            raise BadDate(f"« {text} » : ce jour n’existe pas.")
        return cls(year, part, day)

    @property
    def precision(self) -> Precision:
        """How finely it is known."""
        if self.day:
            return Precision.DAY
        if self.part in PARTS:
            return Precision.SEASON
        return Precision.MONTH if self.part else Precision.YEAR

    def bounds(self) -> tuple[date, date]:
        """Return its first and last day."""
        if self.day:
            return (only := date(self.year, self.part, self.day)), only
        if self.part in PARTS:
            _, first, last = PARTS[self.part]
            return date(self.year, *first), date(self.year + (self.part == WINTER), *last)
        month = self.part or len(MONTHS)
        return date(self.year, self.part or 1, 1), date(self.year, month, monthrange(self.year, month)[1])

    def words(self, beside: Self | None = None) -> str:
        """Write it in French, without the month and year that the date written after it repeats."""
        if self.part in PARTS:
            return PARTS[self.part][0].format(self.year, self.year + 1)
        same_year = beside is not None and beside.year == self.year
        same_month = same_year and beside is not None and beside.part == self.part
        day = ["1er" if self.day == 1 else str(self.day)] if self.day else []
        month = [MONTHS[self.part - 1]] if self.part and not same_month else []
        year = [] if same_year else [str(self.year)]
        return " ".join([*day, *month, *year])

    def __str__(self) -> str:
        return "-".join([f"{self.year}", *(f"{part:02}" for part in (self.part, self.day) if part)])


@dataclass(frozen=True, slots=True)
class Offset:
    """A date told from another one: so long before or after it; no count where the text does not say."""

    sign: str
    anchor: str
    count: int = 0
    unit: str = ""

    def words(self) -> str:
        """Write it in French."""
        side = "avant" if self.sign == "<" else "après"
        count = [str(self.count), UNITS[self.unit][self.count > 1]] if self.count else []
        return " ".join([*count, side, self.anchor])

    def bounds(self, on: date) -> tuple[date | None, date | None]:
        """Return the first and last possible day, its anchor being known."""
        way = -1 if self.sign == "<" else 1
        if not self.count:
            beside = on + timedelta(days=way)
            return (None, beside) if way < 0 else (beside, None)
        day = _moved(on, way * self.count, self.unit)
        return day, day

    def __str__(self) -> str:
        return f"{f'P{self.count}{self.unit}' if self.count else ''}{self.sign}{self.anchor}"


def _moved(on: date, count: int, unit: str) -> date:
    """Count days and weeks as they come; months to the same day of the month, or its last one."""
    if unit in "DW":
        return on + timedelta(days=count * (7 if unit == "W" else 1))
    months = on.year * 12 + on.month - 1 + count * (12 if unit == "Y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))
