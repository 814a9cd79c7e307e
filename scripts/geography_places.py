"""Where places are: department shapes from a topology, coordinates of communes from a gazetteer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shapely import coverage_simplify, make_valid
from shapely.geometry import MultiPolygon, Point, Polygon, mapping
from shapely.geometry.base import BaseGeometry

from maillage.territories.folding import fold

# The topology's identifiers are not official codes; three of its names are misspelt, one is out of date.
SPELLINGS = {
    "Haute-Rhin": "Haut-Rhin",
    "Meurhe-et-Moselle": "Meurthe-et-Moselle",
    "Seien-et-Marne": "Seine-et-Marne",
    "Guyane française": "Guyane",
}
TOLERANCE = 0.012  # degrees: the step of the grid that the source itself is rounded to
DECIMALS = 3
FAR = 0.15  # degrees: borders so rough leave some chief towns outside of their own department


@dataclass(frozen=True)
class Place:
    """A populated place of the gazetteer."""

    name: str
    region: str
    latitude: float
    longitude: float
    population: int

    @property
    def point(self) -> Point:
        """Its position as a geometry."""
        return Point(self.longitude, self.latitude)


def departments(topology: dict, codes: dict[str, str]) -> dict[str, BaseGeometry]:
    """Return department code -> shape, simplified together so that neighbours still touch.

    `codes`: folded name -> code. A shape without a department stops the script.
    """
    arcs = list(_arcs(topology))
    shapes = {}
    for row in topology["objects"]["fra"]["geometries"]:
        name = row["properties"]["name"]
        parts = [row["arcs"]] if row["type"] == "Polygon" else row["arcs"]
        polygons = [Polygon(_ring(part[0], arcs), [_ring(hole, arcs) for hole in part[1:]]) for part in parts]
        # The grid turned some narrow inlets into lines there and back.
        sound = make_valid(MultiPolygon(polygons), method="structure", keep_collapsed=False)
        shapes[codes.pop(fold(SPELLINGS.get(name, name)))] = sound
    return dict(zip(shapes, coverage_simplify(list(shapes.values()), TOLERANCE), strict=True))


def _arcs(topology: dict) -> Iterator[list[tuple[float, float]]]:
    """Yield each arc as points: the file holds steps on a grid."""
    (kx, ky), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * kx + x0, y * ky + y0))
        yield points


def _ring(numbers: Iterable[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Join arcs into a ring; ~n means arc n backwards."""
    points: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def check_shapes(shapes: dict[str, BaseGeometry], chief_towns: dict[str, Place]) -> None:
    """Stop unless each department holds its own chief town, and is the nearest to it."""
    for code, town in chief_towns.items():
        nearest = min(shapes, key=lambda other: shapes[other].distance(town.point))
        if shapes[code].distance(town.point) > FAR or (
            nearest != code and shapes[nearest].contains(town.point)
        ):
            raise ValueError((code, town, nearest))


def located(communes: list[dict], places: list[Place], shapes: dict[str, BaseGeometry]) -> dict[str, Place]:
    """Return commune code -> its place: same name and region, and in its department or close to it.

    The gazetteer knows no department: of the communes of a region with that name, the nearest
    department wins. Where two communes of one department share a name, neither is placed; where two
    places do, the more populated one is the commune.
    """
    named: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for commune in communes:
        named[commune["region"], fold(commune["nom"])].append(commune)
    found: dict[str, Place] = {}
    for place in sorted(places, key=lambda place: place.population):
        if alike := named[place.region, fold(place.name)]:
            near, code = min((_distance(place, commune, shapes), commune["code"]) for commune in alike)
            twins = [commune for commune in alike if commune["departement"] == department_of(alike, code)]
            if near < FAR and len(twins) == 1:
                found[code] = place
    return found


def department_of(communes: list[dict], code: str) -> str:
    """Return the department of one of these communes."""
    return next(commune["departement"] for commune in communes if commune["code"] == code)


def _distance(place: Place, commune: dict, shapes: dict[str, BaseGeometry]) -> float:
    shape = shapes.get(commune["departement"])
    return shape.distance(place.point) if shape else FAR


def as_geometry(one: BaseGeometry) -> dict:
    """Return GeoJSON, each number with the decimals that mean something."""
    rounded = mapping(one)
    return {"type": rounded["type"], "coordinates": _rounded(rounded["coordinates"])}


def _rounded(value: object) -> object:
    return round(value, DECIMALS) if isinstance(value, float) else [_rounded(item) for item in value]
