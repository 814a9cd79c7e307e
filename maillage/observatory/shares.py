"""Totals cut in their parts, drawn from figures: the budget by section, the ESS by family."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from maillage.base.charts import FAMILIES, Part, Segment, Shares, shares
from maillage.observatory.models import Figure
from maillage.observatory.wording import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A total and the parts that make the whole of it, as a bar."""

    whole: Figure
    breakdown: str
    parts: list[Figure]
    chart: Shares

    @property
    def key(self) -> str:
        """Name it within a page."""
        return f"parts-{self.whole.key}-{self.parts[0].key}"

    @property
    def told(self) -> list[tuple[Segment, Figure]]:
        """Each segment of the bar with its figure."""
        return list(zip(self.chart.segments, self.parts, strict=True))

    @property
    def title(self) -> str:
        """Say what is cut, and how: « Salariés de l’ESS, par famille »."""
        return f"{self.whole.label}, {self.breakdown}"


def of_totals(figures: Sequence[Figure]) -> Iterator[Cut]:
    """Yield each total among these figures whose parts, in amounts or in per cent, can be drawn to scale.

    Parts that make more than their total have no true drawing, nor has a part known by an interval, nor the
    families where one of them is missing.
    """
    by_key = {figure.key: figure for figure in figures}
    together: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in figures:
        if figure.part_of_id in by_key and figure.breakdown:
            together.setdefault((figure.part_of_id, figure.breakdown, figure.unit), []).append(figure)
    for (key, breakdown, unit), parts in together.items():
        whole = Decimal(100) if unit == "%" else by_key[key].value
        if (unit in {"%", by_key[key].unit}) and (chart := _drawn(parts, whole)):
            yield Cut(whole=by_key[key], breakdown=breakdown, parts=parts, chart=chart)


def _drawn(figures: Sequence[Figure], whole: Decimal | None) -> Shares | None:
    families = {figure.family for figure in figures}
    values = [figure.value for figure in figures if figure.value is not None]
    if (
        whole is None
        or not len(values) == len(figures) > 1
        or not 0 < sum(values) <= whole
        or min(values) < 0
    ):
        return None
    if families != {""} and families != set(Figure.Family.values):
        return None
    return shares([_part(figure) for figure in figures], whole=whole)


def _part(figure: Figure) -> Part:
    label = str(figure.get_family_display()) or figure.label
    return Part(
        label=label,
        value=figure.value or 0,
        text=in_words(figure),
        tone=FAMILIES.get(figure.get_family_display()),
    )
