"""Questions answered by a number: whole, decimal, amount in euros, rate."""

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from maillage.base.templatetags.french import euros, nombre, pour_cent

from . import texts
from .conditions import ORDERED, Constant
from .kinds import RATE_PLACES, Input
from .texts import Unreadable, Value


class Number(Input):
    """A number within bounds, stored as a text with a fixed number of decimals."""

    operators = frozenset({"vaut", "parmi", "renseignee", *ORDERED})
    minimum: Decimal | None = Field(default=None, alias="min")
    maximum: Decimal | None = Field(default=None, alias="max")

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError("« min » dépasse « max »")
        return self

    @property
    def digits(self) -> int:
        """How many decimals are stored."""
        return 0

    def scale(self, text: str) -> Decimal:
        """Return the number typed, in the unit that is stored."""
        return texts.number(text, places=self.digits)

    def parse(self, text: str) -> Value:
        """Read the number and hold it against the bounds."""
        value = self.scale(text)
        if self.minimum is not None and value < self.minimum:
            raise Unreadable(f"Le minimum est {self.written(self.minimum)}.")
        if self.maximum is not None and value > self.maximum:
            raise Unreadable(f"Le maximum est {self.written(self.maximum)}.")
        return str(texts.fixed(value, self.digits))

    def show(self, value: Value) -> str:
        """Return the number as typed, with a comma."""
        return texts.plain(self.rank(value))

    def say(self, value: Value) -> str:
        """Return the number with its thousands apart and its unit."""
        return self.written(self.rank(value))

    def written(self, value: Decimal) -> str:
        """Write a number of this kind for a reader."""
        return nombre(value, self.digits)

    def constant(self, value: Constant) -> Decimal:
        """Return a number written in a condition, bounds aside."""
        return texts.number(texts.typed(value), places=6)

    def rank(self, value: Value) -> Decimal:
        """Return the number itself."""
        return Decimal(str(value))


class Whole(Number):
    """A whole number, stored as a number."""

    type: Literal["entier"]

    def parse(self, text: str) -> int:
        """Read a whole number within bounds."""
        return int(str(super().parse(text)))


class Real(Number):
    """A number with up to `decimales` decimals."""

    type: Literal["decimal"]
    places: int = Field(default=2, alias="decimales", ge=1, le=6)

    @property
    def digits(self) -> int:
        """As the definition says, two by default."""
        return self.places


class Amount(Number):
    """An amount in euros, two decimals, zero or more unless the definition says otherwise."""

    type: Literal["montant"]
    minimum: Decimal | None = Field(default=Decimal(0), alias="min")

    @property
    def digits(self) -> int:
        """Cents."""
        return 2

    def scale(self, text: str) -> Decimal:
        """Accept the sign € after the amount."""
        return super().scale(text.removesuffix("€"))

    def written(self, value: Decimal) -> str:
        """1 234,50 €."""
        return euros(value)


class Rate(Number):
    """A rate, typed in per cent and stored as a fraction; bounds are fractions, 0 to 1 by default."""

    type: Literal["taux"]
    minimum: Decimal | None = Field(default=Decimal(0), alias="min")
    maximum: Decimal | None = Field(default=Decimal(1), alias="max")

    @property
    def digits(self) -> int:
        """Four decimals of a per cent."""
        return 6

    def scale(self, text: str) -> Decimal:
        """12,5 or 12,5 % is 0.125."""
        return texts.number(text.removesuffix("%"), places=RATE_PLACES) / 100

    def show(self, value: Value) -> str:
        """0.125 shows as 12,5."""
        return texts.plain(self.rank(value) * 100)

    def written(self, value: Decimal) -> str:
        """12,5 %."""
        return pour_cent(value, RATE_PLACES)
