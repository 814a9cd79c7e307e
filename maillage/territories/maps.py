"""Maps without a drawing library: shapes and places in, the geometry of an SVG out (territories/map.html).

Pure functions. The projection is equirectangular: longitudes are shortened by the cosine of the middle
latitude of what is drawn. For a region (three degrees high) lengths from west to east are right within 3 %.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import cos, radians, sqrt
from typing import Any

WIDTH = 1000  # units of the drawing; one is less than a pixel on every screen
MARGIN = 8
MARK = 18  # the circle of the one place that a page is about
Number = Decimal | int
Point = tuple[int, int]

# From the palest to sapin (docs/look.md); the last two are dark enough for white labels.
STEPS = ("#eef2ea", "#b6ccc2", "#7ea69a", "#468072", "#0e5a4a")
DARK = STEPS[3:]
FILLS = {"plain": "#e3efe9", "here": "#0e5a4a", "context": "#fff", "missing": "#fff"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A territory to draw by its shape (a GeoJSON geometry).

    `state`: plain, here (what the page is about), context (outline only), known (with a value), suppressed (a
    secret value), missing (no data).
    """

    name: str
    geometry: dict[str, Any]
    text: str = ""
    label: str = ""
    url: str = ""
    state: str = "plain"
    value: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A territory known only by a place: a circle whose surface follows its weight, small if `here`."""

    name: str
    point: tuple[float, float]  # latitude, longitude
    weight: int
    text: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A drawn zone: an SVG path, where its label stands, what it says."""

    path: str
    fill: str
    state: str
    name: str
    text: str
    label: str
    at: Point
    url: str
    dark: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A drawn spot."""

    at: Point
    radius: int
    name: str
    text: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the legend."""

    fill: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """What the template draws."""

    height: int
    areas: tuple[Area, ...]
    circles: tuple[Circle, ...]
    legend: tuple[Step, ...]
    width: int = WIDTH

    @property
    def has_links(self) -> bool:
        """Whether a zone leads somewhere: the drawing is then a group of links, not an image."""
        return any(area.url for area in self.areas)

    def has(self, state: str) -> bool:
        """Whether a zone is in that state."""
        return any(area.state == state for area in self.areas)

    @property
    def has_suppressed(self) -> bool:
        """Whether the legend explains the hatching."""
        return self.has("suppressed")

    @property
    def has_missing(self) -> bool:
        """Whether the legend explains the dotted outline."""
        return self.has("missing")


def draw(
    zones: Sequence[Zone],
    *,
    spots: Sequence[Spot] = (),
    breaks: Sequence[Number] | None = None,
    say: Callable[[Number], str] = str,
) -> Map | None:
    """Return the drawing of these zones and spots; None where there is nothing to draw.

    `breaks`: the upper bounds of the classes but the last, to keep them the same from one map to another;
    without them, each class has about as many zones. `say` writes a bound of the legend.
    """
    plane = _Plane.around(zones, spots)
    if plane is None:
        return None
    values = sorted(zone.value for zone in zones if zone.value is not None)
    bounds = list(breaks) if breaks is not None else quantiles(values)
    areas = tuple(_area(zone, plane, bounds) for zone in zones)
    heaviest = max((spot.weight for spot in spots), default=1) or 1
    circles = tuple(_circle(spot, plane, heaviest) for spot in sorted(spots, key=lambda spot: -spot.weight))
    return Map(height=plane.height, areas=areas, circles=circles, legend=_legend(values, bounds, say))


def quantiles(values: Sequence[Number], classes: int = len(STEPS)) -> list[Number]:
    """Return the bounds that cut sorted values into classes of about the same size, each bound once.

    >>> quantiles([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    [2, 4, 6, 8]
    """
    if not values:
        return []
    cuts = [values[max(0, len(values) * part // classes - 1)] for part in range(1, classes)]
    return sorted({cut for cut in cuts if cut < values[-1]})


def class_of(value: Number, bounds: Sequence[Number]) -> int:
    """Return the class of a value; a bound belongs to the class below it.

    >>> [class_of(value, [2, 4]) for value in (1, 2, 3, 9)]
    [0, 0, 1, 2]
    """
    return sum(value > bound for bound in bounds)


def fill_of(value: Number, bounds: Sequence[Number]) -> str:
    """Return the colour of a value; few classes are spread over the whole scale."""
    spread = (len(STEPS) - 1) / max(1, len(bounds))
    return STEPS[round(class_of(value, bounds) * spread)]


@dataclass(frozen=True, slots=True)
class _Plane:
    """The local plane: degrees to units of the drawing."""

    west: float
    north: float
    squeeze: float
    scale: float
    height: int

    @classmethod
    def around(cls, zones: Sequence[Zone], spots: Sequence[Spot]) -> "_Plane | None":
        """Return the plane that holds everything; None for nothing."""
        points = [point for zone in zones for ring in rings(zone.geometry) for point in ring]
        points += [[spot.point[1], spot.point[0]] for spot in spots]
        if not points:
            return None
        east, west = max(point[0] for point in points), min(point[0] for point in points)
        north, south = max(point[1] for point in points), min(point[1] for point in points)
        squeeze = cos(radians((north + south) / 2))
        span = max((east - west) * squeeze, (north - south) / 2, 0.01)
        scale = (WIDTH - 2 * MARGIN) / span
        return cls(west, north, squeeze, scale, round((north - south) * scale) + 2 * MARGIN)

    def place(self, longitude: float, latitude: float) -> Point:
        """Return the point of the drawing."""
        x = (longitude - self.west) * self.squeeze * self.scale
        return round(x) + MARGIN, round((self.north - latitude) * self.scale) + MARGIN


def rings(geometry: dict[str, Any]) -> Iterable[list[list[float]]]:
    """Yield every ring of a polygon or of several."""
    parts = geometry["coordinates"]
    for part in [parts] if geometry["type"] == "Polygon" else parts:
        yield from part


def _area(zone: Zone, plane: _Plane, bounds: Sequence[Number]) -> Area:
    drawn = [_ring(ring, plane) for ring in rings(zone.geometry)]
    kept = [ring for ring in drawn if len(ring) > 2] or drawn[:1]  # noqa: PLR2004 -- fewer enclose nothing
    fill = fill_of(zone.value, bounds) if zone.value is not None else FILLS.get(zone.state, "none")
    return Area(
        path="".join(path_of(ring) for ring in kept),
        fill=fill,
        state=zone.state if zone.value is None else "known",
        name=zone.name,
        text=zone.text,
        label=zone.label,
        at=middle(max(kept, key=_surface)),
        url=zone.url,
        dark=fill in DARK,
    )


def _circle(spot: Spot, plane: _Plane, heaviest: int) -> Circle:
    radius = MARK if spot.here else max(7, round(46 * sqrt(spot.weight / heaviest)))
    place = plane.place(spot.point[1], spot.point[0])
    return Circle(at=place, radius=radius, name=spot.name, text=spot.text, here=spot.here)


def _ring(ring: Iterable[Sequence[float]], plane: _Plane) -> list[Point]:
    """Return the ring on the grid of the drawing, without the points that fall together.

    Neighbours share their points, hence the same grid points: no gap opens between them.
    """
    points: list[Point] = []
    for longitude, latitude, *_ in ring:
        point = plane.place(longitude, latitude)
        if not points or points[-1] != point:
            points.append(point)
    return points[:-1] if len(points) > 1 and points[0] == points[-1] else points


def path_of(ring: Sequence[Point]) -> str:
    """Return the SVG path of a ring: relative and closed, the shortest way to write it.

    >>> path_of([(10, 20), (13, 25), (11, 25)])
    'M10 20l3 5-2 0z'
    """
    steps = [after[axis] - before[axis] for before, after in pairwise(ring) for axis in (0, 1)]
    written = "".join(f"{step}" if step < 0 or not index else f" {step}" for index, step in enumerate(steps))
    return f"M{ring[0][0]} {ring[0][1]}{'l' if steps else ''}{written}z"


def middle(ring: Sequence[Point]) -> Point:
    """Return the centre of gravity of a ring; the mean of its points where it encloses nothing."""
    turn = list(pairwise([*ring, ring[0]]))
    crosses = [a[0] * b[1] - b[0] * a[1] for a, b in turn]
    if not (double := sum(crosses)):
        return round(sum(x for x, _ in ring) / len(ring)), round(sum(y for _, y in ring) / len(ring))
    x = sum((a[0] + b[0]) * cross for (a, b), cross in zip(turn, crosses, strict=True))
    y = sum((a[1] + b[1]) * cross for (a, b), cross in zip(turn, crosses, strict=True))
    return round(x / (3 * double)), round(y / (3 * double))


def _surface(ring: Sequence[Point]) -> int:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]])))


def _legend(
    values: Sequence[Number], bounds: Sequence[Number], say: Callable[[Number], str]
) -> tuple[Step, ...]:
    """Return the lines of the legend: each class that has a value, from its least to its greatest."""
    classes: dict[int, list[Number]] = {}
    for value in values:
        classes.setdefault(class_of(value, bounds), []).append(value)
    return tuple(
        Step(
            fill=fill_of(held[0], bounds),
            text=say(held[0]) if held[0] == held[-1] else f"{say(held[0])} à {say(held[-1])}",
        )
        for held in classes.values()
    )
