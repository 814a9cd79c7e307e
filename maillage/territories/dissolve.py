"""Shapes of EPCI, made of those of their communes: joined, then simplified together so that no gap opens.

Lengths are reckoned on a local plane: longitudes shortened by the cosine of the middle latitude, which is
enough for a region (1 degree = 111 km north to south, and east to west after the shortening).
"""

from collections.abc import Mapping, Sequence
from math import cos, radians

from shapely import coverage_is_valid, coverage_simplify, coverage_union_all, transform, union_all
from shapely.geometry.base import BaseGeometry

KM_PER_DEGREE = 111.2
TOLERANCE_KM = 0.6  # the map of a region is some 600 px wide: a pixel


def dissolve(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """Join shapes into one."""
    return coverage_union_all(parts) if coverage_is_valid(parts) else union_all(parts)


def simplify(
    shapes: Mapping[int, BaseGeometry], tolerance_km: float = TOLERANCE_KM
) -> dict[int, BaseGeometry]:
    """Simplify neighbours together: what two of them share stays shared."""
    if not shapes:
        return {}
    south, north = (
        min(one.bounds[1] for one in shapes.values()),
        max(one.bounds[3] for one in shapes.values()),
    )
    squeeze = cos(radians((south + north) / 2))
    flat = [transform(one, lambda points: points * (squeeze, 1)) for one in shapes.values()]
    simple = coverage_simplify(flat, tolerance_km / KM_PER_DEGREE)
    back = [transform(one, lambda points: points / (squeeze, 1)) for one in simple]
    return dict(zip(shapes, back, strict=True))
