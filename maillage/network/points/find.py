"""Every rule over one sheet."""

from collections.abc import Sequence
from datetime import date

from maillage.base.dates import FuzzyDate
from maillage.network.models import Entry
from maillage.network.points import counts, dates, terms
from maillage.network.points.point import Kind, Point
from maillage.observatory.models import Figure


def find(
    figures: Sequence[Figure], entries: Sequence[Entry], *, sheet_dated: FuzzyDate, on: date
) -> list[Point]:
    """Return what the sheet leaves to check on a day, in the order of the kinds, then of the sheet."""
    found = [
        *counts.miscounts(figures, entries),
        *dates.expired_frameworks(entries, sheet_dated),
        *dates.stale_announcements(entries, on),
        *terms.misnomers(entries),
    ]
    return sorted(found, key=lambda point: list(Kind).index(point.kind))
