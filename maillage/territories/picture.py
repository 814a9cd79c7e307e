"""The map of a territory: what it holds, by shapes where they are imported, by circles where they are not."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from maillage.territories.maps import Map, Spot, Zone, draw
from maillage.territories.models import Shape, Territory
from maillage.territories.wording import people

Level = Territory.Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A map, what it shows, where its lines come from."""

    map: Map
    title: str
    sources: tuple[str, ...]
    rough: bool  # its shapes are those shipped with the platform
    circles: bool  # what it holds has no shape yet


def of(territory: Territory, level: str = "") -> Picture | None:
    """Return the map of a territory by what it holds at a level; None where there is none to draw.

    Without a level: a region by departments, a department by EPCI, what is narrower by communes.
    """
    levels = {Level.REGION: (Level.DEPARTMENT, Level.EPCI), Level.DEPARTMENT: (Level.EPCI,)}
    possible = levels.get(Level(territory.level), (Level.COMMUNE,))
    level = level or possible[0]
    if territory.level == Level.COUNTRY or level not in possible:
        return None
    makers = {Level.DEPARTMENT: of_departments, Level.EPCI: _of_epci, Level.COMMUNE: _of_communes}
    return makers[Level(level)](territory)


def of_departments(region: Territory) -> Picture | None:
    """Return the departments of a region, each one a link to its page."""
    rows = _shapes(Territory.objects.within(region, Level.DEPARTMENT))
    return _picture(f"{region.name}, par département", rows, [_linked(row) for row in rows])


def of_counts(
    region: Territory, counts: Mapping[int, int], *, title: str, say: Callable[[int], str]
) -> Picture | None:
    """Return the departments of a region, each one a link, shaded by how many of something it has."""
    rows = _shapes(Territory.objects.within(region, Level.DEPARTMENT))
    told = [(row, counts.get(row.territory_id, 0)) for row in rows]
    zones = [replace(_linked(row), value=count, text=say(count)) for row, count in told]
    return _picture(title, rows, zones)


def _linked(row: Shape) -> Zone:
    return replace(_zone(row), label=row.territory.code, url=row.territory.get_absolute_url())


def _of_epci(whole: Territory) -> Picture | None:
    """Return the EPCI of a region or a department: their shapes, or a circle at the centre of each."""
    epci = Territory.objects.within(whole, Level.EPCI)
    title = f"{whole.name}, par intercommunalité"
    if rows := _shapes(epci):
        return _picture(title, rows, [_zone(row) for row in rows])
    around = Territory.objects.filter(pk=whole.pk)
    if whole.level == Level.REGION:
        around = Territory.objects.within(whole, Level.DEPARTMENT)
    return _with_circles(title, around, list(epci))


def _of_communes(territory: Territory) -> Picture | None:
    """Return the communes of an EPCI or a perimeter; for a commune, those around it in its EPCI."""
    communes = _communes_around(territory)
    if rows := _shapes(communes):
        zones = [_zone(row, here=row.territory_id == territory.pk) for row in rows]
        title = f"{territory.full_name}, par commune"
        if territory.level == Level.COMMUNE:
            title = f"{territory.name} et les communes de son intercommunalité"
        return _picture(title, rows, zones)
    departments = Territory.objects.filter(pk__in=communes.values("department"))
    shown = [territory] if territory.point else list(communes)
    return _with_circles(f"Où se trouve {territory.full_name}", departments, shown, here=territory)


def _communes_around(territory: Territory) -> QuerySet[Territory]:
    return Territory.objects.communes_of(territory.epci or territory)


def _shapes(territories: QuerySet[Territory]) -> list[Shape]:
    rows = Shape.objects.filter(territory__in=territories.values("pk"))
    return list(rows.select_related("territory").order_by("territory__code"))


def _zone(row: Shape, *, here: bool = False) -> Zone:
    place = row.territory
    state = "here" if here else "plain"
    return Zone(name=place.full_name, geometry=row.geometry, text=people(place.population), state=state)


def _with_circles(
    title: str, around: QuerySet[Territory], places: Sequence[Territory], here: Territory | None = None
) -> Picture | None:
    """Return the outlines of what is around, and a circle at each place."""
    rows = _shapes(around)
    spots = [
        Spot(
            name=place.full_name,
            point=place.point,
            weight=place.population or 0,
            text=people(place.population),
            here=place == here,
        )
        for place in places
        if place.point
    ]
    return _picture(title, rows, [replace(_zone(row), state="context") for row in rows], spots)


def _picture(
    title: str, rows: Iterable[Shape], zones: Sequence[Zone], spots: Sequence[Spot] = ()
) -> Picture | None:
    drawn = draw(zones, spots=spots)
    if drawn is None:
        return None
    kept = list(rows)
    sources = tuple(sorted({row.source for row in kept}))
    rough = any(row.origin == Shape.Origin.ROUGH for row in kept)
    return Picture(map=drawn, title=title, sources=sources, rough=rough, circles=bool(spots))
