"""A share of one territory that a source gives beside that of a wider one, of something else."""

from collections.abc import Iterable, Iterator, Sequence

from maillage.observatory.findings.finding import Finding, Kind, Step
from maillage.observatory.findings.reading import Reading, grouped, order
from maillage.observatory.models import Figure
from maillage.observatory.wording import in_words, period_of
from maillage.territories.models import Territory

WIDE = {Territory.Level.COUNTRY, Territory.Level.REGION, Territory.Level.DEPARTMENT, Territory.Level.EPCI}


def unlike_comparisons(readings: Sequence[Reading]) -> Iterator[Finding]:
    """Yield each share that one source gives beside that of a wider territory, of another whole."""
    shares = [reading for reading in readings if reading.denominator]
    wider = [reading for reading in shares if reading.figure.territory.level in WIDE]
    for group in grouped(shares, lambda reading: (*_subject(reading), reading.figure.source.key)):
        for whole in group:
            for part in group:
                if _unlike(part, whole):
                    yield _comparison(part, whole, _alike(part, whole, wider))


def _subject(reading: Reading) -> tuple[str, str, str]:
    return reading.figure.quantity, reading.figure.family, reading.figure.unit


def _unlike(part: Reading, whole: Reading) -> bool:
    return (
        part.denominator != whole.denominator
        and contains(whole.figure.territory, part.figure.territory)
        and part.may_be_of_the_time_of(whole)
    )


def contains(whole: Territory, part: Territory) -> bool:
    """Say whether a territory lies in a wider one: everything is in the country."""
    if whole.level == Territory.Level.COUNTRY:
        return part.level != whole.level
    return whole.pk is not None and whole.pk in {part.region_id, part.department_id, part.epci_id}


def _alike(part: Reading, whole: Reading, wider: Iterable[Reading]) -> list[Figure]:
    """Return the shares of the wider territory that do compare, whatever their source, oldest first."""
    found = [
        reading
        for reading in wider
        if reading.denominator == part.denominator
        and _subject(reading) == _subject(part)
        and reading.figure.territory_id == whole.figure.territory_id
    ]
    return [reading.figure for reading in sorted(found, key=lambda one: (one.known_on, order(one.figure)))]


def _comparison(part: Reading, whole: Reading, alike: Sequence[Figure]) -> Finding:
    here, there = part.figure, whole.figure
    explanation = "Deux parts de deux ensembles différents ne disent pas laquelle est la plus forte."
    if alike and _turned(here, there, alike[-1]):
        explanation += f" {_reversal(here, there)}"
    return Finding(
        kind=Kind.COMPARISON,
        about=(here, there),
        against=tuple(alike),
        sentence=f"{_share(here)} ne se compare pas à {_share(there)}.",
        explanation=explanation,
        steps=tuple(
            Step(
                term=f"{figure.territory}, {figure.denominator}{period_of(figure)}",
                value=in_words(figure),
                figure=figure,
            )
            for figure in (here, there, *alike)
        ),
    )


def _share(figure: Figure) -> str:
    return f"{in_words(figure)} ({figure.denominator}, {figure.territory})"


def _reversal(here: Figure, there: Figure) -> str:
    seems, is_ = ("forte", "faible") if (here.value or 0) > (there.value or 0) else ("faible", "forte")
    return f"La première paraît plus {seems}\xa0; rapportée au même ensemble, elle est plus {is_}."


def _turned(here: Figure, there: Figure, alike: Figure) -> bool:
    """Say whether the first is above one of the others and below the other."""
    if here.value is None or there.value is None or alike.value is None:
        return False
    return (here.value - there.value) * (here.value - alike.value) < 0
