"""The shipped geography, counted: what the Insee, the DGCL and the source document say of Grand Est."""

from datetime import date

import pytest
from django.db.models import Count, QuerySet, Sum

from maillage.base.entries import JournalEntry
from maillage.base.loading import Loaded
from maillage.base.packs import PackLoad
from maillage.territories import pack, reference
from maillage.territories.models import Council, Former, Shape, Territory
from maillage.territories.tests.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("france")]
Level = Territory.Level
COMMUNES = {
    "08": 447, "10": 431, "51": 610, "52": 426, "54": 591,
    "55": 499, "57": 725, "67": 514, "68": 366, "88": 506,
}  # fmt: skip
TABLES = ("territoires", "conseils départementaux", "anciennes communes", "contours")


def of_grand_est(level: Level) -> QuerySet[Territory]:
    return Territory.objects.filter(level=level, region__slug="R44")


def counts(report: list[Loaded]) -> list[tuple[int, ...]]:
    return [(line.created, line.updated, line.unchanged, line.removed) for line in report]


def test_report_counts_every_row(france: list[Loaded]) -> None:
    assert [line.kind for line in france] == list(TABLES)
    assert counts(france) == [(36352, 0, 0, 0), (108, 0, 0, 0), (6285, 0, 0, 0), (101, 0, 0, 0)]


def test_levels_are_those_of_the_code() -> None:
    levels = Territory.objects.values_list("level").annotate(count=Count("pk")).order_by()

    assert dict(levels) == {"country": 1, "region": 18, "department": 109, "epci": 1255, "commune": 34969}


def test_communes_of_each_department() -> None:
    found = of_grand_est(Level.COMMUNE).values_list("department__code").annotate(Count("pk")).order_by()

    assert dict(found) == COMMUNES
    assert sum(COMMUNES.values()) == 5115


def test_population_of_the_region() -> None:
    region = Territory.objects.get(slug="R44")

    assert of_grand_est(Level.COMMUNE).aggregate(Sum("population")) == {"population__sum": 5_563_378}
    assert (region.name, region.population) == ("Grand Est", 5_563_378)
    assert Territory.objects.get(slug="R11").population == 12_463_067


def test_one_hundred_and_fifty_epci_touch_the_region() -> None:
    touching = Territory.objects.filter(members__region__slug="R44").distinct()

    assert touching.count() == 150
    assert [row.name for row in touching.filter(region=None)] == ["CC des Savoir-Faire"]
    assert not of_grand_est(Level.COMMUNE).filter(epci=None).exists()


def test_ten_departments_have_nine_councils_since_2021() -> None:
    departments = of_grand_est(Level.DEPARTMENT)
    councils = Council.objects.filter(departments__in=departments).distinct()

    assert departments.count() == 10
    assert councils.sitting(date(2020, 12, 31)).count() == 10
    assert councils.sitting(date(2021, 1, 1)).count() == 9
    assert [row.code for row in councils.sitting(date(2026, 1, 1)).filter(departments__code="67")] == ["6AE"]


def test_every_department_has_a_council_and_collectivites_of_the_sea_have_none() -> None:
    without = Territory.objects.filter(level=Level.DEPARTMENT, councils=None)

    assert set(without.values_list("code", flat=True)) == {
        "975",
        "977",
        "978",
        "984",
        "986",
        "987",
        "988",
        "989",
    }
    assert set(without.values_list("region", flat=True)) == {None}


def test_positions_say_how_they_are_known() -> None:
    known = of_grand_est(Level.COMMUNE).values_list("position").annotate(Count("pk")).order_by()
    strasbourg = Territory.objects.get(slug="67482")

    assert dict(known) == {"geonames": 1591, "epci": 3524}
    assert (strasbourg.latitude, strasbourg.longitude) == (48.58392, 7.74553)
    assert not strasbourg.position_approximate
    assert Territory.objects.filter(level=Level.COMMUNE, position="epci")[0].position_approximate


def test_commune_without_a_place_takes_the_centre_of_its_epci() -> None:
    commune = of_grand_est(Level.COMMUNE).filter(position="epci").select_related("epci")[0]
    group = commune.epci

    assert group is not None
    assert group.position == Territory.Position.CENTRE
    assert (commune.latitude, commune.longitude) == pytest.approx((group.latitude, group.longitude), abs=1e-4)


def test_every_department_of_france_has_its_shape() -> None:
    shaped = Shape.objects.filter(territory__level=Level.DEPARTMENT, origin=Shape.Origin.ROUGH)

    assert shaped.count() == 101
    assert {row.geometry["type"] for row in shaped} == {"Polygon", "MultiPolygon"}


def test_six_communes_were_removed_without_a_successor() -> None:
    gone = Former.objects.filter(kind=Former.Kind.REMOVED)

    assert [row.name for row in gone] == [
        "Hocmont",
        "Creusy",
        "Moronvilliers",
        "Verdey",
        "Sarron",
        "Pierrelez",
    ]
    assert not Former.objects.exclude(kind=Former.Kind.REMOVED).filter(today=None).exists()


def test_same_geography_is_not_loaded_again() -> None:
    before = PackLoad.objects.count(), JournalEntry.objects.count()

    assert pack.load_reference(at=AT) == []
    assert (PackLoad.objects.count(), JournalEntry.objects.count()) == before


def test_same_facts_under_another_mark_write_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "fingerprint", lambda: "0" * 64)

    assert counts(pack.load_reference(at=AT)) == [
        (0, 0, 36352, 0),
        (0, 0, 108, 0),
        (0, 0, 6285, 0),
        (0, 0, 101, 0),
    ]
