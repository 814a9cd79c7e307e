"""The interval that a published number stands for."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.observatory.spans import Span, said, total, written
from maillage.observatory.tests.factories import a_figure

NUMBERS = st.integers(-(10**6), 10**6).map(Decimal)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    low, high = sorted([draw(NUMBERS), draw(NUMBERS)])
    return Span(draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None])))


@pytest.mark.parametrize(
    ("value", "fields", "low", "high"),
    [
        ("77", {}, "77", "77"),
        ("17000", {"bound": "about"}, "16500", "17500"),
        ("40", {"bound": "rounded"}, "35", "45"),
        ("1100000000", {"bound": "about", "unit": "€"}, "1050000000", "1150000000"),
        ("200000", {"bound": "above"}, "200000", None),
        ("80", {"bound": "below"}, None, "80"),
        (None, {"low": "90000", "high": "105000"}, "90000", "105000"),
        (None, {"status": "suppressed"}, "0", None),
    ],
)
def test_said(value: str | None, fields: dict[str, Any], low: str | None, high: str | None) -> None:
    found = said(a_figure("f", value, **fields))

    assert (found.low, found.high) == tuple(end if end is None else Decimal(end) for end in (low, high))


@pytest.mark.parametrize(
    ("value", "unit", "half"),
    [
        ("77", "%", "0.5"),
        ("11.4", "%", "0.05"),
        ("6800000", "€", "50000"),
        ("6812345", "€", "0"),
        ("3200000000", "€", "50000000"),
        ("2.37", "millions", "0.005"),
        ("5196", "communes", "0"),
        ("200000", "salariés", "0"),
    ],
)
def test_written(value: str, unit: str, half: str) -> None:
    found = written(a_figure("f", value, unit=unit))

    assert (found.low, found.high) == (Decimal(value) - Decimal(half), Decimal(value) + Decimal(half))


@pytest.mark.parametrize(("one", "other", "meet"), [("11.4", "11.4", True), ("11.4", "11.5", False)])
def test_neighbours_that_rounding_parts_do_not_meet(one: str, other: str, meet: bool) -> None:  # noqa: FBT001 -- what is expected
    first, second = (written(a_figure("f", value, unit="%")) for value in (one, other))

    assert first.meets(second) is second.meets(first) is meet


@given(spans(), spans())
def test_spans_meet_both_ways_or_are_apart(one: Span, other: Span) -> None:
    assert one.meets(other) == other.meets(one) == (one.gap(other) == 0)
    assert one.gap(other) == other.gap(one) >= 0


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1))
def test_sum_lies_between_the_sums_of_the_ends(ends: list[tuple[Decimal, Decimal]]) -> None:
    parts = [Span(min(pair), max(pair)) for pair in ends]

    lows, highs = [min(pair) for pair in ends], [max(pair) for pair in ends]
    assert total(parts) == Span(sum(lows, Decimal(0)), sum(highs, Decimal(0)))


def test_sum_with_a_half_line_has_no_end() -> None:
    assert total([Span(Decimal(1), None), Span(Decimal(2), Decimal(3))]) == Span(Decimal(3), None)
