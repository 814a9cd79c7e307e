"""Totals and their parts, that add up or not within what their writing allows."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from maillage.observatory.findings.finding import Finding, Kind, Step
from maillage.observatory.findings.reading import Reading, order
from maillage.observatory.models import Figure
from maillage.observatory.spans import HUNDRED_PER_CENT, Span, total
from maillage.observatory.wording import gap_in_words, in_words, number_in_words, sum_in_words
from maillage.territories.folding import fold


def unsound_totals(readings: Sequence[Reading]) -> Iterator[Finding]:
    """Yield each breakdown that does not make its total, and each part beyond it.

    A part without breakdown is one among others: it only must not exceed the total. So must not the parts
    of an incomplete list of families, whose gap another rule tells.
    """
    by_key = {reading.figure.key: reading for reading in readings}
    for (key, breakdown, unit), parts in _breakdowns(readings).items():
        whole = by_key.get(key)
        if whole is None or unit not in {whole.figure.unit, "%"}:
            continue
        against = whole if unit == whole.figure.unit else None
        for together in [parts] if breakdown else [[part] for part in parts]:
            complete = bool(breakdown) and _all_families(together)
            kind = _verdict(together, against, complete=complete)
            if kind is not None:
                yield _finding(kind, whole.figure, together, against)


def _breakdowns(readings: Iterable[Reading]) -> dict[tuple[str, str, str], list[Reading]]:
    found: dict[tuple[str, str, str], list[Reading]] = {}
    for reading in readings:
        figure = reading.figure
        if figure.part_of_id is not None:
            key = (figure.part_of_id, fold(figure.breakdown), figure.unit)
            found.setdefault(key, []).append(reading)
    return found


def _all_families(parts: Sequence[Reading]) -> bool:
    """Say whether parts told by family miss none; parts told otherwise miss nothing that is known."""
    families = {part.figure.family for part in parts}
    return "" in families or len(families) == 1 or families == set(Figure.Family.values)


def _verdict(parts: Sequence[Reading], whole: Reading | None, *, complete: bool) -> Kind | None:
    """Return what is wrong: nothing, a gap that rounding explains, or one that nothing does."""
    for kind, spans, target in (
        (None, [part.said for part in parts], whole.said if whole else HUNDRED_PER_CENT),
        (Kind.ROUNDING, [part.written for part in parts], whole.written if whole else HUNDRED_PER_CENT),
    ):
        made = total(spans)
        if (made if complete else Span(made.low, None, made.rounded)).meets(
            target if complete else Span(None, target.high, target.rounded)
        ):
            return kind
    return Kind.TOTAL


def _finding(kind: Kind, whole: Figure, parts: Sequence[Reading], against: Reading | None) -> Finding:
    figures = tuple(sorted((part.figure for part in parts), key=order))
    unit = figures[0].unit
    made, target = total(part.said for part in parts), against.said if against else HUNDRED_PER_CENT
    announced = in_words(whole) if against else number_in_words(Decimal(100), "%")
    what = f"«\xa0{whole.label}\xa0»"
    if len(figures) == 1:
        sentence = f"{what}\xa0: la partie ({in_words(figures[0])}) dépasse le tout ({announced})."
    else:
        sentence = f"{what}\xa0: les parties font {sum_in_words(figures)}, pas {announced}."
    steps = [Step(term=figure.label, value=in_words(figure), figure=figure) for figure in figures]
    if len(figures) > 1:
        steps.append(Step(term="Somme des parties", value=sum_in_words(figures)))
    steps.append(Step(term="Total annoncé", value=announced, figure=whole if against else None))
    steps.append(Step(term="Écart", value=gap_in_words(made.gap(target), unit), total=True))
    return Finding(
        kind=kind,
        about=(whole, *figures) if against else figures,
        sentence=sentence,
        explanation="L’écart peut venir des arrondis, et d’eux seuls."
        if kind == Kind.ROUNDING
        else "Les arrondis ne suffisent pas à expliquer l’écart\xa0: l’un de ces chiffres au moins est faux.",
        steps=tuple(steps),
    )
