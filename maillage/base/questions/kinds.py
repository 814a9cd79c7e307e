"""The types of question: what each one accepts, stores, shows again and says."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from maillage.base.templatetags.french import euros, nombre, pour_cent

from . import texts
from .conditions import ORDERED, Condition, Constant, Rank
from .formulas import Formula
from .texts import Unreadable, Value

Key: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Short: TypeAlias = Annotated[str, Field(min_length=1, max_length=300)]
# What a form shows again: the text typed, or the boxes ticked.
Typed: TypeAlias = str | list[str]
RATE_PLACES = 4  # decimals of a rate in per cent: six of its fraction


class Item(BaseModel):
    """Anything with a place in a questionnaire."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    operators: ClassVar[frozenset[str]] = frozenset()
    key: Key = Field(alias="cle")
    label: Short = Field(alias="libelle")
    hint: str = Field(default="", alias="aide", max_length=2000)
    condition: Condition | None = Field(default=None, alias="si")
    formerly: tuple[Key, ...] = Field(default=(), alias="anciennement", max_length=20)


class Section(Item):
    """A heading that opens a step; its condition is the condition of all that follows up to the next one."""

    type: Literal["section"]


class Note(Item):
    """A paragraph of explanation among the questions."""

    type: Literal["note"]


class Input(Item):
    """A question that a person answers."""

    operators = frozenset({"vaut", "parmi", "renseignee"})
    required: bool = Field(default=False, alias="obligatoire")

    def read(self, raw: object) -> Value | None:
        """Return the canonical answer, None when there is none; raise `Unreadable` with what to write."""
        text = texts.typed(raw)
        return self.parse(text) if text else None

    def parse(self, text: str) -> Value:
        """Return the canonical form of a text that is not empty."""
        return text

    def show(self, value: Value) -> Typed:
        """Return what the form shows for a stored answer: `read(show(value)) == value`."""
        return str(value)

    def say(self, value: Value) -> str:
        """Return the answer as a reader reads it."""
        return str(self.show(value))

    def constant(self, value: Constant) -> Rank:
        """Return a value written in a condition as it compares with an answer."""
        return str(self.parse(texts.typed(value)))

    def rank(self, value: Value) -> Rank | list[str]:
        """Return an answer as conditions compare it."""
        return value if isinstance(value, list) else str(value)


class Text(Input):
    """A line or several lines of text, within lengths."""

    type: Literal["texte", "texte_long"]
    shortest: int = Field(default=0, alias="longueur_min", ge=0)
    longest: int | None = Field(default=None, alias="longueur_max", ge=1, le=texts.LONGEST)

    @property
    def limit(self) -> int:
        """The greatest length, in characters."""
        return self.longest or (300 if self.type == "texte" else 10_000)

    @model_validator(mode="after")
    def _lengths_in_order(self) -> Self:
        if self.shortest > self.limit:
            raise ValueError("« longueur_min » dépasse « longueur_max »")
        return self

    def parse(self, text: str) -> str:
        """Keep the text, on one line for a short one; refuse what is too short or too long."""
        if self.type == "texte":
            text = text.replace("\n", " ").replace("\t", " ").strip()
        told = texts.counted(len(text), "caractère")
        if len(text) > self.limit:
            raise Unreadable(f"Réponse trop longue : {told} pour {nombre(self.limit)} au plus.")
        if len(text) < self.shortest:
            raise Unreadable(f"Réponse trop courte : {told} pour {nombre(self.shortest)} au moins.")
        return text


class Computed(Item):
    """A field that nobody types: the result of a formula over other answers."""

    operators = frozenset({"vaut", "parmi", "renseignee", *ORDERED})
    type: Literal["calcul"]
    formula: Formula = Field(alias="calcul")
    unit: Literal["nombre", "euros", "taux"] = Field(default="nombre", alias="unite")
    places: int | None = Field(default=None, alias="decimales", ge=0, le=6)

    @property
    def digits(self) -> int:
        """As the definition says; cents for euros, six decimals for a rate, none for a count, else two."""
        if self.places is not None:
            return self.places
        usual = {"euros": 2, "taux": 6, "nombre": 0 if self.formula.operation == "compte" else 2}
        return usual[self.unit]

    def say(self, value: Value) -> str:
        """Return the result with its unit."""
        if self.unit == "taux":
            return pour_cent(self.rank(value), RATE_PLACES)
        return euros(self.rank(value)) if self.unit == "euros" else nombre(self.rank(value), self.digits)

    def constant(self, value: Constant) -> Decimal:
        """Return a number written in a condition."""
        return texts.number(texts.typed(value), places=6)

    def rank(self, value: Value) -> Decimal:
        """Return the number itself."""
        return Decimal(str(value))
