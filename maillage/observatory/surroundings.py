"""What stands around one figure: what replaced it, its parts, its total, its series, its likes elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from maillage.base.charts import FAMILIES, Part, Segment, Shares, Sparkline, shares, sparkline
from maillage.observatory.findings.reading import Reading, order
from maillage.observatory.models import Figure
from maillage.observatory.spans import HUNDRED_PER_CENT
from maillage.observatory.wording import in_words, period_of, sum_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """Parts that together make the total (named), or some among others (not named)."""

    name: str
    parts: list[Figure]
    whole: Figure

    @property
    def sum_in_words(self) -> str:
        """What the parts make together; nothing for a part among others."""
        return sum_in_words(self.parts) if self.name else ""

    @property
    def lines(self) -> list[tuple[Figure, Segment | None]]:
        """Each part with its place in the drawing."""
        chart = self.chart
        places = chart.segments if chart else [None] * len(self.parts)
        return list(zip(self.parts, places, strict=True))

    @property
    def chart(self) -> Shares | None:
        """The parts side by side, where their values are known and do not exceed the total."""
        values = [_middle(part) for part in self.parts]
        whole = self._whole()
        if any(value is None or value < 0 for value in values) or whole is None:
            return None
        known = [value or Decimal(0) for value in values]
        if not 0 < sum(known) <= whole:
            return None
        tones = [FAMILIES.get(part.get_family_display()) if self.name else None for part in self.parts]
        return shares(
            [
                Part(label=part.label, value=value, text=in_words(part), tone=tone)
                for part, value, tone in zip(self.parts, known, tones, strict=True)
            ],
            whole=whole,
        )

    def _whole(self) -> Decimal | None:
        if self.parts[0].unit == self.whole.unit:
            return _middle(self.whole)
        return HUNDRED_PER_CENT.low if self.parts[0].unit == "%" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A series drawn, said value by value, and told by its two ends."""

    chart: Sparkline
    in_words: str
    ends: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """One figure among those it has to do with."""

    figure: Figure
    successor: Figure | None
    predecessors: list[Figure]
    whole: Figure | None
    breakdowns: list[Breakdown]
    series: list[Figure]
    line: "Line | None"
    elsewhere: list[Figure]
    siblings: list[Figure]


def around(figure: Figure, others: Sequence[Figure]) -> Surroundings:
    """Sort out the figures that have to do with one of them."""
    ordered = sorted((other for other in others if other.key != figure.key), key=order)
    by_key = {other.key: other for other in ordered}
    alike = [other for other in ordered if other.quantity == figure.quantity]
    series = [other for other in alike if other.compares_with(figure) and other.unit == figure.unit]
    return Surroundings(
        figure=figure,
        successor=by_key.get(figure.superseded_by_id or ""),
        predecessors=[other for other in alike if other.superseded_by_id == figure.key],
        whole=by_key.get(figure.part_of_id or ""),
        breakdowns=_breakdowns(figure, ordered),
        series=sorted([figure, *series], key=_in_time) if series else [],
        line=_line(figure, series),
        elsewhere=[other for other in alike if other not in series],
        siblings=[
            other
            for other in ordered
            if other.topic == figure.topic and other not in alike and not other.source.reference
        ],
    )


def _breakdowns(figure: Figure, others: Sequence[Figure]) -> list[Breakdown]:
    parts = [other for other in others if other.part_of_id == figure.key and other.superseded_by_id is None]
    parts.sort(key=lambda part: (part.breakdown == "", part.breakdown, part.unit))
    return [
        Breakdown(name=name, parts=list(group), whole=figure)
        for (name, _), group in groupby(parts, lambda part: (part.breakdown, part.unit))
    ]


def _line(figure: Figure, series: Sequence[Figure]) -> Line | None:
    """Return the drawing of the values whose period is known, of one whole; it takes two of them."""
    readings = [Reading.of(one) for one in [figure, *series] if _middle(one) is not None]
    same = [one for one in readings if one.dated and one.denominator == Reading.of(figure).denominator]
    dated = [one.figure for one in sorted(same, key=lambda one: (one.starts, one.ends, order(one.figure)))]
    if len({str(one.period) for one in dated}) < 2:  # noqa: PLR2004 -- a line has two ends
        return None
    said = [f"{in_words(one)}{period_of(one)}" for one in dated]
    return Line(
        chart=sparkline([_middle(one) for one in dated]),
        in_words="\xa0; ".join(said),
        ends=f"{said[0]}\xa0; {said[-1]}.",
    )


def _in_time(figure: Figure) -> tuple[object, ...]:
    """Place a value by its period, or by the day of its source where the period is not said."""
    return figure.period.latest or figure.source.dated.latest or date.max, order(figure)


def _middle(figure: Figure) -> Decimal | None:
    if figure.low is not None and figure.high is not None:
        return (figure.low + figure.high) / 2
    return figure.value
