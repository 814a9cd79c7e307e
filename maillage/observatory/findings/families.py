"""A breakdown by family that leaves some of the four out."""

from collections.abc import Iterable, Iterator, Sequence

from maillage.observatory.findings.finding import Finding, Kind, Step
from maillage.observatory.findings.reading import Reading, grouped, order
from maillage.observatory.models import Figure
from maillage.observatory.wording import in_words, sum_in_words

ALL = len(Figure.Family)


def missing_families(readings: Iterable[Reading]) -> Iterator[Finding]:
    """Yield what one source gives, at one time, for two or three of the four families (loi 2014-856, art. 1).

    Given for one family alone it is no breakdown: « associations créées » has no twin elsewhere.
    """
    told = (reading for reading in readings if reading.figure.family)
    for group in grouped(told, _subject):
        families = {reading.figure.family for reading in group}
        if 1 < len(families) < ALL:
            yield _incomplete(sorted(group, key=lambda reading: order(reading.figure)))


def _subject(reading: Reading) -> tuple[object, ...]:
    figure = reading.figure
    return figure.quantity, figure.territory_id, figure.unit, figure.source.key, figure.period


def _incomplete(group: Sequence[Reading]) -> Finding:
    figures = tuple(reading.figure for reading in group)
    given = {figure.family: figure for figure in figures}
    missing = [Figure.Family(family).label for family in Figure.Family.values if family not in given]
    names = " et ".join(f"«\xa0{figure.label}\xa0»" for figure in figures)
    return Finding(
        kind=Kind.FAMILIES,
        about=figures,
        sentence=f"{names}\xa0: donné pour {len(given)} familles sur {ALL}. "
        f"Il manque les {' et les '.join(missing)}.",
        explanation="Sans elles, le total de l’ESS reste inconnu.",
        steps=(
            *(
                Step(
                    term=str(family.label).capitalize(),
                    value=in_words(given[family.value]) if family.value in given else "non donné",
                    figure=given.get(family.value),
                )
                for family in Figure.Family
            ),
            Step(term="Les familles données, ensemble", value=sum_in_words(figures), total=True),
        ),
    )
