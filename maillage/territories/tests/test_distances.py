"""How far one territory is from another."""

from decimal import Decimal

import pytest

from maillage.territories.distances import Trip, between
from maillage.territories.models import Distance, Territory
from maillage.territories.tests.factories import make_commune

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("little_world")]


def place(slug: str) -> Territory:
    return Territory.objects.get(slug=slug)


def test_without_a_matrix_the_distance_is_an_estimate() -> None:
    trip = between(place("67482"), place("57463"))

    assert trip == Trip(km=Decimal("168.4"), estimated=True)


def test_estimate_is_the_same_both_ways() -> None:
    assert between(place("67482"), place("57463")) == between(place("57463"), place("67482"))


def test_matrix_has_the_last_word() -> None:
    Distance.objects.create(start=place("67482"), end=place("57463"), km=Decimal(163), minutes=Decimal(105))

    assert between(place("67482"), place("57463")) == Trip(
        km=Decimal(163), minutes=Decimal(105), estimated=False
    )


def test_matrix_line_counts_both_ways_unless_the_way_back_is_given() -> None:
    Distance.objects.create(start=place("67482"), end=place("57463"), km=Decimal(163))
    assert between(place("57463"), place("67482")) == Trip(km=Decimal(163), estimated=False)

    Distance.objects.create(start=place("57463"), end=place("67482"), km=Decimal(165))
    assert between(place("57463"), place("67482")) == Trip(km=Decimal(165), estimated=False)


def test_territory_is_at_no_distance_of_itself() -> None:
    assert between(place("67482"), place("67482")) == Trip(km=Decimal(0), minutes=Decimal(0), estimated=False)


def test_approximate_position_makes_an_approximate_estimate() -> None:
    centre = {"latitude": 48.2, "longitude": 6.5, "position": Territory.Position.EPCI}
    trip = between(place("67482"), make_commune("88132", "Domèvre", **centre))

    assert trip is not None
    assert (trip.estimated, trip.approximate) == (True, True)


def test_unknown_position_gives_no_distance() -> None:
    assert between(place("67482"), make_commune("98411", "Kerguelen")) is None
