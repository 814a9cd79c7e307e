"""Where a territory made of communes is: the centre of its communes, weighted by their population."""

from collections import defaultdict
from collections.abc import Iterable

from maillage.territories.models import Territory

Level = Territory.Level
DECIMALS = 5  # about a metre


def weighted_centre(places: Iterable[tuple[float, float, int]]) -> tuple[float, float] | None:
    """Return the mean of (latitude, longitude, population); nothing where nobody lives.

    >>> weighted_centre([(48.0, 6.0, 1), (49.0, 7.0, 3)])
    (48.75, 6.75)
    """
    weight = north = east = 0.0
    for latitude, longitude, population in places:
        weight += population
        north += latitude * population
        east += longitude * population
    return (round(north / weight, DECIMALS), round(east / weight, DECIMALS)) if weight else None


def recentre() -> int:
    """Place every region, department and EPCI at the centre of its communes; return how many moved."""
    groups = _communes_by_whole()
    moved = []
    for territory in Territory.objects.filter(level__in=[Level.REGION, Level.DEPARTMENT, Level.EPCI]):
        centre = weighted_centre(groups[territory.pk])
        if centre and centre != (territory.latitude, territory.longitude):
            territory.latitude, territory.longitude = centre
            territory.position = Territory.Position.CENTRE
            moved.append(territory)
    return Territory.objects.bulk_update(moved, ["latitude", "longitude", "position"], batch_size=500)


def _communes_by_whole() -> dict[int | None, list[tuple[float, float, int]]]:
    """Return (latitude, longitude, population) of the communes of each region, department and EPCI."""
    groups: dict[int | None, list[tuple[float, float, int]]] = defaultdict(list)
    for commune in Territory.objects.of_level(Level.COMMUNE).only(
        "latitude", "longitude", "population", "epci_id", "department_id", "region_id"
    ):
        if commune.latitude is not None and commune.longitude is not None and commune.population:
            place = (commune.latitude, commune.longitude, commune.population)
            for whole in (commune.epci_id, commune.department_id, commune.region_id):
                groups[whole].append(place)
    return groups
