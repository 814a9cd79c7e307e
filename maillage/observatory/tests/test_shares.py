"""Totals drawn as the bar of their parts, or not drawn where the drawing would lie."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.observatory.models import Figure
from maillage.observatory.shares import of_totals
from maillage.observatory.tests.factories import a_figure

WHOLE = a_figure("whole", "100", unit="€")


def parts(*values: str, **fields: Any) -> list[Figure]:
    """Return the parts of the whole."""
    said: dict[str, Any] = {"unit": "€", "part_of_id": "whole", "breakdown": "par section", **fields}
    return [a_figure(f"part{rank}", value, **said) for rank, value in enumerate(values)]


def test_budget_is_cut_in_its_two_parts() -> None:
    (cut,) = of_totals([WHOLE, *parts("75", "25")])

    assert cut.whole == WHOLE
    assert [segment.text for segment, _ in cut.told] == ["75\xa0€", "25\xa0€"]
    assert cut.title == f"{WHOLE.label}, par section"
    assert cut.chart.rest == 0


def test_parts_that_leave_some_of_the_whole_leave_room() -> None:
    (cut,) = of_totals([WHOLE, *parts("50", "30")])

    assert cut.chart.rest == 20


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        (("75", "26"), {}),
        (("100",), {}),
        (("75", "-5"), {}),
        (("0", "0"), {}),
        (("75", "25"), {"breakdown": ""}),
        (("75", "25"), {"unit": "salariés"}),
        (("75", "25"), {"part_of_id": "other"}),
        (("75", "25"), {"family": "associations"}),
    ],
)
def test_what_would_lie_is_not_drawn(values: tuple[str, ...], fields: dict[str, Any]) -> None:
    assert list(of_totals([WHOLE, *parts(*values, **fields)])) == []


def test_part_known_by_an_interval_is_not_drawn() -> None:
    wide = Figure(key="wide", low=1, high=2, unit="€", part_of_id="whole", breakdown="par section")

    assert list(of_totals([WHOLE, *parts("75"), wide])) == []


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=6), st.integers(1, 2000))
def test_segments_stay_within_the_bar_in_order(values: list[int], whole: int) -> None:
    total = a_figure("whole", str(whole), unit="€")

    for cut in of_totals([total, *parts(*map(str, values))]):
        ends = [(segment.x, segment.x + segment.width) for segment in cut.chart.segments]
        assert ends == sorted(ends)
        assert ends[-1][1] <= 100.001
        assert sum(figure.value or Decimal(0) for figure in cut.parts) <= whole
