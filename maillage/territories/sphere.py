"""Distances on the globe, pure functions of coordinates in degrees."""

from math import asin, cos, radians, sin, sqrt

Point = tuple[float, float]  # latitude, longitude

EARTH_KM = 6371.0088  # mean radius (IUGG)
# Roads are longer than the great circle. 1.3 is a customary ratio for France, not a measure of these roads:
# whatever is made with it is an estimate and says so.
DETOUR = 1.3


def great_circle(start: Point, end: Point) -> float:
    """Return the kilometres between two points along the globe.

    >>> round(great_circle((48.58392, 7.74553), (49.11911, 6.17269)))
    130
    """
    north, south = radians(start[0]), radians(end[0])
    half_height = sin((south - north) / 2) ** 2
    half_width = cos(north) * cos(south) * sin(radians(end[1] - start[1]) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half_height + half_width)))


def road_estimate(start: Point, end: Point) -> float:
    """Return the kilometres by road, estimated from the great circle."""
    return great_circle(start, end) * DETOUR
