"""Squares on a grid of a tenth of a degree: shapes that a person can check."""

import json
from pathlib import Path
from typing import Any

Ring = list[list[float]]


def square(column: int, row: int = 0, width: int = 1) -> Ring:
    """Return a closed ring: columns go east from 6°, rows north from 48°."""
    west, south = 6 + column / 10, 48 + row / 10
    east, north = west + width / 10, south + 0.1
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return [[round(x, 1), round(y, 1)] for x, y in corners]


def polygon(*rings: Ring) -> dict[str, Any]:
    """Return a GeoJSON polygon."""
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(code: str, name: str, geometry: object) -> dict[str, Any]:
    """Return a feature as the files of the IGN have it."""
    return {"type": "Feature", "properties": {"code": code, "nom": name}, "geometry": geometry}


def geojson(folder: Path, *features: object, name: str = "contours.geojson") -> Path:
    """Write a file of features."""
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return path
