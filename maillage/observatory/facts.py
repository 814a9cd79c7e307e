"""Sources, topics and figures as a data pack writes them in `figures.yaml`."""

import re
from decimal import Decimal
from typing import Annotated, Self

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from maillage.base.dates import FuzzyDate
from maillage.base.packs import Fact
from maillage.observatory.models import Figure

# What a spreadsheet or YAML 1.1 would also take for a number (1_000, 1e3, ٣) is refused: it may be a slip.
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def _plain_number(text: object) -> object:
    if isinstance(text, str) and not NUMBER.fullmatch(text):
        raise ValueError("écrivez un nombre, avec un point pour les décimales")
    return text


def web_address(text: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        raise ValueError("écrivez une adresse qui commence par https://") from None
    return text


# Lengths are those of the columns (a test compares them).
Key = Annotated[str, Field(pattern=SLUG, max_length=50)]
FigureKey = Annotated[str, Field(pattern=SLUG, max_length=80)]
Title = Annotated[str, Field(min_length=1, max_length=200)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Remark = Annotated[str, Field(max_length=500)]
Period = Annotated[str, AfterValidator(lambda text: str(FuzzyDate.parse(text)))]
Number = Annotated[
    Decimal,
    Field(max_digits=20, decimal_places=4),
    BeforeValidator(_plain_number),
    AfterValidator(lambda number: number + 0),  # zero has no sign
]
Address = Annotated[str, Field(max_length=200), AfterValidator(web_address)]


class SourceFact(Fact):
    """A source, as written in the pack."""

    key: Key
    title: Title
    publisher: Title
    dated: Period
    address: Address = ""
    reference: bool = False


class TopicFact(Fact):
    """A topic, as written in the pack."""

    key: Key
    title: Name


class FigureFact(Fact):
    """A figure, as written in the pack; without `quantity`, nothing else measures the same thing."""

    key: FigureKey
    topic: Key
    label: Title
    quantity: FigureKey | None = None
    bound: Figure.Bound = Figure.Bound.EXACT
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: Annotated[str, Field(min_length=1, max_length=60)]
    denominator: Annotated[str, Field(max_length=200)] = ""
    period: Period
    territory: Annotated[str, Field(min_length=1, max_length=20)]
    family: Figure.Family | None = None
    perimeter: Annotated[str, Field(max_length=100)] = ""
    part_of: FigureKey | None = None
    breakdown: Annotated[str, Field(max_length=60)] = ""
    counts: Key | None = None
    source: Key
    line: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    place: Annotated[str, Field(max_length=200)] = ""
    method: Remark = ""
    status: Figure.Status
    superseded_by: FigureKey | None = None
    note: Remark = ""

    @model_validator(mode="after")
    def value_or_interval(self) -> Self:
        """Refuse both, or neither, of a value and an interval."""
        given = (self.value is not None, self.low is not None, self.high is not None)
        allowed = [(False, False, False)] if self.status == Figure.Status.SUPPRESSED else [
            (True, False, False),
            (False, True, True),
        ]  # fmt: skip
        if given not in allowed:
            raise ValueError(
                "donnez «\xa0value\xa0», ou «\xa0low\xa0» et «\xa0high\xa0»\xa0; rien pour un chiffre secret"
            )
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("«\xa0low\xa0» dépasse «\xa0high\xa0»")
        return self

    @model_validator(mode="after")
    def one_place_and_a_total(self) -> Self:
        """Refuse two places of the source at once, and a breakdown of nothing."""
        if self.line is not None and self.place:
            raise ValueError("donnez «\xa0line\xa0» ou «\xa0place\xa0», pas les deux")
        if self.breakdown and self.part_of is None:
            raise ValueError("«\xa0breakdown\xa0» demande «\xa0part_of\xa0»\xa0: la clé du total")
        return self


class FiguresFile(Fact):
    """The whole file."""

    sources: list[SourceFact]
    topics: Annotated[list[TopicFact], Field(max_length=1_000)]
    figures: Annotated[list[FigureFact], Field(max_length=10_000)]
