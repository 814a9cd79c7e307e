"""What holds of any figures: order does not matter, nor names; findings name figures that are there."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from maillage.observatory.findings.finding import Severity
from maillage.observatory.findings.found import Findings, find
from maillage.observatory.models import Figure
from maillage.observatory.tests.factories import FRANCE, REGION, a_figure, a_source

SOURCES = [a_source("fiche"), a_source("insee", "2017-02", reference=True), a_source("cog", "2026")]


@st.composite
def sets_of_figures(draw: st.DrawFn) -> list[Figure]:
    """Draw figures that have much in common, so that many rules apply."""
    keys = [f"k{number}" for number in range(draw(st.integers(0, 7)))]
    return [
        a_figure(
            key,
            str(draw(st.integers(1, 12))),
            period=draw(st.sampled_from(["?", "2013", "2019"])),
            position=rank,
            quantity=draw(st.sampled_from(["q", "r"])),
            unit=draw(st.sampled_from(["%", "u"])),
            denominator=draw(st.sampled_from(["", "emploi", "emploi privé"])),
            family=draw(st.sampled_from(["", *Figure.Family.values])),
            bound=draw(st.sampled_from(Figure.Bound.values)),
            territory=draw(st.sampled_from([REGION, FRANCE])),
            source=draw(st.sampled_from(SOURCES)),
            perimeter=draw(st.sampled_from(["", "Clap", "Flores"])),
            part_of_id=draw(st.sampled_from([None, *keys[:rank]])),
            breakdown=draw(st.sampled_from(["", "par an"])),
        )
        for rank, key in enumerate(keys)
    ]


def told(findings: Findings) -> list[tuple[object, ...]]:
    return [
        (one.kind, one.key, one.sentence, one.explanation, one.steps, [figure.key for figure in one.figures])
        for one in findings.all
    ]


@given(sets_of_figures(), st.randoms())
def test_findings_do_not_depend_on_the_order(figures: list[Figure], chance: Random) -> None:
    shuffled = list(figures)
    chance.shuffle(shuffled)

    assert told(find(shuffled)) == told(find(figures))


@given(sets_of_figures())
def test_findings_do_not_depend_on_names(figures: list[Figure]) -> None:
    before = [one.sentence for one in find(figures).all]
    for figure in figures:
        figure.key, figure.quantity = f"z-{figure.key}", f"autre-{figure.quantity}"
        figure.part_of_id = figure.part_of_id and f"z-{figure.part_of_id}"

    assert [one.sentence for one in find(figures).all] == before


@given(sets_of_figures())
def test_findings_are_told_whole_and_worst_first(figures: list[Figure]) -> None:
    found = find(figures)

    for one in found.all:
        assert one.about
        assert {figure.key for figure in one.figures} <= {figure.key for figure in figures}
        assert one.sentence.endswith(".")
        assert one.title
    assert [one.severity for one in found.all] == sorted(one.severity for one in found.all)
    assert sum(len(found.of(severity)) for severity in Severity) == len(found.all)


@given(sets_of_figures())
def test_flags_come_from_what_is_found(figures: list[Figure]) -> None:
    found = find(figures)

    for figure in figures:
        concerns = found.naming(figure)
        if figure.key in found.contradicted:
            assert Severity.CONTRADICTION in {one.severity for one in concerns}
        if not concerns:
            assert figure.key not in found.broken | found.contradicted


def test_no_figure_no_finding() -> None:
    assert find([]).all == ()
