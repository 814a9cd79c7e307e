"""Maps: shapes and places in, the geometry of an SVG out."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.territories.maps import (
    STEPS,
    WIDTH,
    Map,
    Spot,
    Zone,
    class_of,
    draw,
    fill_of,
    path_of,
    quantiles,
)
from maillage.territories.tests.drawings import polygon, square

VALUES = st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=60)
GRID = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=2, max_size=30)


def zone(column: int, **fields: object) -> Zone:
    return Zone(name=f"Zone {column}", geometry=polygon(square(column)), **fields)  # type: ignore[arg-type]


def drawn(*zones: Zone, **options: object) -> Map:
    result = draw(zones, **options)  # type: ignore[arg-type]
    assert result is not None
    return result


def points(path: str) -> list[tuple[int, int]]:
    """Return the absolute points of a path with one ring."""
    numbers = [int(text) for text in re.findall(r"-?\d+", path)]
    x, y = numbers[:2]
    found = [(x, y)]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x, y))
    return found


def test_nothing_has_no_map() -> None:
    assert draw([]) is None


def test_neighbours_share_their_border() -> None:
    left, right = drawn(zone(0), zone(1)).areas

    assert len(set(points(left.path)) & set(points(right.path))) == 2


def test_map_fills_its_width_and_keeps_proportions() -> None:
    found = drawn(zone(0), zone(1))
    across = [x for area in found.areas for x, _ in points(area.path)]

    assert (min(across), max(across)) == (8, WIDTH - 8)
    assert found.height == pytest.approx(984 / 2 / 0.668 + 16, abs=3)  # a degree is shorter eastwards at 48°


def test_north_is_up() -> None:
    south, north = drawn(zone(0), Zone(name="Nord", geometry=polygon(square(0, row=2)))).areas

    assert north.at[1] < south.at[1]


def test_label_stands_in_the_middle() -> None:
    area = drawn(zone(0)).areas[0]
    across, down = zip(*points(area.path), strict=True)

    assert area.at == pytest.approx(((min(across) + max(across)) / 2, (min(down) + max(down)) / 2), abs=1)


def test_values_take_the_steps_of_the_scale() -> None:
    found = drawn(*(zone(value, value=value) for value in range(10)))

    assert [area.fill for area in found.areas] == [step for step in STEPS for _ in range(2)]
    assert [step.text for step in found.legend] == ["0 à 1", "2 à 3", "4 à 5", "6 à 7", "8 à 9"]


def test_given_breaks_are_kept() -> None:
    found = drawn(zone(0, value=1), zone(1, value=50), zone(2, value=99), breaks=[10, 20, 60, 80])

    assert [area.fill for area in found.areas] == [STEPS[0], STEPS[2], STEPS[4]]


def test_legend_says_values_as_the_caller_does() -> None:
    found = drawn(zone(0, value=Decimal("0.1")), say=lambda value: f"{value * 100:.0f} %")

    assert [step.text for step in found.legend] == ["10 %"]


def test_secret_and_missing_are_told_apart_from_values() -> None:
    found = drawn(zone(0, value=1), zone(1, state="suppressed"), zone(2, state="missing"))

    assert [area.state for area in found.areas] == ["known", "suppressed", "missing"]
    assert (found.has_suppressed, found.has_missing, len(found.legend)) == (True, True, 1)


def test_surface_of_a_circle_follows_its_weight() -> None:
    spots = [Spot(name="A", point=(48, 6), weight=100), Spot(name="B", point=(48.1, 6.1), weight=400)]
    large, small = drawn(zone(0), spots=spots).circles

    assert (large.name, small.name) == ("B", "A")
    assert large.radius == small.radius * 2


def test_a_map_with_addresses_is_a_group_of_links() -> None:
    assert drawn(zone(0, url="/territoires/88/")).has_links
    assert not drawn(zone(0)).has_links


def test_shape_smaller_than_a_pixel_is_still_drawn() -> None:
    far = Zone(name="Loin", geometry=polygon(square(9000)))
    assert drawn(zone(0), far).areas[0].path.startswith("M")


@given(GRID)
def test_path_goes_through_every_point(ring: list[tuple[int, int]]) -> None:
    assert points(path_of(ring)) == ring


@given(VALUES)
def test_classes_follow_the_order_of_values(values: list[Decimal]) -> None:
    bounds = quantiles(sorted(values))

    assert len(bounds) < len(STEPS)
    classes = [class_of(value, bounds) for value in sorted(values)]
    assert all(after >= before for before, after in pairwise(classes))


@given(VALUES)
def test_greatest_value_is_the_darkest(values: list[Decimal]) -> None:
    bounds = quantiles(sorted(values))
    expected = STEPS[-1] if bounds else STEPS[0]

    assert fill_of(max(values), bounds) == expected
