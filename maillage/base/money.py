"""Money: euros as `Decimal` with two decimals, rates as `Decimal` fractions, one rounding, one sharing."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from maillage.base.typed import DecimalField, Given_co, Taken_contra

CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
# What people type or paste around a number: plain, no-break and narrow spaces, the unit.
DECORATION = str.maketrans("", "", " \u00a0\u202f€")


def cents(x: Decimal | int | str) -> Decimal:
    """Round to the cent, halves away from zero; a float, having no cents, raises `TypeError`.

    >>> cents("0.125"), cents("-0.125"), cents(3)
    (Decimal('0.13'), Decimal('-0.13'), Decimal('3.00'))
    """
    if isinstance(x, float):
        raise TypeError("Un montant s’écrit en Decimal, jamais en float.")
    return Decimal(x).quantize(CENT, ROUND_HALF_UP)


def share(total: Decimal, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """Share an amount in proportion, by largest remainder: the parts sum to the whole, to the cent.

    Cents left over go to the largest remainders, the earlier part first when they tie.
    Raises `ValueError` for a negative total, part of a cent, a negative weight, or weights that sum to zero.

    >>> share(Decimal("100.00"), [1, 1, 1])
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    if total < 0 or total != cents(total):
        raise ValueError(f"Partager {total} : le montant doit être positif et s’arrêter au centime.")
    if any(weight < 0 for weight in weights) or not sum(weights):
        raise ValueError("Partager : il faut des poids positifs, dont un au moins n’est pas nul.")
    whole = int(total * 100)
    quotas = [whole * Fraction(weight) / Fraction(sum(weights)) for weight in weights]
    parts = [quota.numerator // quota.denominator for quota in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda i: parts[i] - quotas[i])
    for i in by_remainder[: whole - sum(parts)]:
        parts[i] += 1
    return [Decimal(part) * CENT for part in parts]


class FrenchDecimalField(forms.DecimalField):
    """Reads a number as the French write it: `1 234,56 €`."""

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Drop spaces and the euro sign, take the comma for the point."""
        if isinstance(value, str):
            value = value.translate(DECORATION).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Show the comma."""
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value


class BoundedDecimalField(DecimalField[Taken_contra, Given_co]):
    """A decimal within bounds that the database itself holds, as it does for PositiveIntegerField.

    The bounds are a column CHECK (`db_check`), so migrations carry them with the column; the validators
    say the same in French before the database has to. The upper bound also keeps PostgreSQL's NaN out.
    """

    if TYPE_CHECKING:
        _pyi_private_set_type: int | Decimal | models.expressions.Combinable
        _pyi_private_get_type: Decimal

    least, most = Decimal(0), LARGEST
    digits, places = 14, 2
    message = "Saisissez un montant positif ou nul, en euros."

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        kwargs |= {"max_digits": self.digits, "decimal_places": self.places}
        bounds = [MinValueValidator(self.least, self.message), MaxValueValidator(self.most, self.message)]
        kwargs["validators"] = [*kwargs.get("validators", ()), *bounds]
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Leave out what the class itself says."""
        name, path, args, kwargs = super().deconstruct()
        own = {"max_digits", "decimal_places", "validators"}
        return name, path, args, {key: value for key, value in kwargs.items() if key not in own}

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        """Hold the bounds in the column."""
        column = connection.ops.quote_name(str(self.column))
        return f"{column} >= {self.least} AND {column} <= {self.most}"

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Refuse floats: they have already lost the cents."""
        if isinstance(value, float):
            raise TypeError(f"{self.name} s’écrit en Decimal, jamais en float.")
        return super().to_python(value)

    def formfield(self, **kwargs: Any) -> forms.Field | None:  # noqa: ANN401 -- Django's
        """Offer a text box that takes `1 234,56`."""
        box = forms.TextInput(attrs={"inputmode": "decimal"})
        return super().formfield(**{"form_class": FrenchDecimalField, "widget": box, **kwargs})


class AmountField(BoundedDecimalField[Taken_contra, Given_co]):
    """Euros and cents, zero or more."""


class RateField(BoundedDecimalField[Taken_contra, Given_co]):
    """A fraction from 0 to 1, to the millionth; templates show it as a percentage."""

    most = Decimal(1)
    digits, places = 7, 6
    message = "Saisissez un taux compris entre 0 et 1 (0,35 pour 35 %%)."  # %%: Django formats it
