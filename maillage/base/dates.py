"""Dates as documents say them: a day, a month, "mai ou juin 2022", a season, "30 jours après la décision".

Compact text, close to ISO 8601 and EDTF:

| text | meaning |
|---|---|
| `2022-03-22`, `2022-05`, `2022` | a day (also read: `22/03/2022`, or in French words), a month, a year |
| `2022-05/2022-06` | somewhere between two days, months or years of the same precision |
| `2022-21` ... `2022-24` | spring, summer, autumn, winter (that of 2022-2023) |
| `2021-33` ... `2021-36`, `2021-40`, `2021-41` | start of the year, quarters, end of the year; half-years |
| `<la clôture`, `>la clôture` | before, after another named date |
| `P30D>la décision`, `P2M<la clôture` | that many days, weeks (W), months or years after, before it |
| `?` | not said |
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from maillage.base.points import BadDate, Offset, Point, Precision
from maillage.base.said import compact
from maillage.base.typed import CharField, Given_co, Taken_contra

__all__ = ["BadDate", "FuzzyDate", "FuzzyDateField", "Precision"]

FRENCH_DAY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})", re.ASCII)
RELATIVE = re.compile(r"(?:P([1-9][0-9]{0,2})([DWMY]))?([<>])\s*([^<>?/\s][^<>]{0,58})", re.ASCII)


@total_ordering
@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date as precise as its source, no more; ordered by its earliest day, unknown ones last."""

    start: Point | None = None
    end: Point | None = None
    offset: Offset | None = None

    @classmethod
    def parse(cls, text: str) -> "FuzzyDate":
        """Read the compact text (table above); raise `BadDate`, in French, for anything else."""
        text = compact(FRENCH_DAY.sub(r"\3-\2-\1", " ".join(text.split())))
        if text == "?":
            return cls()
        if told := RELATIVE.fullmatch(text):
            count, unit, sign, anchor = told.groups()
            return cls(offset=Offset(sign, anchor.rstrip(), int(count or 0), unit or ""))
        first, slash, last = text.partition("/")
        start, end = Point.parse(first), Point.parse(last if slash else first)
        if start.precision != end.precision or (slash and start.precision == Precision.SEASON):
            raise BadDate(f"« {text} » : donner deux jours, deux mois ou deux années.")
        if start.bounds() > end.bounds():
            raise BadDate(f"« {text} » : la fin vient avant le début.")
        return cls(start, end)

    @classmethod
    def of(cls, on: date) -> "FuzzyDate":
        """Return an exact day."""
        point = Point(on.year, on.month, on.day)
        return cls(point, point)

    @property
    def precision(self) -> Precision:
        """How finely it is known."""
        if self.start:
            return self.start.precision
        return Precision.RELATIVE if self.offset else Precision.UNKNOWN

    def bounds(self, anchor: date | None = None) -> tuple[date | None, date | None]:
        """Return the first and last possible day; a relative date needs its anchor's, else has none."""
        if self.start and self.end:
            return self.start.bounds()[0], self.end.bounds()[1]
        return self.offset.bounds(anchor) if self.offset and anchor else (None, None)

    @property
    def earliest(self) -> date | None:
        """The first day it may be."""
        return self.bounds()[0]

    @property
    def latest(self) -> date | None:
        """The last day it may be."""
        return self.bounds()[1]

    def in_words(self) -> str:
        """Write it in French: "22 mars 2022", "mai ou juin 2022", "entre février 2019 et mai 2021"."""
        if not (self.start and self.end):
            return self.offset.words() if self.offset else "non dite"
        if self.start == self.end:
            return self.start.words()
        following = self.end.bounds()[0] - self.start.bounds()[1] == timedelta(days=1)
        days = self.precision == Precision.DAY
        pattern = (
            ("{} et {}" if days else "{} ou {}")
            if following
            else ("du {} au {}" if days else "entre {} et {}")
        )
        return pattern.format(self.start.words(beside=self.end), self.end.words())

    def __str__(self) -> str:
        if self.start == self.end:
            return str(self.start or self.offset or "?")
        return f"{self.start}/{self.end}"

    def __lt__(self, other: "FuzzyDate") -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[date, date, str]:
        return self.earliest or date.max, self.latest or date.max, str(self)


class FuzzyDateInput(forms.CharField):
    """A text box for a fuzzy date; left empty, the date is not said."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Read the compact text."""
        return _read(super().clean(value))

    def prepare_value(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        """Show the compact text, nothing where the date is not said."""
        return "" if value == FuzzyDate() else str(value or "")

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401 -- Django's signature
        """Compare the texts shown and typed."""
        return self.prepare_value(initial) != " ".join(str(data or "").split())


def _read(text: str) -> FuzzyDate:
    try:
        return FuzzyDate.parse(text or "?")
    except BadDate as error:
        raise ValidationError(str(error), code="invalid") from error


class FuzzyDateField(CharField[Taken_contra, Given_co]):
    """A column holding a `FuzzyDate` as its compact text; not said (`?`) unless given."""

    if TYPE_CHECKING:
        _pyi_private_set_type: FuzzyDate | models.expressions.Combinable
        _pyi_private_get_type: FuzzyDate

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **{"max_length": 80, "default": FuzzyDate, **kwargs})

    def from_db_value(self, value: str | None, _expression: object, _connection: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 -- Django's signature
        """Read the column."""
        return None if value is None else FuzzyDate.parse(value)

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Read what a form or a file gives."""
        return value if value is None or isinstance(value, FuzzyDate) else _read(value)

    def run_validators(self, value: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Check the length of the text."""
        super().run_validators(str(value))

    def get_prep_value(self, value: Any) -> str | None:  # noqa: ANN401 -- Django's signature
        """Write the column."""
        return None if value is None else str(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Write what a file gives back."""
        return str(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> forms.Field | None:  # noqa: ANN401 -- Django's
        """Offer a text box."""
        return super().formfield(**{"form_class": FuzzyDateInput, **kwargs})
