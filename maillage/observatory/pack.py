"""The figures of a data pack: `figures.yaml`."""

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Self

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from maillage.base.dates import FuzzyDate
from maillage.base.loading import Stored, store
from maillage.base.packs import Document, Fact, read
from maillage.observatory.models import Figure, Source, Topic

# What a spreadsheet or YAML 1.1 would also take for a number (1_000, 1e3, ٣) is refused: it may be a slip.
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def _plain_number(text: object) -> object:
    if isinstance(text, str) and not NUMBER.fullmatch(text):
        raise ValueError("écrivez un nombre, avec un point pour les décimales")
    return text


def _web_address(text: str) -> str:
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
Address = Annotated[str, Field(max_length=200), AfterValidator(_web_address)]


class SourceFact(Fact):
    """A source, as written in the pack."""

    key: Key
    title: Title
    publisher: Title
    dated: Period
    address: Address = ""


class TopicFact(Fact):
    """A topic, as written in the pack."""

    key: Key
    title: Name


class FigureFact(Fact):
    """A figure, as written in the pack."""

    key: FigureKey
    topic: Key
    label: Title
    bound: Figure.Bound = Figure.Bound.EXACT
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: Annotated[str, Field(min_length=1, max_length=60)]
    denominator: Annotated[str, Field(max_length=200)] = ""
    period: Period
    territory: Name
    family: Figure.Family | None = None
    source: Key
    line: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    method: Remark = ""
    status: Figure.Status
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


class FiguresFile(Fact):
    """The whole file."""

    sources: list[SourceFact]
    topics: Annotated[list[TopicFact], Field(max_length=1_000)]
    figures: Annotated[list[FigureFact], Field(max_length=10_000)]


def load(folder: Path) -> list[Stored]:
    """Make the stored figures those of the pack; say what changed, and what goes once nothing needs it.

    A figure, source or topic that the pack no longer says goes, unless a figure made here still needs it.
    Raises `PackError` before anything is written.
    """
    document = read(folder / "figures.yaml", FiguresFile)
    _check(document)
    facts = document.fact
    sources = {fact.key: fact.model_dump(exclude={"key"}) for fact in facts.sources}
    topics = {
        fact.key: {"title": fact.title, "position": rank} for rank, fact in enumerate(facts.topics, start=1)
    }
    return [
        store("sources", Source, sources, gone=Source.objects.filter(figures=None)),
        store("thèmes", Topic, topics, gone=Topic.objects.filter(figures=None)),
        store("chiffres", Figure, _rows(facts.figures), gone=Figure.objects.filter(from_pack=True)),
    ]


def _rows(facts: Sequence[FigureFact]) -> dict[str, dict[str, object]]:
    """Return the columns of each figure, by key."""
    sources = dict(Source.objects.values_list("key", "pk"))
    topics = dict(Topic.objects.values_list("key", "pk"))
    return {
        fact.key: fact.model_dump(exclude={"key", "source", "topic", "line", "family"})
        | {
            "position": rank,
            "source_id": sources[fact.source],
            "topic_id": topics[fact.topic],
            "source_line": fact.line,
            "family": fact.family or "",
            "from_pack": True,
        }
        for rank, fact in enumerate(facts, start=1)
    }


def _check(document: Document[FiguresFile]) -> None:
    """Refuse a key used twice, or a source or topic that the file does not declare."""
    facts = document.fact
    for name in ("sources", "topics", "figures"):
        seen: set[str] = set()
        for index, fact in enumerate(getattr(facts, name)):
            if fact.key in seen:
                raise document.mistake(
                    f"la clé «\xa0{fact.key}\xa0» est employée deux fois", name, index, "key"
                )
            seen.add(fact.key)
    declared = {"source": {fact.key for fact in facts.sources}, "topic": {fact.key for fact in facts.topics}}
    for index, figure in enumerate(facts.figures):
        for name, keys in declared.items():
            if (key := getattr(figure, name)) not in keys:
                raise document.mistake(f"«\xa0{key}\xa0» n’est déclaré nulle part", "figures", index, name)
