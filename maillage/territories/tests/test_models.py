"""What the database refuses, and says in French."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError

from maillage.territories.models import Council, Distance, Former, Shape, Territory
from maillage.territories.pack import make_home
from maillage.territories.tests.factories import make_commune, make_department, make_epci

pytestmark = pytest.mark.django_db
Level = Territory.Level


def refused(row: Model) -> str:
    """Return the sentence; the engine refuses too."""
    with pytest.raises(ValidationError) as caught:
        row.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    return str(caught.value.messages[0])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"level": "planet"}, "Ce niveau de territoire n’existe pas."),
        ({"level": "region", "kind": "CA"}, "Seule une intercommunalité a une nature."),
        ({"level": "epci", "kind": "XX"}, "Seule une intercommunalité a une nature."),
        (
            {"level": "region", "latitude": 48.0},
            "Donner latitude, longitude et leur origine, ou rien des trois.",
        ),
        ({"level": "commune"}, "Une commune et un canton sont dans un département."),
        ({"level": "canton"}, "Une commune et un canton sont dans un département."),
    ],
)
def test_territory_that_cannot_be(fields: dict[str, Any], sentence: str) -> None:
    assert refused(Territory(slug="X", code="X", name="X", **fields)) == sentence


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 181), (-91, 0)])
def test_position_out_of_the_globe_is_refused(latitude: float, longitude: float) -> None:
    place = {"latitude": latitude, "longitude": longitude, "position": "official"}

    assert "latitude" in refused(Territory(slug="X", code="X", name="X", level="region", **place))


def test_territory_is_no_part_of_itself() -> None:
    commune = make_commune()
    commune.epci = commune

    assert refused(commune) == "Un territoire n’est pas une partie de lui-même."


def test_code_is_given_once_per_level() -> None:
    make_department("67")

    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.create(slug="67-bis", level=Level.DEPARTMENT, code="67", name="Bas-Rhin")
    assert Territory.objects.create(slug="R67", level=Level.REGION, code="67", name="Autre").pk


def test_only_one_territory_is_home() -> None:
    first, second = make_department("67"), make_department("68")

    make_home(first.slug)
    make_home(second.slug)

    assert [row.slug for row in Territory.objects.filter(home=True)] == ["68"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.update(home=True)


def test_what_others_point_to_is_not_deleted() -> None:
    commune = make_commune()

    with pytest.raises(ProtectedError):
        Territory.objects.get(slug=commune.code[:2]).delete()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            Council(code="1D", name="C", starts_on=date(2021, 1, 1), ends_on=date(2020, 1, 1)),
            "La fin vient avant le début.",
        ),
        (
            Former(
                code="1",
                name="F",
                kind="merged",
                exact=True,
                starts_on=date(2020, 1, 1),
                ends_on=date(2020, 1, 1),
            ),
            "La fin vient avant le début.",
        ),
        (
            Former(code="1", name="F", kind="lost", exact=True, ends_on=date(2020, 1, 1)),
            "Cet événement n’existe pas.",
        ),
    ],
)
def test_period_that_cannot_be(row: Model, sentence: str) -> None:
    assert refused(row) == sentence


def test_distance_that_cannot_be() -> None:
    start, end = make_commune("88160"), make_commune("88413", "Saint-Dié")

    assert (
        refused(Distance(start=start, end=start, km=1)) == "Une distance relie deux territoires différents."
    )
    assert (
        refused(Distance(start=start, end=end, km=-1)) == "Une distance et une durée ne sont pas négatives."
    )


def test_shape_of_unknown_origin_is_refused() -> None:
    assert refused(Shape(territory=make_commune(), geometry={}, origin="guess", source="?")) == (
        "Cette origine de contour n’existe pas."
    )


@pytest.mark.parametrize(
    ("name", "kind", "full"),
    [
        ("CA d’Epinal", "CA", "Communauté d’agglomération d’Epinal"),
        ("CC des Savoir-Faire", "CC", "Communauté de communes des Savoir-Faire"),
        ("Metz Métropole", "METRO", "Metz Métropole"),
    ],
)
def test_full_name_says_the_kind(name: str, kind: str, full: str) -> None:
    assert make_epci("200000001", name, kind=kind).full_name == full


def test_epci_across_a_border_is_in_both_departments() -> None:
    epci = make_epci()
    for code in ("67001", "68001"):
        make_commune(code, f"Commune {code}", epci=epci)

    for code in ("67", "68"):
        assert list(Territory.objects.within(make_department(code), Level.EPCI)) == [epci]
        assert [row.code for row in Territory.objects.within(make_department(code), Level.COMMUNE)] == [
            f"{code}001"
        ]


def test_every_row_is_seen_by_everyone_and_says_its_name() -> None:
    commune = make_commune()

    assert list(Territory.objects.visible_to(None).filter(pk=commune.pk)) == [commune]
    assert str(commune) == "Épinal"
