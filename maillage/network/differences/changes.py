"""A change as a reader understands it: of what, where, and each thing said before and after."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Nature(StrEnum):
    """What became of a thing that the sheet tells; the value is how a reader is told."""

    ADDED = "ajouté"
    CHANGED = "modifié"
    WITHDRAWN = "retiré"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing said differently; empty where nothing was said."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A figure, a fact, a source or a heading that is not told as it was."""

    section: str
    what: str
    key: str
    label: str
    nature: Nature
    fields: tuple[Field, ...]

    @property
    def tone(self) -> str:
        """The kind of tag of its nature."""
        return {Nature.ADDED: "ok", Nature.CHANGED: "info", Nature.WITHDRAWN: "refusal"}[self.nature]


def by_section(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Return the changes under the heading of each, in order."""
    grouped: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        grouped[change.section].append(change)
    return dict(grouped)
