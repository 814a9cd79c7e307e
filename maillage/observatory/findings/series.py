"""Values of one thing over time that were not counted alike."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from maillage.observatory.findings.finding import Finding, Kind, Step
from maillage.observatory.findings.reading import Reading, grouped, order
from maillage.observatory.wording import in_words, period_of
from maillage.territories.folding import fold

ASPECTS = {"perimeter": "le périmètre", "method": "la méthode"}


def breaks(readings: Iterable[Reading]) -> Iterator[Finding]:
    """Yield each value whose perimeter or method, both said, is no longer that of the one before it.

    The order in time is that of the periods: a value whose period is not said is in no series.
    """
    dated = (reading for reading in readings if reading.dated)
    for group in grouped(dated, lambda reading: (*reading.measures, reading.denominator)):
        series = sorted(group, key=lambda reading: (reading.starts, reading.ends, order(reading.figure)))
        for one, following in pairwise(series):
            changed = [name for name in ASPECTS if _changed(one, following, name)]
            if changed and not one.may_be_of_the_time_of(following):
                yield _broken(one, following, changed)


def _changed(one: Reading, following: Reading, name: str) -> bool:
    before, after = (fold(getattr(reading.figure, name)) for reading in (one, following))
    return bool(before and after) and before != after


def _broken(one: Reading, following: Reading, changed: list[str]) -> Finding:
    before, after = one.figure, following.figure
    what = " et ".join(ASPECTS[name] for name in changed)
    details = " ".join(
        f"Avant\xa0: {getattr(before, name)}. Après\xa0: {getattr(after, name)}.".replace("..", ".")
        for name in changed
    )
    return Finding(
        kind=Kind.BREAK,
        about=(after,),
        against=(before,),
        sentence=f"«\xa0{after.label}\xa0»\xa0: {what} n’est plus celui de la valeur précédente."
        if changed == ["perimeter"]
        else f"«\xa0{after.label}\xa0»\xa0: {what} a changé depuis la valeur précédente.",
        explanation=f"Les deux valeurs ne se comparent pas directement. {details}",
        steps=tuple(
            Step(term=f"{figure.label}{period_of(figure)}", value=in_words(figure), figure=figure)
            for figure in (before, after)
        ),
    )
