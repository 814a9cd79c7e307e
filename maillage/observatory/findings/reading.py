"""A figure as the rules read it: worked out once, compared many times."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from maillage.observatory.models import Figure
from maillage.observatory.spans import Span, said, written
from maillage.territories.folding import fold

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A figure, what it says, what it is a share of, and when."""

    figure: Figure
    said: Span
    written: Span
    denominator: str
    starts: date | None
    ends: date | None

    @classmethod
    def of(cls, figure: Figure) -> "Reading":
        """Read a figure; a period not said, or told from another date, has no days."""
        starts, ends = figure.period.bounds()
        return cls(figure, said(figure), written(figure), fold(figure.denominator), starts, ends)

    @property
    def measures(self) -> tuple[object, ...]:
        """What is measured, of whom and how: two figures that agree on it compare."""
        figure = self.figure
        return figure.quantity, figure.territory_id, figure.family, figure.unit

    @property
    def dated(self) -> bool:
        """Whether the source says when."""
        return self.starts is not None and self.ends is not None

    @property
    def known_on(self) -> date:
        """The last day it may be about, or was published on: what is later knows better."""
        return max(self.ends or date.min, self.figure.source.dated.latest or date.min)

    def may_be_of_the_time_of(self, other: "Reading") -> bool:
        """Say whether both may be about one moment: their periods meet, or one of them is not said."""
        if self.starts is None or self.ends is None or other.starts is None or other.ends is None:
            return True
        return self.starts <= other.ends and other.starts <= self.ends


def order(figure: Figure) -> tuple[bool, int, int, str]:
    """Place a figure in any list: the collectivité's own first, then as the pack has them."""
    return figure.source.reference, figure.topic.position, figure.position, figure.key


def grouped(readings: Iterable[Reading], key: Callable[[Reading], Key]) -> list[list[Reading]]:
    """Return the readings that share a key, those alone left out."""
    groups: dict[Key, list[Reading]] = defaultdict(list)
    for reading in readings:
        groups[key(reading)].append(reading)
    return [group for group in groups.values() if len(group) > 1]


def parted(readings: Iterable[Reading]) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Return the figures in question and those they are held against: references never are in question.

    Where there are only references, all are in question.
    """
    figures = sorted((reading.figure for reading in readings), key=order)
    own = tuple(figure for figure in figures if not figure.source.reference)
    return (own, tuple(figures[len(own) :])) if own else (tuple(figures), ())
