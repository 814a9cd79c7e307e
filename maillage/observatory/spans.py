"""What a published number says of the true one: an interval, whose arithmetic finds what cannot be.

| written | span |
|---|---|
| 77 | 77 alone; between 76,5 and 77,5 where the writing may have rounded (`written`) |
| 90 000 à 105 000 | both ends included |
| plus de 200 000 | 200 000 or more: a half-line |
| près de 17 000, environ 17 000 | half of the last unit written on either side: 16 500 to 17 500 |
| secret | zero or more |
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from maillage.observatory.models import Figure

ZERO = Decimal(0)
# Large amounts are written in millions or billions, to one decimal (`euros_courts`).
SCALES = ((Decimal(10) ** 9, Decimal(10) ** 8), (Decimal(10) ** 6, Decimal(10) ** 5))
COARSE = {Figure.Bound.ABOUT, Figure.Bound.ROUNDED}


@dataclass(frozen=True, slots=True)
class Span:
    """From one end to the other; None where there is no end. Ends of a rounding belong to its neighbour."""

    low: Decimal | None
    high: Decimal | None
    rounded: bool = False

    def meets(self, other: "Span") -> bool:
        """Say whether one number can be in both."""
        if self.low is not None and other.high is not None and not _before(self.low, other.high, self, other):
            return False
        return other.low is None or self.high is None or _before(other.low, self.high, self, other)

    def __add__(self, other: "Span") -> "Span":
        """Return where the sum of two numbers lies."""
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Span(low, high, self.rounded or other.rounded)

    def gap(self, other: "Span") -> Decimal:
        """Return how far apart two spans are; zero where they meet."""
        if self.low is not None and other.high is not None and self.low > other.high:
            return self.low - other.high
        if other.low is not None and self.high is not None and other.low > self.high:
            return other.low - self.high
        return ZERO


HUNDRED_PER_CENT = Span(Decimal(100), Decimal(100))


def _before(low: Decimal, high: Decimal, one: Span, other: Span) -> bool:
    """Say whether an end comes before another one, or on it where it belongs to both."""
    return low < high or (low == high and not (one.rounded and other.rounded))


def total(spans: Iterable[Span]) -> Span:
    """Return where the sum of several numbers lies."""
    return reduce(Span.__add__, spans, Span(ZERO, ZERO))


def said(figure: Figure) -> Span:
    """Return what the figure says, word for word."""
    if figure.value is None:
        return Span(ZERO, None) if figure.low is None else Span(figure.low, figure.high)
    if figure.bound == Figure.Bound.ABOVE:
        return Span(figure.value, None)
    if figure.bound == Figure.Bound.BELOW:
        return Span(None, figure.value)
    if figure.bound in COARSE:
        return around(figure.value, last_unit(figure.value))
    return Span(figure.value, figure.value)


def written(figure: Figure) -> Span:
    """Return what the figure says if its writing has rounded it: 6,8 M€ may be 6 760 000 €."""
    grain = _grain(figure)
    if figure.value is None or figure.bound != Figure.Bound.EXACT or not grain:
        return said(figure)
    return around(figure.value, grain)


def around(value: Decimal, step: Decimal) -> Span:
    """Return half a step on either side."""
    return Span(value - step / 2, value + step / 2, rounded=True)


def last_unit(value: Decimal) -> Decimal:
    """Return what the last digit that counts is worth.

    >>> last_unit(Decimal(17000)), last_unit(Decimal("11.40")), last_unit(Decimal(0))
    (Decimal('1E+3'), Decimal('0.1'), Decimal('1'))
    """
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def _grain(figure: Figure) -> Decimal:
    """Return the step of the way a value is written; zero for a count of whole things."""
    value = figure.value or ZERO
    unit = last_unit(value)
    if unit < 1:
        return unit
    if figure.unit == "%":
        return Decimal(1)
    if figure.unit == "€":
        return next((grain for scale, grain in SCALES if abs(value) >= scale and value % grain == 0), ZERO)
    return ZERO
