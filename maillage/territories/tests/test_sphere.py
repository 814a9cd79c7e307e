"""Laws of distances on the globe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.territories.sphere import DETOUR, EARTH_KM, great_circle, road_estimate

POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
STRASBOURG, METZ, REIMS = (48.58392, 7.74553), (49.11911, 6.17269), (49.26526, 4.02853)
HALF_WAY_ROUND = 20_015.12


@pytest.mark.parametrize(("start", "end", "km"), [(STRASBOURG, METZ, 129.6), (METZ, REIMS, 156.7)])
def test_known_distances(start: tuple[float, float], end: tuple[float, float], km: float) -> None:
    assert great_circle(start, end) == pytest.approx(km, abs=1)


def test_poles_are_half_way_round() -> None:
    assert great_circle((90, 0), (-90, 0)) == pytest.approx(HALF_WAY_ROUND, abs=0.1)


@given(POINTS)
def test_distance_to_itself_is_zero(point: tuple[float, float]) -> None:
    assert great_circle(point, point) == 0


@given(POINTS, POINTS)
def test_distance_is_the_same_both_ways(start: tuple[float, float], end: tuple[float, float]) -> None:
    assert great_circle(start, end) == pytest.approx(great_circle(end, start), abs=1e-6)


@given(POINTS, POINTS, POINTS)
def test_way_round_is_never_shorter(
    start: tuple[float, float], by: tuple[float, float], end: tuple[float, float]
) -> None:
    assert great_circle(start, end) <= great_circle(start, by) + great_circle(by, end) + 1e-6


@given(POINTS, POINTS)
def test_distance_is_at_most_half_way_round(start: tuple[float, float], end: tuple[float, float]) -> None:
    assert 0 <= great_circle(start, end) <= 3.15 * EARTH_KM


@given(POINTS, POINTS)
def test_road_is_longer_by_the_detour(start: tuple[float, float], end: tuple[float, float]) -> None:
    assert road_estimate(start, end) == great_circle(start, end) * DETOUR
