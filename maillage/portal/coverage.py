"""Which departments of a region something took place in, and which were left out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from maillage.base.templatetags.french import pluriel
from maillage.network.models import Entry
from maillage.territories import picture
from maillage.territories.models import Territory
from maillage.territories.picture import Picture

Level = Territory.Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The map, and the names of the departments where nothing has been held."""

    picture: Picture
    left_out: list[str]


def covered(where: Territory | None, held: Iterable[Entry]) -> Coverage | None:
    """Return the map of what was held in a region; None elsewhere, or where nothing held says its place."""
    if where is None or where.level != Level.REGION:
        return None
    departments = [_department(entry.place) for entry in held if entry.place]
    counts = Counter(pk for pk in departments if pk)
    title = "Où les rencontres se sont tenues"
    drawn = picture.of_counts(where, counts, title=title, say=said) if counts else None
    if drawn is None:
        return None
    left_out = Territory.objects.within(where, Level.DEPARTMENT).exclude(pk__in=counts).order_by("code")
    return Coverage(picture=drawn, left_out=list(left_out.values_list("name", flat=True)))


def said(count: int) -> str:
    """Say how many gatherings.

    >>> said(0), said(1), said(2)
    ('aucune rencontre', '1 rencontre', '2 rencontres')
    """
    return f"{count} rencontre{pluriel(count)}" if count else "aucune rencontre"


def _department(place: Territory) -> int | None:
    return place.pk if place.level == Level.DEPARTMENT else place.department_id
