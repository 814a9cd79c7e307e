"""`lines.yaml`: every sentence of the source document, with the facts that say it or why there are none."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from django.db import models
from pydantic import Field, model_validator

from maillage.base.packs import Fact, read
from maillage.network.facts import Line
from maillage.network.models import Entry
from maillage.network.sentences import cut
from maillage.observatory.facts import FigureKey, Key
from maillage.observatory.models import Figure, Source

NAME = "lines.yaml"
Mark = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
Reason = Annotated[str, Field(max_length=200)]


class SentenceFact(Fact):
    """One sentence: the keys of what says it in the pack, or the reason why nothing does."""

    line: Line
    sentence: Line = 1
    mark: Mark
    figures: list[FigureKey] = []
    entries: list[FigureKey] = []
    sources: list[Key] = []
    pack: list[Literal["name", "sheet_dated", "member_since"]] = []
    reason: Reason = ""

    @model_validator(mode="after")
    def said_or_explained(self) -> Self:
        """Refuse a sentence that nothing says and nothing explains, or both at once."""
        said = bool(self.figures or self.entries or self.sources or self.pack)
        if said == bool(self.reason):
            raise ValueError(
                "nommez les faits qui disent cette phrase, ou écrivez «\xa0reason\xa0», pas les deux"
            )
        return self

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the document."""
        return self.line, self.sentence


class LinesFile(Fact):
    """The whole file, about one source."""

    source: Key | None = None
    lines: Annotated[list[SentenceFact], Field(max_length=20_000)]


def check(folder: Path, keys: Mapping[type[models.Model], Mapping[str, int]]) -> None:
    """Refuse a list out of order, or that names what the pack does not tell; a pack may do without one."""
    if not (folder / NAME).exists():
        return
    document = read(folder / NAME, LinesFile)
    if document.fact.lines and document.fact.source not in keys[Source]:
        raise document.mistake(f"«\xa0{document.fact.source or ''}\xa0» n’est déclaré nulle part", "source")
    before = (0, 0)
    for index, sentence in enumerate(document.fact.lines):
        if sentence.place <= before:
            raise document.mistake(
                "les phrases vont dans l’ordre du document, une fois chacune", "lines", index
            )
        before = sentence.place
        for model, name in ((Figure, "figures"), (Entry, "entries"), (Source, "sources")):
            for rank, key in enumerate(getattr(sentence, name)):
                if key not in keys[model]:
                    reason = f"«\xa0{key}\xa0» n’est déclaré nulle part"
                    raise document.mistake(reason, "lines", index, name, rank)


def gaps(folder: Path, text: str) -> Iterator[str]:
    """Yield, in French, each sentence of the document that the list does not have, and the reverse."""
    listed = {one.place: one.mark for one in read(folder / NAME, LinesFile).fact.lines}
    found = {(one.line, one.number): one.mark for one in cut(text)}
    for line, number in sorted(listed.keys() | found.keys()):
        where = f"ligne {line}, phrase {number}\xa0: "
        if (line, number) not in listed:
            yield f"{where}absente de {NAME}"
        elif (line, number) not in found:
            yield f"{where}absente du document"
        elif listed[line, number] != found[line, number]:
            yield f"{where}le document dit autre chose"


def skeleton(text: str) -> Iterator[str]:
    """Yield the lines of a file to fill in, one for each sentence of the document."""
    yield "source:  # la clé du document dans figures.yaml"
    yield "lines:"
    for one in cut(text):
        yield f"  - {{line: {one.line}, sentence: {one.number}, mark: {one.mark}, reason: à lire}}"
