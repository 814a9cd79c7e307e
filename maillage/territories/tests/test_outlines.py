"""Reading GeoJSON: what is taken in, and every way a file may lie."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.territories.files import FileRefused
from maillage.territories.outlines import as_geojson, polygons, read
from maillage.territories.tests.drawings import feature, geojson, polygon, square

GOOD = polygon(square(0))
BOW = [[6.0, 48.0], [6.1, 48.1], [6.1, 48.0], [6.0, 48.1], [6.0, 48.0]]  # crosses itself
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def refusal(path: Path) -> str:
    with pytest.raises(FileRefused) as caught:
        read(path)
    return caught.value.sentence.replace("\xa0", " ")


def test_features_are_read_in_order(tmp_path: Path) -> None:
    path = geojson(tmp_path, feature("88160", " Épinal ", GOOD), feature("88413", "Saint-Dié", GOOD))

    assert [(row.number, row.code, row.name) for row in read(path)] == [
        (1, "88160", "Épinal"),
        (2, "88413", "Saint-Dié"),
    ]
    assert read(path)[0].shape.area == pytest.approx(0.01)


def test_names_of_properties_of_the_ign_are_known(tmp_path: Path) -> None:
    raw = {"type": "Feature", "properties": {"INSEE_COM": "88160", "NOM": "Épinal"}, "geometry": GOOD}

    assert read(geojson(tmp_path, raw))[0].code == "88160"


def test_ring_that_crosses_itself_is_repaired_and_said(tmp_path: Path) -> None:
    row = read(geojson(tmp_path, feature("88160", "Épinal", polygon(BOW))))[0]

    assert row.repaired
    assert row.shape.is_valid
    assert row.shape.area == pytest.approx(0.005)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "ligne 1 : ce n’est pas du JSON"),
        ("[]", "ce n’est pas du GeoJSON"),
        ('{"type": "Topology"}', "ce n’est pas du GeoJSON"),
        ('{"type": "FeatureCollection", "features": {}}', "ce n’est pas du GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "le fichier a 0 entités"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "« NaN » n’est pas un nombre"),
        ("[" * 100_000, "ce JSON est démesuré"),
        ("1" * 10_000, "ce JSON est démesuré"),
    ],
)
def test_what_is_no_geojson_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "contours.geojson"
    path.write_text(content)

    assert reason in refusal(path)


@pytest.mark.parametrize(
    "entry", [None, "x", {}, {"properties": None}, {"properties": {"code": 88160, "nom": "Épinal"}}]
)
def test_feature_without_code_and_name_is_refused(tmp_path: Path, entry: object) -> None:
    path = geojson(tmp_path, feature("88160", "Épinal", GOOD), entry)

    assert refusal(path).startswith(
        "contours.geojson, entité 2 : il manque les propriétés « code » et « nom »"
    )


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "la géométrie doit être un Polygon"),
        ({"type": "Point", "coordinates": [6, 48]}, "la géométrie doit être un Polygon"),
        ({"type": "Polygon"}, "les coordonnées sont mal formées"),
        (polygon(), "les coordonnées sont mal formées"),
        (polygon(square(0)[:-1]), "un contour doit se refermer"),
        (polygon([[6, 48], [6.1, 48], [6, 48]]), "un contour doit se refermer"),
        (polygon([[6, 48]] * 5), "le contour n’entoure rien"),
        (polygon([[6], [6.1], [6.1], [6]]), "n’est pas un couple de nombres"),
        ({"type": "Polygon", "coordinates": [[["6", "48"]] * 4]}, "n’est pas un couple de nombres"),
        (polygon([[True, False]] * 4), "n’est pas un couple de nombres"),
        (polygon([[10**400, 48]] * 4), "exportez le fichier en WGS84"),
        (polygon([[950000, 6780000]] * 4), "exportez le fichier en WGS84 (EPSG:4326)"),
    ],
)
def test_shape_that_is_none_is_refused(tmp_path: Path, geometry: object, reason: str) -> None:
    found = refusal(geojson(tmp_path, feature("88160", "Épinal", geometry)))

    assert found.startswith("contours.geojson, entité 1 (88160) : ")
    assert reason in found


def test_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent.geojson") == "absent.geojson : ce fichier n’existe pas."


def test_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "contours.geojson"
    path.write_bytes('{"nom":\n"Épinal"}'.encode("latin-1"))

    assert refusal(path) == "contours.geojson, ligne 2 : le texte n’est pas en UTF-8."


@given(ANYTHING)
def test_whatever_the_geometry_holds_it_is_a_shape_or_a_sentence(value: object) -> None:
    for geometry in (
        value,
        {"type": "Polygon", "coordinates": value},
        {"type": "MultiPolygon", "coordinates": value},
    ):
        with suppress(ValueError):
            assert polygons(geometry).geom_type == "MultiPolygon"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5, unique=True))
def test_stored_shape_reads_as_it_was(places: list[tuple[int, int]]) -> None:
    shape = polygons({"type": "MultiPolygon", "coordinates": [[square(*place)] for place in places]})

    assert polygons(json.loads(json.dumps(as_geojson(shape)))).equals(shape)
