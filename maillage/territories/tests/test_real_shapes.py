"""The real files of Grand Est, where they are at hand: 5,132 communes of 2018, 200 cantons."""

from pathlib import Path

import pytest
from django.conf import settings
from shapely import coverage_is_valid

from maillage.territories import picture
from maillage.territories.actions.communes import import_communes
from maillage.territories.actions.shapes import import_cantons
from maillage.territories.models import Shape, Territory
from maillage.territories.outlines import Outline, polygons, read
from maillage.territories.resolve import resolve_all
from maillage.territories.tests.brought import ORIGIN

GEO: Path = settings.ROOT.parent / "shared" / "data" / "geo"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("france"),
    pytest.mark.skipif(not GEO.exists(), reason="the real shapes of the communes are not on this machine"),
]
SPLIT = [
    "Bar-le-Duc", "Charleville-Mézières", "Chaumont", "Châlons-en-Champagne", "Colmar", "Lunéville", "Metz",
    "Mulhouse", "Nancy", "Reims", "Saint-Dizier", "Saint-Dié-des-Vosges", "Sedan", "Strasbourg", "Troyes",
    "Verdun", "Épernay", "Épinal",
]  # fmt: skip


@pytest.fixture(scope="module")
def outlines() -> list[Outline]:
    return [row for path in sorted(GEO.glob("communes-*.geojson")) for row in read(path)]


def test_seventeen_outdated_codes_resolve(outlines: list[Outline]) -> None:
    now = resolve_all(row.code for row in outlines)
    outdated = {
        row.code: [place.code for place in now[row.code]]
        for row in outlines
        if now[row.code][0].code != row.code
    }

    assert len(outlines) == 5132
    assert len(outdated) == 17
    assert {len(places) for places in outdated.values()} == {1}
    assert outdated["08294"] == ["08053"]


def test_every_commune_of_the_region_gets_its_shape(outlines: list[Outline]) -> None:
    report = import_communes(outlines, origin=ORIGIN)

    assert report.counts["communes"] == 5115
    assert report.counts["anciens codes rattachés"] == 17
    assert report.counts["communes sans contour"] == report.counts["entités laissées"] == 0
    assert report.counts["intercommunalités assemblées"] == 150
    assert report.counts["dont incomplètes"] == 1


def test_map_of_the_epci_is_light_and_without_gaps(outlines: list[Outline]) -> None:
    import_communes(outlines, origin=ORIGIN)
    drawn = picture.of(Territory.objects.get(slug="R44"), Territory.Level.EPCI)
    stored = Shape.objects.filter(territory__level=Territory.Level.EPCI)

    assert drawn is not None
    assert len(drawn.map.areas) == 150
    assert sum(len(area.path) for area in drawn.map.areas) <= 45_000
    assert coverage_is_valid([polygons(row.geometry) for row in stored])


def test_every_commune_is_in_a_canton_and_eighteen_cities_in_several(outlines: list[Outline]) -> None:
    import_communes(outlines, origin=ORIGIN)
    report = import_cantons(read(GEO / "cantons-grand-est.geojson"), origin=ORIGIN)
    communes = Territory.objects.filter(level=Territory.Level.COMMUNE, region__slug="R44")
    split = [row.name for row in communes.prefetch_related("perimeters") if row.perimeters.all()[1:]]

    assert report.counts["cantons créés"] == 200
    assert report.counts["communes placées dans un canton"] == 5115
    assert sorted(split) == sorted(SPLIT)
