"""What a rule finds on the sheet: which facts, in one sentence, with the lines concerned."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from maillage.network.models import Entry
from maillage.observatory.models import Figure


class Kind(StrEnum):
    """What kind of thing is found, in the order in which they are told."""

    COUNT = "compte"
    UNLISTED = "non-nommes"
    EXPIRED = "cadre-passe"
    PAST = "annonce-passee"
    UNDATED = "annonce-sans-date"
    WORDING = "terme"


TITLES = {
    Kind.COUNT: "Un nombre annoncé, un autre listé",
    Kind.UNLISTED: "Annoncé sans être nommé",
    Kind.EXPIRED: "Un cadre dont la période est passée",
    Kind.PAST: "Une annonce dont la date est passée",
    Kind.UNDATED: "Une annonce sans date",
    Kind.WORDING: "Un terme à corriger",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to check on the sheet."""

    kind: Kind
    sentence: str
    explanation: str = ""
    figure: Figure | None = None
    entries: tuple[Entry, ...] = ()

    @property
    def title(self) -> str:
        """What kind of thing it is, in plain words."""
        return TITLES[self.kind]

    @property
    def lines(self) -> list[int]:
        """The lines of the source concerned, in order."""
        of_figure = [self.figure.source_line] if self.figure and self.figure.source_line else []
        return sorted({*of_figure, *_lines(self.entries)})

    @property
    def key(self) -> str:
        """Name it within a page."""
        named = self.figure.key if self.figure else self.entries[0].key
        return f"{self.kind}-{named}"


def _lines(entries: Iterable[Entry]) -> set[int]:
    return {line for entry in entries for line in entry.source_lines}
