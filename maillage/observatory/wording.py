"""How a figure is said in French: « plus de 3,2 Md€ », « 90 000 à 105 000 », « 11,4 % »."""

from decimal import Decimal

from maillage.base.templatetags.french import euros_courts, nombre
from maillage.observatory.models import Figure

NBSP = "\N{NO-BREAK SPACE}"
SIGNS = {"%": f"{NBSP}%", "km²": f"{NBSP}km²"}


def in_words(figure: Figure) -> str:
    """Return the value as a reader says it, the source's own qualifier first; never cut inside."""
    said = f"{NBSP}à{NBSP}".join(_number(end, figure.unit) for end in figure.bounds)
    if not said:
        return "secret"
    prefix = Figure.Bound(figure.bound).label
    return f"{prefix} {said}{SIGNS.get(figure.unit, '')}".strip().replace(" ", NBSP)


def _number(value: Decimal, unit: str) -> str:
    if unit == "année":
        return str(int(value))  # a year takes no thousands separator
    if unit == "€":
        return euros_courts(value)
    return nombre(value)


def bare(value: Decimal | None) -> Decimal | None:
    """Return the same number without useless zeros, for a machine: 11.4, 200000; None for none."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def unit_after(figure: Figure) -> str:
    """Return the unit where the value does not already carry it."""
    return "" if figure.unit in {*SIGNS, "€", "année"} else figure.unit
