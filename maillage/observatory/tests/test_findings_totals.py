"""Totals and their parts: what adds up is never found, what does not always is."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.observatory.findings.finding import Finding, Kind
from maillage.observatory.findings.found import find
from maillage.observatory.models import Figure
from maillage.observatory.tests.factories import a_figure

COUNTS = st.lists(st.integers(0, 10**6), min_size=2, max_size=6)


def whole_and_parts(whole: str | None, parts: list[str], **fields: Any) -> list[Figure]:
    total = fields.pop("total", {})
    first = {"part_of_id": "tout", "breakdown": "par an"} | fields
    told = [a_figure(f"partie-{rank}", part, quantity=f"p{rank}", **first) for rank, part in enumerate(parts)]
    return [a_figure("tout", whole, quantity="tout", **total), *told]


def kinds(figures: list[Figure]) -> list[Kind]:
    return [finding.kind for finding in find(figures).all]


def only(figures: list[Figure]) -> Finding:
    (finding,) = find(figures).all
    return finding


@given(COUNTS)
def test_total_that_adds_up_is_never_found(parts: list[int]) -> None:
    assert kinds(whole_and_parts(str(sum(parts)), [str(part) for part in parts])) == []


@given(COUNTS, st.integers(-(10**6), 10**6).filter(bool))
def test_total_that_does_not_add_up_is_always_found(parts: list[int], off: int) -> None:
    assert kinds(whole_and_parts(str(sum(parts) + off), [str(part) for part in parts])) == [Kind.TOTAL]


@given(COUNTS, st.integers(0, 10**6))
def test_half_line_holds_every_sum_above_it(parts: list[int], under: int) -> None:
    told = [str(part) for part in parts]
    above = {"total": {"bound": "above"}}

    assert kinds(whole_and_parts(str(sum(parts) - under), told, **above)) == []
    assert kinds(whole_and_parts(str(sum(parts) + 1 + under), told, **above)) == [Kind.TOTAL]


@given(COUNTS, st.integers(0, 1000), st.integers(0, 1000))
def test_interval_holds_the_sums_between_its_ends(parts: list[int], under: int, over: int) -> None:
    told, made = [str(part) for part in parts], sum(parts)
    around = {"low": str(made - under), "high": str(made + over)}
    beside = {"low": str(made + over + 1), "high": str(made + over + 2)}

    assert kinds(whole_and_parts(None, told, total=around)) == []
    assert kinds(whole_and_parts(None, told, total=beside)) == [Kind.TOTAL]


@given(st.lists(st.integers(1, 30), min_size=2, max_size=5), st.integers(1, 50))
def test_shares_of_a_whole_make_a_hundred(shares: list[int], off: int) -> None:
    told = [str(share) for share in [*shares, 100 - sum(shares)]]
    within = [*told[:-1], str(Decimal(told[-1]) + off)]

    assert kinds(whole_and_parts("5000", told, unit="%", total={"unit": "salariés"})) == []
    expected = Kind.ROUNDING if off < (len(told)) / 2 else Kind.TOTAL
    found = kinds(whole_and_parts("5000", within, unit="%", total={"unit": "salariés"}))
    assert found in ([expected], [Kind.ROUNDING]) if off == len(told) / 2 else found == [expected]


def test_gap_that_rounding_explains_is_a_remark() -> None:
    finding = only(whole_and_parts("6800000", ["5300000", "1400000"], unit="€", total={"unit": "€"}))

    assert (finding.kind, finding.severity.name) == (Kind.ROUNDING, "REMARK")
    assert finding.explanation == "L’écart peut venir des arrondis, et d’eux seuls."


def test_gap_is_shown_as_a_sum_that_can_be_redone() -> None:
    finding = only(whole_and_parts("6800000", ["5300000", "1000000"], unit="€", total={"unit": "€"}))

    assert [(step.term, step.value.replace("\xa0", " ")) for step in finding.steps] == [
        ("Libellé partie-0", "5,3 M€"),
        ("Libellé partie-1", "1 M€"),
        ("Somme des parties", "6,3 M€"),
        ("Total annoncé", "6,8 M€"),
        ("Écart", "500\u202f000 €"),
    ]
    assert [figure.key for figure in finding.about] == ["tout", "partie-0", "partie-1"]


@pytest.mark.parametrize(("part", "found"), [("9", []), ("10", []), ("11", [Kind.TOTAL])])
def test_part_alone_only_must_not_exceed_the_whole(part: str, found: list[Kind]) -> None:
    assert kinds(whole_and_parts("10", [part], breakdown="")) == found


def test_parts_without_breakdown_need_not_add_up() -> None:
    assert kinds(whole_and_parts("10", ["7", "8"], breakdown="")) == []


def test_two_breakdowns_of_one_total_are_counted_apart() -> None:
    by_year = whole_and_parts("10", ["4", "6"])
    by_place = [
        a_figure(f"lieu-{n}", "5", part_of_id="tout", breakdown="par lieu", quantity="l") for n in "ab"
    ]

    assert Kind.TOTAL not in kinds([*by_year, *by_place])


def test_parts_in_another_unit_than_the_total_are_left_alone() -> None:
    assert kinds(whole_and_parts("10", ["4", "4"], unit="webinaires")) == []


def test_superseded_part_counts_no_more() -> None:
    old = a_figure(
        "ancienne", "9", part_of_id="tout", breakdown="par an", quantity="p0", superseded_by_id="x"
    )

    assert kinds([*whole_and_parts("10", ["4", "6"]), old]) == []


def test_secret_part_leaves_room() -> None:
    secret = a_figure("secret", status="suppressed", part_of_id="tout", breakdown="par an", quantity="s")

    assert kinds([*whole_and_parts("10", ["4"]), secret]) == []
    assert kinds([*whole_and_parts("10", ["11"]), secret]) == [Kind.TOTAL]


@pytest.mark.parametrize(("last", "found"), [("9", [Kind.FAMILIES]), ("99", [Kind.TOTAL, Kind.FAMILIES])])
def test_families_that_miss_one_only_must_not_exceed_the_whole(last: str, found: list[Kind]) -> None:
    families = {"associations": "77", "cooperatives": "10", "mutuelles": last}
    shares = [
        a_figure(family, value, family=family, unit="%", part_of_id="tout", breakdown="par famille")
        for family, value in families.items()
    ]

    assert kinds([a_figure("tout", "500", quantity="tout"), *shares]) == found
