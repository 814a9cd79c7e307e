"""Outlines of territories in a GeoJSON file: longitude and latitude (WGS84), one feature a territory."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from shapely import force_2d, get_parts, make_valid
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from maillage.territories.files import FileRefused, json_of

MAX_FEATURES = 50_000
DECIMALS = 5  # about a metre
CODES = ("code", "insee_com", "insee_dep", "code_insee")
NAMES = ("nom", "nom_officiel", "name")
RING = 4  # a ring repeats its first point
PAIR = 2
EAST, NORTH = 180, 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feature: its code, its name, its valid shape; `repaired` where its ring crossed itself."""

    path: Path
    number: int
    code: str
    name: str
    shape: BaseGeometry
    repaired: bool

    def refuse(self, reason: str) -> NoReturn:
        """Refuse the whole file because of this feature."""
        raise FileRefused(self.path, f"entité {self.number} ({self.code})", reason)


def read(path: Path) -> list[Outline]:
    """Return every outline of the file; `FileRefused`, with feature and reason, for the first mistake."""
    data = json_of(path)
    features = data.get("features") if isinstance(data, dict) else None
    if (
        not isinstance(data, dict)
        or data.get("type") != "FeatureCollection"
        or not isinstance(features, list)
    ):
        raise FileRefused(path, "", "ce n’est pas du GeoJSON (un FeatureCollection avec ses features)")
    if not features or len(features) > MAX_FEATURES:
        raise FileRefused(
            path, "", f"le fichier a {len(features)} entités\xa0; possible\xa0: 1 à {MAX_FEATURES}"
        )
    return [_outline(path, number, feature) for number, feature in enumerate(features, start=1)]


def _outline(path: Path, number: int, feature: object) -> Outline:
    place = f"entité {number}"
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise FileRefused(path, place, "il manque les propriétés «\xa0code\xa0» et «\xa0nom\xa0»")
    properties = {str(key).lower(): value for key, value in feature["properties"].items()}
    code, name = (_first(properties, names) for names in (CODES, NAMES))
    if not code or not name:
        raise FileRefused(path, place, "il manque les propriétés «\xa0code\xa0» et «\xa0nom\xa0», en texte")
    try:
        shape, repaired = _sound(polygons(feature.get("geometry")))
    except ValueError as error:
        raise FileRefused(path, f"{place} ({code})", str(error)) from error
    return Outline(path=path, number=number, code=code, name=name, shape=shape, repaired=repaired)


def _first(properties: dict[str, object], names: tuple[str, ...]) -> str:
    found = [properties[name] for name in names if isinstance(properties.get(name), str)]
    return str(found[0]).strip()[:200] if found else ""


def polygons(geometry: object) -> MultiPolygon:
    """Return a GeoJSON geometry as polygons; `ValueError`, in French, for anything else."""
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise ValueError("la géométrie doit être un Polygon ou un MultiPolygon")
    parts = geometry.get("coordinates")
    if geometry["type"] == "Polygon":
        parts = [parts]
    return MultiPolygon([Polygon(first, rest) for first, *rest in map(_rings, _list(parts))])


def _rings(part: object) -> list[list[tuple[float, float]]]:
    rings = [[_position(point) for point in _list(ring)] for ring in _list(part)]
    if any(len(ring) < RING or ring[0] != ring[-1] for ring in rings):
        raise ValueError("un contour doit se refermer sur son premier point, en quatre points au moins")
    return rings


def _list(value: object) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise ValueError("les coordonnées sont mal formées")
    return value


def _position(point: object) -> tuple[float, float]:
    """Return longitude and latitude; a projection in metres is named, since it is the usual mistake."""
    numbers = _list(point)[:2]
    if len(numbers) < PAIR or any(type(number) not in {int, float} for number in numbers):
        raise ValueError("une coordonnée n’est pas un couple de nombres")
    longitude, latitude = numbers
    if not (-EAST <= longitude <= EAST and -NORTH <= latitude <= NORTH):  # nor for an infinity
        raise ValueError(
            "les coordonnées ne sont pas des longitudes et latitudes\xa0; "
            "exportez le fichier en WGS84 (EPSG:4326)"
        )
    return float(longitude), float(latitude)


def _sound(shape: MultiPolygon) -> tuple[BaseGeometry, bool]:
    """Return the shape, repaired where a ring crosses itself; `ValueError` where it encloses nothing."""
    repaired = not shape.is_valid
    sound = make_valid(shape, method="structure", keep_collapsed=False) if repaired else shape
    if sound.is_empty or not sound.area:
        raise ValueError("le contour n’entoure rien")
    return force_2d(sound), repaired


def as_geojson(shape: BaseGeometry) -> dict[str, Any]:
    """Return the GeoJSON geometry to store, each number with the decimals that mean something."""
    parts = [
        [_rounded(ring.coords) for ring in (part.exterior, *part.interiors)] for part in get_parts(shape)
    ]
    kept = [[ring for ring in rings if len(ring) >= RING] for rings in parts]
    return {"type": "MultiPolygon", "coordinates": [rings for rings in kept if rings]}


def _rounded(points: Any) -> list[list[float]]:  # noqa: ANN401 -- a sequence of shapely
    """Return the ring without the points that rounding made equal to the one before."""
    ring: list[list[float]] = []
    for longitude, latitude in points:
        point = [round(longitude, DECIMALS), round(latitude, DECIMALS)]
        if not ring or ring[-1] != point:
            ring.append(point)
    return ring
