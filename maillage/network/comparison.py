"""Our figures beside those of another member, where both measure the same thing in the same unit."""

from collections import defaultdict
from dataclasses import dataclass

from maillage.network.sheet import Sheet
from maillage.observatory.models import Figure
from maillage.territories.folding import fold

Measure = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that both measure; each side may tell it for several periods or places."""

    ours: list[Figure]
    theirs: list[Figure]

    @property
    def label(self) -> str:
        """What is measured, in our words."""
        return self.ours[0].label

    @property
    def undated(self) -> bool:
        """Whether the period of one of them is not said."""
        return any(figure.period.earliest is None for figure in (*self.ours, *self.theirs))

    @property
    def reservations(self) -> list[str]:
        """Why the two sides do not compare as they stand, in plain words."""
        figures = [*self.ours, *self.theirs]
        found = []
        if len({fold(figure.denominator) for figure in figures}) > 1:
            found.append("Pas rapportés au même ensemble\xa0: ces valeurs ne se comparent pas.")
        if len({str(figure.period) for figure in figures if figure.period.earliest}) > 1:
            found.append("Les périodes diffèrent\xa0: l’écart peut venir du temps passé.")
        if len({fold(figure.perimeter) for figure in figures}) > 1:
            found.append("Les périmètres diffèrent.")
        return found


def compare(ours: Sheet, theirs: Sheet) -> list[Row]:
    """Return what both measure of their own territory, in the order of our sheet."""
    left, right = _by_measure(ours), _by_measure(theirs)
    return [Row(ours=left[measure], theirs=right[measure]) for measure in left if measure in right]


def _by_measure(sheet: Sheet) -> dict[Measure, list[Figure]]:
    """Return the current figures, those of another territory (the national average) left out."""
    home = sheet.collectivite.territory if sheet.collectivite else None
    found: dict[Measure, list[Figure]] = defaultdict(list)
    for figure in sheet.figures:
        if figure.superseded_by_id is None and (home is None or figure.territory == home):
            found[figure.quantity, figure.unit, figure.family].append(figure)
    return dict(found)
