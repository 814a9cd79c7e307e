"""A stored answer as people read it: labels and words, on a page or in a document."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from .answers import raw_rows
from .definition import Definition, Group
from .kinds import Computed, Input, Item, Section
from .texts import Value


class Line(NamedTuple):
    """One line of a summary: an answer, or a heading of level 1 (section) or 2 (row of a group)."""

    term: str
    value: str = ""
    level: int = 0
    computed: bool = False


def recap(definition: Definition, stored: Mapping[str, object]) -> list[Line]:
    """Return the answers in reading order, with the headings of the sections and rows that hold some."""
    lines = [*_lines(definition.items, cast("Mapping[str, object]", stored["reponses"]))]
    following = [*lines[1:], Line("", level=1)]
    return [line for line, after in zip(lines, following, strict=True) if not _alone(line, after)]


def _alone(line: Line, after: Line) -> bool:
    """Tell a heading under which nothing was answered."""
    return bool(line.level and after.level and after.level <= line.level)


def _lines(items: Sequence[Item], answers: Mapping[str, object]) -> Iterator[Line]:
    for item in items:
        if isinstance(item, Section):
            yield Line(item.label, level=1)
        elif isinstance(item, Group):
            for rank, row in enumerate(raw_rows(answers.get(item.key)), start=1):
                yield Line(f"{item.label}, {item.row_label.lower()} {rank}", level=2)
                yield from _lines(item.cells, row)
        elif isinstance(item, Input | Computed) and item.key in answers:
            told = item.say(cast("Value", answers[item.key]))
            yield Line(item.label, told, computed=isinstance(item, Computed))
