"""What several sources, or one of them twice, say of one thing."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from maillage.observatory.findings.finding import Finding, Kind, Step
from maillage.observatory.findings.reading import Reading, grouped, order
from maillage.observatory.models import Figure
from maillage.observatory.wording import gap_in_words, in_words, origin, period_of, place


def contradicting_sources(readings: Iterable[Reading]) -> Iterator[Finding]:
    """Yield each figure that another source, as recent or more, contradicts.

    A figure whose period is said is only contradicted about that period: later values are its evolution.
    """
    for group in grouped(readings, lambda reading: (*reading.measures, reading.denominator)):
        for one in group:
            others = [other for other in group if _contradicts(other, one)]
            if any(_knows_better(other, one) for other in others):
                yield _contradicted(
                    one, sorted(others, key=lambda other: (other.known_on, order(other.figure)))
                )


def _contradicts(other: Reading, one: Reading) -> bool:
    return (
        other.figure.source.key != one.figure.source.key
        and not other.written.meets(one.written)
        and (not one.dated or (other.dated and one.may_be_of_the_time_of(other)))
    )


def _knows_better(other: Reading, one: Reading) -> bool:
    return other.known_on >= one.known_on


def _contradicted(one: Reading, others: Sequence[Reading]) -> Finding:
    last = others[-1]
    figure, later = one.figure, last.figure
    gap = gap_in_words(one.said.gap(last.said) or one.written.gap(last.written), figure.unit)
    explanation = (
        "Les deux sources parlent de la même période."
        if one.dated
        else "La première ne dit pas de quand date son chiffre\xa0; la plus récente donne le sien"
        f"{period_of(later) or ' sans le dire non plus'}."
    )
    return Finding(
        kind=Kind.REFERENCE,
        about=(figure,),
        against=tuple(other.figure for other in others),
        sentence=f"«\xa0{figure.label}\xa0»\xa0: {_sourced(figure)}, mais {_sourced(later)}.",
        explanation=explanation,
        steps=(
            *(_step(reading.figure) for reading in (one, *others)),
            Step(term="Écart avec la source la plus récente", value=gap, total=True),
        ),
    )


def _sourced(figure: Figure) -> str:
    return f"{in_words(figure)} ({origin(figure)})"


def _step(figure: Figure) -> Step:
    when = period_of(figure) or ", période non dite"
    return Step(term=f"{figure.source.title}{when}", value=in_words(figure), figure=figure)


def one_source_twice(readings: Iterable[Reading]) -> Iterator[Finding]:
    """Yield each thing of which one source says two values, or one value with two precisions."""
    by_source = grouped(
        readings, lambda reading: (*reading.measures, reading.denominator, reading.figure.source.key)
    )
    for group in by_source:
        for one, other in combinations(sorted(group, key=lambda reading: order(reading.figure)), 2):
            if _at_once(one, other) and _told(one) != _told(other):
                yield _twice(one, other)


def _at_once(one: Reading, other: Reading) -> bool:
    return one.dated == other.dated and one.may_be_of_the_time_of(other)


def _told(reading: Reading) -> tuple[object, ...]:
    figure = reading.figure
    return figure.bound, figure.value, figure.low, figure.high


def _twice(one: Reading, other: Reading) -> Finding:
    figures = (one.figure, other.figure)
    agree = one.said.meets(other.said)
    told = " et ".join(
        f"«\xa0{in_words(figure)}\xa0» ({place(figure) or figure.label})" for figure in figures
    )
    return Finding(
        kind=Kind.PRECISION if agree else Kind.TWICE,
        about=figures,
        sentence=f"{one.figure.source.title} écrit {told}.",
        explanation="Les deux ne se contredisent pas, mais une seule écriture éviterait le doute."
        if agree
        else "Une seule des deux valeurs peut être juste.",
        steps=tuple(
            Step(term=place(figure) or figure.label, value=in_words(figure), figure=figure)
            for figure in figures
        ),
    )
