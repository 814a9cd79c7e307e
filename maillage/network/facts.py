"""The facts in words of a data pack: `pack.yaml` and the files of `entries/`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from maillage.base.packs import Document, Fact, PackError, Place
from maillage.network.kinds import Kind, Variety
from maillage.network.models import Collectivite, Entry
from maillage.observatory.facts import FigureKey, Key, Name, Period, Title

Slug = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]+$", max_length=20)]
Line = Annotated[int, Field(ge=1, le=1_000_000)]
# One line is the common case: « line: 47 » as well as « line: [43, 55] ».
Lines = Annotated[
    list[Line],
    Field(min_length=1, max_length=50),
    BeforeValidator(lambda said: said if isinstance(said, list) else [said]),
]
# What only a source can say of a fact.
SAID = ("variety", "alias", "as_written", "text", "place", "place_name", "figure", "source", "line")


class CollectiviteFact(Fact):
    """The collectivité, as written in `pack.yaml`."""

    key: Key
    name: Title
    level: Collectivite.Level
    territory: Slug | None = None
    sheet_dated: Period = "?"
    member_since: Period = "?"


class EntryFact(Fact):
    """A fact and those under it, as written in the pack."""

    key: FigureKey
    kind: Kind
    variety: Variety | None = None
    title: Title
    alias: Annotated[str, Field(max_length=80)] = ""
    as_written: Annotated[str, Field(max_length=200)] = ""
    text: Annotated[str, Field(max_length=500)] = ""
    on: Period = "?"
    place: Slug | None = None
    place_name: Name | None = None
    figure: FigureKey | None = None
    status: Entry.Status = Entry.Status.KNOWN
    source: Key | None = None
    line: Lines | None = None
    entries: Annotated[list["EntryFact"], Field(max_length=1_000)] = []

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Refuse a place without its name, and anything said of what is still to complete."""
        if self.place and not self.place_name:
            raise ValueError("écrivez aussi «\xa0place_name\xa0», le nom du lieu")
        said = [name for name in SAID if getattr(self, name)] + ["on"] * (self.on != "?")
        if self.status == Entry.Status.TO_COMPLETE and said:
            raise ValueError(f"un fait «\xa0a_completer\xa0» ne dit pas «\xa0{said[0]}\xa0»")
        return self


class EntriesFile(Fact):
    """One file of `entries/`: the facts of one section, from one source unless they name another."""

    section: Key
    source: Key | None = None
    entries: Annotated[list[EntryFact], Field(max_length=1_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A fact with the file that tells it, its place there, and the key of the fact that contains it."""

    document: Document[EntriesFile]
    fact: EntryFact
    place: Place
    parent: str | None = None

    @property
    def source(self) -> str | None:
        """The source that says it: its own, else that of the file; none for what is to complete."""
        known = self.fact.status == Entry.Status.KNOWN
        return (self.fact.source or self.document.fact.source) if known else None

    def mistake(self, reason: str, *field: str) -> PackError:
        """Return the error to raise about this fact, or one field of it."""
        return self.document.mistake(reason, *self.place, *field)


def told(document: Document[EntriesFile]) -> Iterator[Told]:
    """Yield the facts of a file in its order, each one before those it contains."""
    yield from _told(document, document.fact.entries, (), None)


def _told(
    document: Document[EntriesFile], facts: list[EntryFact], place: Place, parent: str | None
) -> Iterator[Told]:
    for index, fact in enumerate(facts):
        here = (*place, "entries", index)
        yield Told(document=document, fact=fact, place=here, parent=parent)
        yield from _told(document, fact.entries, here, fact.key)
