"""Dates: typed as people write them, stored in ISO form, said in words."""

import re
from datetime import date
from typing import Literal

from pydantic import Field

from maillage.base.dates import BadDate, FuzzyDate

from . import texts
from .conditions import ORDERED, Constant, Rank
from .kinds import Input
from .texts import Unreadable, Value

_DAY = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})|([0-9]{4})-([0-9]{2})-([0-9]{2})")


class Day(Input):
    """A date, typed 2026-12-31 or 31/12/2026, stored in ISO form."""

    operators = frozenset({"vaut", "parmi", "renseignee", *ORDERED})
    type: Literal["date"]
    earliest: date | None = Field(default=None, alias="min")
    latest: date | None = Field(default=None, alias="max")

    def parse(self, text: str) -> str:
        """Read a real day within bounds."""
        day = _day(text)
        if self.earliest and day < self.earliest:
            raise Unreadable(f"La date la plus ancienne possible est le {_words(self.earliest)}.")
        if self.latest and day > self.latest:
            raise Unreadable(f"La date la plus tardive possible est le {_words(self.latest)}.")
        return day.isoformat()

    def say(self, value: Value) -> str:
        """31 décembre 2026."""
        return _words(date.fromisoformat(str(value)))

    def constant(self, value: Constant) -> Rank:
        """Return a date written in a condition, bounds aside."""
        return _day(texts.typed(value)).isoformat()


class Fuzzy(Input):
    """A date as precise as it is known: 2026, 05/2026, 2026-05/2026-06."""

    operators = frozenset({"renseignee"})
    type: Literal["date_floue"]

    def parse(self, text: str) -> str:
        """Read the compact text of `base.dates`, or a month typed 05/2026."""
        month = re.fullmatch("([0-9]{1,2})/([0-9]{4})", text)
        try:
            return str(FuzzyDate.parse(f"{month[2]}-{month[1]:0>2}" if month else text))
        except BadDate as error:
            raise Unreadable(
                f"{error} Écrivez un jour (31/12/2026), un mois (12/2026) ou une année."
            ) from None

    def say(self, value: Value) -> str:
        """Mai ou juin 2026."""
        return FuzzyDate.parse(str(value)).in_words()


def _day(text: str) -> date:
    match = _DAY.fullmatch(text)
    if match is None:
        raise Unreadable("Écrivez une date, par exemple 31/12/2026.")
    day, month, year, *iso = match.groups()
    numbers = (year, month, day) if day else iso
    try:
        return date(*(int(part) for part in numbers))
    except ValueError:
        raise Unreadable("Cette date n’existe pas : vérifiez le jour et le mois.") from None


def _words(day: date) -> str:
    return FuzzyDate.of(day).in_words()
