"""The map of each kind of territory."""

from typing import Any

import pytest

from maillage.territories import picture
from maillage.territories.models import Shape, Territory
from maillage.territories.tests.drawings import polygon, square
from maillage.territories.tests.factories import make_commune

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("little_world")]
Level = Territory.Level


def place(slug: str) -> Territory:
    return Territory.objects.select_related("epci", "department", "region").get(slug=slug)


def shape(slug: str, column: int, **fields: Any) -> None:
    known = {"origin": Shape.Origin.IMPORTED, "source": "IGN"}
    Shape.objects.create(territory=place(slug), geometry=polygon(square(column)), **(known | fields))


def perimeter(level: Level) -> Territory:
    row = Territory.objects.create(
        slug="PERIMETRE", level=level, code="P", name="Périmètre", department=place("88")
    )
    row.communes.set([place("88160"), place("88413")])
    return row


def drawn(territory: Territory, level: str = "") -> picture.Picture:
    found = picture.of(territory, level)
    assert found is not None
    return found


def test_country_has_no_map() -> None:
    assert picture.of(place("FR")) is None


def test_region_without_any_shape_has_no_map_of_departments() -> None:
    assert picture.of(place("R44")) is None


def test_region_by_epci_shows_shapes_where_they_are() -> None:
    shape("200068757", 0, origin=Shape.Origin.DERIVED)
    found = drawn(place("R44"), Level.EPCI)

    assert [area.name for area in found.map.areas] == ["Communauté d’agglomération d’Epinal"]
    assert (found.circles, found.sources) == (False, ("IGN",))


def test_region_by_epci_shows_circles_within_departments_where_they_are_not() -> None:
    shape("88", 0, origin=Shape.Origin.ROUGH, source="Natural Earth")
    Territory.objects.filter(level=Level.EPCI).update(latitude=48.05, longitude=6.05, position="centre")
    found = drawn(place("R44"), Level.EPCI)

    assert (found.circles, len(found.map.circles)) == (True, 13)
    assert [area.state for area in found.map.areas] == ["context"]


@pytest.mark.parametrize("level", [Level.CANTON, Level.QPV, Level.AGENCY])
def test_perimeter_shows_its_communes(level: Level) -> None:
    shape("88160", 0)
    shape("88413", 1)
    shape("67482", 2)

    assert [area.name for area in drawn(perimeter(level)).map.areas] == ["Épinal", "Saint-Dié-des-Vosges"]


def test_perimeter_without_shapes_shows_its_communes_by_circles() -> None:
    shape("88", 0, origin=Shape.Origin.ROUGH)

    assert len(drawn(perimeter(Level.AGENCY)).map.circles) == 2


def test_commune_without_epci_is_drawn_alone() -> None:
    make_commune("29155", "Ouessant")
    shape("29155", 0)

    assert [area.state for area in drawn(place("29155")).map.areas] == ["here"]


def test_commune_whose_place_is_unknown_has_no_map() -> None:
    make_commune("98411", "Îles Saint-Paul")

    assert picture.of(place("98411")) is None


@pytest.mark.parametrize(("slug", "level"), [("88160", "epci"), ("67", "department"), ("R44", "commune")])
def test_level_that_a_territory_is_not_drawn_by_has_no_map(slug: str, level: str) -> None:
    assert picture.of(place(slug), level) is None
