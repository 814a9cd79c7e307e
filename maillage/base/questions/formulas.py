"""Computed fields: five operations on named answers, in exact decimal arithmetic."""

import re
from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from functools import reduce
from operator import mul
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .texts import Unreadable, Value, fixed

Operation = Literal["somme", "produit", "difference", "rapport", "compte"]
OPERATIONS = ("somme", "produit", "difference", "rapport", "compte")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}(\.[a-z][a-z0-9_]{0,59})?")
_FIGURE = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
# Twenty terms of at most 21 digits: every product is exact before it is rounded once.
_EXACT = Context(prec=500)
CEILING = Decimal(10) ** 15


class Formula(BaseModel):
    """One operation and its terms: names of questions, "group.column", or figures."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    operation: Operation
    terms: tuple[str, ...] = Field(min_length=1, max_length=20)

    @model_validator(mode="before")
    @classmethod
    def _from_json(cls, data: object) -> object:
        """Turn {"somme": ["a", "b"]} into fields; a single term may stand without its list."""
        if not isinstance(data, dict) or len(data) != 1 or not data.keys() <= set(OPERATIONS):
            raise ValueError(
                'un calcul est une seule opération, par exemple {"somme": ["loyer", "salaires"]}'
            )
        ((operation, terms),) = data.items()
        terms = terms if isinstance(terms, list) else [terms]
        terms = [str(term) for term in terms]
        wrong = [term for term in terms if not _NAME.fullmatch(term) and not _FIGURE.fullmatch(term)]
        if wrong:
            raise ValueError(
                f"« {wrong[0]} » n’est ni une question, ni une colonne « groupe.question », ni un nombre"
            )
        return {"operation": operation, "terms": terms}

    @model_validator(mode="after")
    def _enough_terms(self) -> "Formula":
        if self.operation in ("difference", "rapport") and len(self.terms) != 2:  # noqa: PLR2004 -- a and b
            raise ValueError(f"« {self.operation} » attend exactement deux termes")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The questions the result depends on."""
        return tuple(term for term in self.terms if not is_figure(term))


def is_figure(term: str) -> bool:
    """Tell a figure written in the formula from the name of a question."""
    return _FIGURE.fullmatch(term) is not None


def compute(
    formula: Formula, terms: Sequence[Sequence[Value | Decimal | None]], *, places: int
) -> Decimal | None:
    """Return the result rounded half up, or None where it has no meaning.

    `terms` gives for each term its figures, several for a column. What is missing counts for nothing in
    a sum, a difference or a count; it leaves a product or a ratio without result, as a divisor of zero does.
    Raise `Unreadable` beyond 10^15.
    """
    with localcontext(_EXACT):
        result = _result(formula.operation, terms)
        if result is not None and abs(result) >= CEILING:
            raise Unreadable("Le résultat de ce calcul est trop grand : vérifiez les nombres saisis.")
        return None if result is None else fixed(result, places)


def _result(operation: Operation, terms: Sequence[Sequence[Value | Decimal | None]]) -> Decimal | None:
    if operation == "compte":
        return Decimal(sum(value is not None for term in terms for value in term))
    figures = [[_figure(value) for value in term] for term in terms]
    if operation == "somme":
        return sum((value for term in figures for value in term if value is not None), Decimal(0))
    single = [term[0] if term else None for term in figures]
    if operation == "difference":
        return (single[0] or Decimal(0)) - (single[1] or Decimal(0))
    known = [value for value in single if value is not None]
    if len(known) < len(single):
        return None
    return reduce(mul, known) if operation == "produit" else _ratio(*known)


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole if whole else None


def _figure(value: Value | Decimal | None) -> Decimal | None:
    return None if value is None or isinstance(value, list) else Decimal(value)
