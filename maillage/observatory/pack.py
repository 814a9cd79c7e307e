"""The figures of a data pack: `figures.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Self, TypeVar

from django.db import models
from pydantic import AfterValidator, Field, model_validator

from maillage.base.dates import FuzzyDate
from maillage.base.packs import Document, Fact, read
from maillage.observatory.models import Figure, Source, Topic

Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Period = Annotated[str, AfterValidator(lambda text: str(FuzzyDate.parse(text)))]
Number = Annotated[Decimal, Field(max_digits=20, decimal_places=4)]


class SourceFact(Fact):
    """A source, as written in the pack."""

    key: Key
    title: Text
    publisher: Text
    dated: Period
    address: str = ""


class TopicFact(Fact):
    """A topic, as written in the pack."""

    key: Key
    title: Text


class FigureFact(Fact):
    """A figure, as written in the pack."""

    key: Key
    topic: Key
    label: Text
    bound: Figure.Bound = Figure.Bound.EXACT
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: Annotated[str, Field(min_length=1, max_length=60)]
    denominator: str = ""
    period: Period
    territory: Text
    family: Figure.Family | None = None
    source: Key
    line: Annotated[int, Field(ge=1)] | None = None
    method: Annotated[str, Field(max_length=500)] = ""
    status: Figure.Status
    note: Annotated[str, Field(max_length=500)] = ""

    @model_validator(mode="after")
    def value_or_interval(self) -> Self:
        """Refuse both, or neither, of a value and an interval."""
        given = (self.value is not None, self.low is not None, self.high is not None)
        allowed = [(False, False, False)] if self.status == Figure.Status.SUPPRESSED else [
            (True, False, False),
            (False, True, True),
        ]  # fmt: skip
        if given not in allowed:
            raise ValueError("donner « value », ou « low » et « high » ; rien pour un chiffre secret")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("« low » dépasse « high »")
        return self


class FiguresFile(Fact):
    """The whole file."""

    sources: list[SourceFact]
    topics: list[TopicFact]
    figures: list[FigureFact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a load did to one kind of row."""

    kind: str
    created: int
    updated: int
    unchanged: int
    removed: int


def load(folder: Path) -> list[Loaded]:
    """Make the stored figures those of the pack; say what changed.

    Raises `PackError` before anything is written.
    """
    document = read(folder / "figures.yaml", FiguresFile)
    _check(document)
    facts = document.fact
    sources = _store(Source, {fact.key: fact.model_dump(exclude={"key"}) for fact in facts.sources})
    topics = _store(
        Topic,
        {
            fact.key: {"title": fact.title, "position": rank}
            for rank, fact in enumerate(facts.topics, start=1)
        },
    )
    known = Source.objects.in_bulk(field_name="key"), Topic.objects.in_bulk(field_name="key")
    figures = _store(
        Figure, {fact.key: _fields(fact, rank, *known) for rank, fact in enumerate(facts.figures, start=1)}
    )
    gone = Figure.objects.filter(from_pack=True).exclude(key__in=[fact.key for fact in facts.figures])
    removed, _ = gone.delete()
    return [
        Loaded(kind="sources", removed=0, **sources),
        Loaded(kind="thèmes", removed=0, **topics),
        Loaded(kind="chiffres", removed=removed, **figures),
    ]


def _fields(
    fact: FigureFact, rank: int, sources: Mapping[str, Source], topics: Mapping[str, Topic]
) -> dict[str, object]:
    """Return the columns of a figure."""
    fields = fact.model_dump(exclude={"key", "source", "topic", "line", "family"})
    return fields | {
        "position": rank,
        "source": sources[fact.source],
        "topic": topics[fact.topic],
        "source_line": fact.line,
        "family": fact.family or "",
        "from_pack": True,
    }


def _check(document: Document[FiguresFile]) -> None:
    """Refuse a key used twice, or a source or topic that the file does not declare."""
    facts = document.fact
    for name in ("sources", "topics", "figures"):
        seen: set[str] = set()
        for index, fact in enumerate(getattr(facts, name)):
            if fact.key in seen:
                raise document.mistake(f"la clé « {fact.key} » est employée deux fois", name, index, "key")
            seen.add(fact.key)
    declared = {"source": {fact.key for fact in facts.sources}, "topic": {fact.key for fact in facts.topics}}
    for index, figure in enumerate(facts.figures):
        for name, keys in declared.items():
            if (key := getattr(figure, name)) not in keys:
                raise document.mistake(f"« {key} » n’est déclaré nulle part", "figures", index, name)


Row = TypeVar("Row", Source, Topic, Figure)


def _store(model: type[Row], wanted: Mapping[str, Mapping[str, object]]) -> dict[str, int]:
    """Create or update the rows by key, and count; an unchanged row is not written."""
    stored = {row.key: row for row in model._default_manager.all()}
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    for key, fields in wanted.items():
        counts[_store_one(model, key, fields, stored.get(key))] += 1
    return counts


def _store_one(model: type[Row], key: str, fields: Mapping[str, object], row: Row | None) -> str:
    if row is None:
        model._default_manager.create(key=key, **fields)
        return "created"
    if all(_same(row, name, value) for name, value in fields.items()):
        return "unchanged"
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return "updated"


def _same(row: models.Model, name: str, value: object) -> bool:
    stored = getattr(row, name)
    return bool(stored == value or str(stored) == value)
