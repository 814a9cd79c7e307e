"""Importing shapes: communes, what is made of them, cantons, departments."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError
from shapely import equals

from maillage.base.entries import JournalEntry
from maillage.territories.models import Former, Import, Shape, Territory
from maillage.territories.outlines import polygons
from maillage.territories.tests.brought import shapes
from maillage.territories.tests.drawings import feature, geojson, polygon, square
from maillage.territories.tests.factories import make_commune, make_department, make_epci, make_former

pytestmark = pytest.mark.django_db
Level = Territory.Level


@pytest.fixture(autouse=True)
def _valley() -> None:
    """Three communes side by side, two of them in one EPCI, and one that merged into the second."""
    epci = make_epci("200000001", "CC de la Vallée", kind="CC")
    make_commune("88001", "Amont", epci=epci)
    bas = make_commune("88002", "Aval", epci=epci)
    make_commune("88003", "Plaine", epci=make_epci("200000002", "CC de la Plaine", kind="CC"))
    make_former("88004", "Hameau", [bas])


def valley(folder: Path, *more: object) -> Path:
    rows = [("88001", "Amont", 0), ("88002", "Aval", 1), ("88003", "Plaine", 3)]
    return geojson(folder, *(feature(code, name, polygon(square(x))) for code, name, x in rows), *more)


def shape_of(slug: str) -> Shape:
    return Shape.objects.get(territory__slug=slug)


def test_communes_take_their_shapes_and_their_source(tmp_path: Path) -> None:
    said = shapes(valley(tmp_path))

    assert "communes : 3" in said
    assert shape_of("88001").origin == Shape.Origin.IMPORTED
    assert shape_of("88001").source == "Essai 2026"
    assert equals(polygons(shape_of("88001").geometry), polygons(polygon(square(0))))


def test_old_code_is_joined_to_the_commune_of_today(tmp_path: Path) -> None:
    said = shapes(valley(tmp_path, feature("88004", "Hameau", polygon(square(2)))))

    assert "88004 Hameau : aujourd’hui 88002 Aval" in said
    assert equals(polygons(shape_of("88002").geometry), polygons(polygon(square(1, width=2))))


def test_epci_are_made_of_their_communes(tmp_path: Path) -> None:
    said = shapes(valley(tmp_path))

    made = shape_of("200000001")
    assert "intercommunalités assemblées : 2" in said
    assert (made.origin, made.whole) == (Shape.Origin.DERIVED, True)
    assert equals(polygons(made.geometry), polygons(polygon(square(0, width=2))))


def test_epci_that_lacks_a_commune_is_not_whole(tmp_path: Path) -> None:
    said = shapes(geojson(tmp_path, feature("88001", "Amont", polygon(square(0)))))

    assert not shape_of("200000001").whole
    assert "dont incomplètes : 1" in said
    assert "- 88002 Aval : aucun contour" in said


def test_split_commune_is_left_out_and_said(tmp_path: Path) -> None:
    both = list(Territory.objects.filter(slug__in=["88001", "88002"]))
    make_former("88003", "Plaine", [*both], kind=Former.Kind.SPLIT, ends_on=date(2020, 1, 1))

    said = shapes(valley(tmp_path), options=("--on", "2018-01-01"))

    assert "88003 Plaine : laissée, partagée depuis entre 88001 Amont, 88002 Aval" in said
    assert not Shape.objects.filter(territory__slug="88003").exists()


def test_unknown_code_is_left_out_and_said(tmp_path: Path) -> None:
    assert "88999 Nulle part : laissée" in shapes(
        valley(tmp_path, feature("88999", "Nulle part", polygon(square(8))))
    )


def test_import_is_kept_and_journaled(tmp_path: Path) -> None:
    shapes(valley(tmp_path))

    done = Import.objects.get()
    assert (done.kind, done.source, list(done.files)) == (
        Import.Kind.COMMUNE_SHAPES,
        "Essai 2026",
        ["contours.geojson"],
    )
    assert JournalEntry.objects.get(action="territories.imported").meta["counts"] == done.counts


def test_same_import_twice_changes_no_shape(tmp_path: Path) -> None:
    shapes(valley(tmp_path))
    before = list(Shape.objects.order_by("pk").values())

    shapes(valley(tmp_path))

    assert list(Shape.objects.order_by("pk").values()) == before


def test_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    tried = shapes(valley(tmp_path), options=("--dry-run",))

    assert not Shape.objects.exists()
    assert not Import.objects.exists()
    assert tried.replace("Essai : rien n’a été écrit.", "") == shapes(valley(tmp_path)).replace(
        "Import enregistré.", ""
    )


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (
            feature("88001", "Amont", polygon(square(5))),
            "entité 4 (88001) : ce code est déjà celui d’une autre entité",
        ),
        (
            feature("88005", "Carrée", {"type": "Point", "coordinates": [6, 48]}),
            "entité 4 (88005) : la géométrie",
        ),
    ],
)
def test_hostile_file_is_refused_whole(tmp_path: Path, more: object, reason: str) -> None:
    with pytest.raises(CommandError) as caught:
        shapes(valley(tmp_path, more))

    assert (
        str(caught.value)
        .replace("\xa0", " ")
        .startswith("Import refusé, rien n’a changé. contours.geojson, ")
    )
    assert reason in str(caught.value).replace("\xa0", " ")
    assert not Shape.objects.exists()


def test_file_of_another_level_is_refused(tmp_path: Path) -> None:
    names = [("88001", "Bruyères"), ("88002", "Charmes"), ("88003", "Darney")]
    path = geojson(tmp_path, *(feature(code, name, polygon(square(0))) for code, name in names))

    with pytest.raises(CommandError, match="Sur 3 noms, 0 seulement sont ceux de ces codes"):
        shapes(path)


def test_cantons_are_made_with_their_communes(tmp_path: Path) -> None:
    shapes(valley(tmp_path))
    path = geojson(
        tmp_path, feature("88001", "Bruyères", polygon(square(0, width=2))), name="cantons.geojson"
    )

    shapes(path, level="cantons")

    canton = Territory.objects.get(slug="C8801")
    assert (canton.level, canton.code, canton.name, canton.origin) == (
        Level.CANTON,
        "8801",
        "Bruyères",
        "Essai 2026",
    )
    assert [row.code for row in canton.communes.order_by("code")] == ["88001", "88002"]


def test_split_city_is_in_every_canton_that_bears_its_name(tmp_path: Path) -> None:
    make_commune("88160", "Épinal")
    shapes(geojson(tmp_path, feature("88160", "Épinal", polygon(square(0, width=2)))))
    rows = [("88005", "Épinal-1", square(0)), ("88006", "Épinal-2", square(1, width=4))]
    shapes(
        geojson(tmp_path, *(feature(code, name, polygon(ring)) for code, name, ring in rows)), level="cantons"
    )

    city = Territory.objects.get(slug="88160")
    assert [row.name for row in city.perimeters.order_by("name")] == ["Épinal-1", "Épinal-2"]


@pytest.mark.parametrize("code", ["88482", "8", "99001", "", "C8801", "880011"])
def test_what_is_no_canton_code_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(CommandError):
        shapes(geojson(tmp_path, feature(code, "Bruyères", polygon(square(0)))), level="cantons")

    assert not Territory.objects.filter(level=Level.CANTON).exists()


def test_department_shape_replaces_the_rough_one(tmp_path: Path) -> None:
    vosges = make_department("88")
    Shape.objects.create(
        territory=vosges, geometry=polygon(square(7)), origin=Shape.Origin.ROUGH, source="Ancien"
    )

    shapes(geojson(tmp_path, feature("88", "Vosges", polygon(square(0)))), level="departements")

    assert (shape_of("88").origin, shape_of("88").source) == (Shape.Origin.IMPORTED, "Essai 2026")


def test_unknown_department_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ce code n’est pas celui d’un département"):
        shapes(geojson(tmp_path, feature("99", "Nulle part", polygon(square(0)))), level="departements")
