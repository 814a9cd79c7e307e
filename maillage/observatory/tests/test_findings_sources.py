"""What several sources, or one of them twice, say of one thing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.observatory.findings.finding import Kind
from maillage.observatory.findings.found import find
from maillage.observatory.models import Figure
from maillage.observatory.tests.factories import FRANCE, a_figure, a_source

OLDER: dict[str, Any] = {"source": a_source("insee", "2017-02", reference=True)}
LATER: dict[str, Any] = {"source": a_source("cog", "2026-03-09", reference=True)}


def kinds(*figures: Figure) -> list[Kind]:
    return [finding.kind for finding in find(figures).all]


def test_later_source_contradicts_a_figure_without_period() -> None:
    sheet, reference = a_figure("a", "5196", source_line=9), a_figure("b", "5115", period="2026", **LATER)

    (finding,) = find([reference, sheet]).all

    assert (finding.kind, finding.about, finding.against) == (Kind.REFERENCE, (sheet,), (reference,))
    for said in ("5\u202f196", "22\xa0mars 2022", "ligne\xa09", "5\u202f115", "9\xa0mars 2026"):
        assert said in finding.sentence
    assert finding.steps[-1].value == "81"


def test_only_the_figure_in_question_is_flagged() -> None:
    found = find([a_figure("a", "5196"), a_figure("b", "5115", period="2026", **LATER)])

    assert found.contradicted == {"a"}


@pytest.mark.parametrize(
    "changed",
    [
        {"territory": FRANCE},
        {"quantity": "autre"},
        {"family": "mutuelles"},
        {"unit": "cantons"},
        {"denominator": "habitants"},
    ],
)
def test_what_measures_something_else_contradicts_nothing(changed: dict[str, Any]) -> None:
    assert kinds(a_figure("a", "5196"), a_figure("b", "5115", **LATER, **changed)) == []


def test_earlier_source_contradicts_nothing_alone() -> None:
    assert kinds(a_figure("a", "17000"), a_figure("b", "15000", period="2013", **OLDER)) == []


def test_earlier_source_is_named_beside_a_later_one() -> None:
    figures = [a_figure("a", "17"), a_figure("b", "15", **OLDER), a_figure("c", "16", period="2026", **LATER)]

    found = find(figures).naming(figures[0])[0]

    assert [figure.key for figure in found.against] == ["b", "c"]


def test_value_that_changes_over_time_is_no_contradiction() -> None:
    assert kinds(a_figure("a", "10.5", period="2013"), a_figure("b", "10.2", period="2019", **LATER)) == []


def test_two_sources_about_one_year_contradict_each_other() -> None:
    figures = a_figure("a", "10.5", period="2019"), a_figure("b", "10.2", period="2019-12", **LATER)

    assert kinds(*figures) == [Kind.REFERENCE]


def test_superseded_figure_is_not_contradicted() -> None:
    old = a_figure("a", "15000", superseded_by_id="b")

    assert kinds(old, a_figure("b", "17000", **LATER)) == []


@given(st.integers(1, 10**6), st.integers(0, 100))
def test_about_is_contradicted_beyond_half_its_last_unit(value: int, off: int) -> None:
    told = a_figure("a", str(value * 100), bound="about")
    apart = off > (50 if value % 10 else 50 * 10 ** (len(str(value)) - len(str(value).rstrip("0"))))

    assert kinds(told, a_figure("b", str(value * 100 + off), **LATER)) == [Kind.REFERENCE] * apart


def test_one_source_with_two_values_contradicts_itself() -> None:
    (finding,) = find([a_figure("a", "8", source_line=3), a_figure("b", "9", source_line=7)]).all

    assert finding.kind == Kind.TWICE
    assert {figure.key for figure in finding.about} == {"a", "b"}


def test_one_source_with_two_precisions_is_a_remark() -> None:
    figures = [
        a_figure("a", "200000", bound="above", source_line=13),
        a_figure("b", "200000", source_line=14),
    ]

    (finding,) = find(figures).all

    assert (finding.kind, find(figures).contradicted) == (Kind.PRECISION, frozenset())
    assert "«\xa0plus\xa0de\xa0200\u202f000\xa0» (ligne\xa013)" in finding.sentence


def test_one_source_that_repeats_itself_says_nothing_new() -> None:
    assert kinds(a_figure("a", "200000"), a_figure("b", "200000")) == []


def test_one_source_may_give_two_years() -> None:
    assert kinds(a_figure("a", "8", period="2013"), a_figure("b", "9", period="2019")) == []
