"""What follows from imported shapes: those of EPCI, and the communes that each canton holds."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from maillage.territories.dissolve import dissolve, simplify
from maillage.territories.models import Shape, Territory
from maillage.territories.outlines import as_geojson, polygons
from maillage.territories.resolve import communes_of_today
from maillage.territories.rows import link, store

Level, Origin = Territory.Level, Shape.Origin
Placed = tuple[Territory, BaseGeometry]


def join_epci(*, source: str) -> dict[str, int]:
    """Make the shape of each EPCI from those imported for its communes; one that lacks some is not whole."""
    parts: dict[int, list[BaseGeometry]] = defaultdict(list)
    for commune, shape in _imported(Level.COMMUNE):
        if commune.epci_id:
            parts[commune.epci_id].append(shape)
    sizes = dict(communes_of_today().values_list("epci").annotate(Count("pk")).order_by())
    wanted = {
        key: {
            "territory_id": key,
            "geometry": as_geojson(shape),
            "origin": Origin.DERIVED,
            "source": source,
            "whole": len(parts[key]) == sizes[key],
        }
        for key, shape in simplify({key: dissolve(shapes) for key, shapes in parts.items()}).items()
    }
    store("contours", Shape.objects.filter(territory__level=Level.EPCI), lambda row: row.territory_id, wanted)
    partial = sum(not row["whole"] for row in wanted.values())
    return {"intercommunalités assemblées": len(wanted), "dont incomplètes": partial}


def fill_cantons() -> dict[str, int]:
    """Note which canton each commune is in, where both have imported shapes: the one that covers most of it.

    A city split over several cantons is in each one that bears its name and a number: « Reims-1 » to
    « Reims-9 ».
    """
    cantons, communes = list(_imported(Level.CANTON)), list(_imported(Level.COMMUNE))
    if not cantons or not communes:
        return {}
    pairs = set(_most_covered(cantons, communes)) | set(_numbered(cantons, communes))
    through = Territory.communes.through
    others = through._default_manager.exclude(from_territory__level=Level.CANTON)
    kept = others.values_list("from_territory", "to_territory")
    link(through, ("from_territory_id", "to_territory_id"), pairs | set(kept))
    return {"communes placées dans un canton": len({commune for _, commune in pairs})}


def _most_covered(cantons: list[Placed], communes: list[Placed]) -> Iterator[tuple[int, int]]:
    tree = STRtree([outline for _, outline in cantons])
    for commune, shape in communes:
        covered = {index: cantons[index][1].intersection(shape).area for index in tree.query(shape)}
        if covered and max(covered.values()):
            yield cantons[max(covered, key=covered.__getitem__)][0].pk, commune.pk


def _numbered(cantons: list[Placed], communes: list[Placed]) -> Iterator[tuple[int, int]]:
    cities = {(row.department_id, row.name): row.pk for row, _ in communes}
    for canton, _ in cantons:
        name, _, number = canton.name.rpartition("-")
        city = cities.get((canton.department_id, name))
        if city and number.isdecimal():
            yield canton.pk, city


def _imported(level: str) -> Iterator[Placed]:
    """Yield the territories of a level whose shape was imported."""
    rows = Shape.objects.filter(territory__level=level, territory__ended=False, origin=Origin.IMPORTED)
    for row in rows.select_related("territory").order_by("territory__code"):
        yield row.territory, polygons(row.geometry)
