"""Laws of the geometry, and what the templates draw from it."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.charts import FAMILIES, GRES, SAPIN, Part, bars, shares, sparkline

VALUES = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=12)
POSITIVE = st.lists(st.integers(min_value=1, max_value=10**9), min_size=1, max_size=12)
SERIES = st.lists(st.none() | st.integers(min_value=-(10**6), max_value=10**6), min_size=1, max_size=30)


def parts(*values: Decimal | int) -> list[Part]:
    return [Part(label=f"partie {rank}", value=value, text=str(value)) for rank, value in enumerate(values)]


def test_shares_of_the_families_keep_their_colours() -> None:
    chart = shares([Part(label=name, value=25, text="25 %", tone=tone) for name, tone in FAMILIES.items()])

    assert [part.tone.name for part in chart.segments] == ["sapin", "mirabelle", "gres", "ardoise"]


def test_shares_are_to_scale_with_a_gap_between() -> None:
    chart = shares(parts(75, 25))

    assert [(part.x, part.width) for part in chart.segments] == [(0.0, 74.7), (75.0, 25.0)]
    assert chart.rest == 0.0


def test_shares_of_a_larger_whole_leave_the_rest_empty() -> None:
    assert shares(parts(280, 68), whole=696).rest == 50.0


def test_shares_of_nothing_draw_an_empty_bar() -> None:
    chart = shares(parts(0, 0))

    assert [part.width for part in chart.segments] == [0.0, 0.0]
    assert chart.rest == 100.0


def test_shares_say_themselves_in_words() -> None:
    assert shares(parts(3, 1)).alternative == "partie 0 3, partie 1 1"


def test_shares_above_the_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="the parts make 12, more than the whole, 10"):
        shares(parts(7, 5), whole=10)


@pytest.mark.parametrize("draw", [shares, bars])
def test_negative_value_is_refused(draw: type) -> None:
    with pytest.raises(ValueError, match="partie 1: a negative value, -2"):
        draw(parts(3, Decimal(-2)))


@given(VALUES)
def test_shares_never_overlap_nor_leave_the_bar(values: list[int]) -> None:
    segments = shares(parts(*values)).segments
    ends = [part.x + part.width for part in segments]

    assert all(end <= after.x + 0.002 for end, after in zip(ends, segments[1:], strict=False))
    assert ends[-1] <= 100.002


@given(POSITIVE)
def test_shares_fill_the_bar_to_its_end(values: list[int]) -> None:
    last = shares(parts(*values)).segments[-1]

    assert last.x + last.width == pytest.approx(100, abs=0.002)


@given(VALUES)
def test_bars_keep_the_order_of_the_values(values: list[int]) -> None:
    drawn = [part.width for part in bars(parts(*values))]

    by_value = [width for _, width in sorted(zip(values, drawn, strict=True))]
    assert by_value == sorted(drawn)


def test_bars_give_the_longest_the_whole_width() -> None:
    assert [part.width for part in bars(parts(50, 200))] == [25.0, 100.0]


def test_bars_against_a_given_length_never_go_beyond() -> None:
    assert [part.width for part in bars(parts(50, 300), longest=200)] == [25.0, 100.0]


def test_bars_of_nothing_are_none() -> None:
    assert bars([]) == ()


def test_bars_take_one_colour_unless_told() -> None:
    drawn = bars([*parts(1), Part(label="refus", value=2, text="2", tone=GRES)])

    assert [part.tone for part in drawn] == [SAPIN, GRES]


def test_sparkline_goes_from_left_to_right_and_up() -> None:
    chart = sparkline([0, 10, 5], width=108, height=28, margin=4)

    assert chart.lines == ("4.0,24.0 54.0,4.0 104.0,14.0",)
    assert chart.last == (104.0, 14.0)


def test_sparkline_breaks_where_a_value_is_missing() -> None:
    assert len(sparkline([1, 2, None, 3, 2]).lines) == 2


def test_sparkline_of_equal_values_lies_in_the_middle() -> None:
    assert sparkline([7, 7]).last[1] == 16.0


def test_sparkline_without_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="without a value"):
        sparkline([None, None])


@given(SERIES.filter(lambda values: any(value is not None for value in values)))
def test_sparkline_stays_within_its_margins(values: list[int | None]) -> None:
    chart = sparkline(values)
    points = [tuple(map(float, point.split(","))) for line in chart.lines for point in line.split(" ")]

    assert all(3.99 <= x <= 116.01 and 3.99 <= y <= 28.01 for x, y in points)


def test_shares_template_gives_words_a_pattern_and_plain_numbers() -> None:
    html = render_to_string(
        "ui/chart_shares.html", {"chart": shares(parts(1, 2)), "key": "k", "title": "Qui"}
    )

    assert 'aria-label="Qui\u00a0: partie 0 1, partie 1 2"' in html
    assert 'width="66.667%"' in html
    assert 'fill="url(#k-mirabelle)"' in html


def test_bars_template_is_a_table_with_its_values() -> None:
    html = render_to_string("ui/chart_bars.html", {"chart": bars(parts(12)), "key": "k", "title": "Lieux"})

    assert '<th scope="row">partie 0</th>' in html
    assert '<span class="bars__value">12</span>' in html


def test_sparkline_template_names_what_it_shows() -> None:
    html = render_to_string(
        "ui/chart_sparkline.html", {"chart": sparkline([1, 2]), "alternative": "de 1 à 2"}
    )

    assert 'aria-label="de 1 à 2"' in html
