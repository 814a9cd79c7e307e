"""Shares of two wholes, comparisons that do not hold, families left out, series that break."""

from typing import Any

import pytest

from maillage.observatory.findings.comparisons import contains
from maillage.observatory.findings.finding import Finding, Kind
from maillage.observatory.findings.found import find
from maillage.observatory.models import Figure
from maillage.observatory.tests.factories import DEPARTMENT, FRANCE, REGION, a_figure, a_source

INSEE = a_source("insee", "2017-02", reference=True)


def kinds(*figures: Figure) -> list[Kind]:
    return [finding.kind for finding in find(figures).all]


def share(key: str, value: str, whole: str, **fields: Any) -> Figure:
    return a_figure(key, value, denominator=whole, unit="%", **fields)


def only(*figures: Figure) -> Finding:
    (finding,) = find(figures).all
    return finding


def test_one_share_of_two_wholes_is_a_contradiction() -> None:
    finding = only(
        share("a", "11.4", "emploi salarié", source_line=13),
        share("b", "11.4", "emploi privé", source_line=19),
    )

    assert finding.sentence.replace("\xa0", " ") == (
        "11,4 % rapportés à deux ensembles différents : "
        "« emploi salarié » (ligne 13) et « emploi privé » (ligne 19)."
    )
    assert [figure.key for figure in finding.about] == ["a", "b"]


def test_reference_says_which_whole_is_the_right_one() -> None:
    reference = share("c", "11.4", "emploi salarié", period="2013", source=INSEE)
    finding = only(share("b", "11.4", "emploi privé"), reference)

    assert (finding.against, "«\xa0emploi salarié\xa0», en\xa02013" in finding.explanation) == (
        (reference,),
        True,
    )


def test_three_wholes_make_one_finding() -> None:
    shares = [share(whole, "11", whole) for whole in ("emploi", "emploi privé", "emploi salarié")]

    assert "trois ensembles" in only(*shares).sentence


@pytest.mark.parametrize(
    ("value", "changed"),
    [
        ("13.9", {}),
        ("11.4", {"denominator": "EMPLOI  salarie"}),
        ("11.4", {"territory": FRANCE, "quantity": "autre"}),
        ("11.4", {"family": "mutuelles"}),
        ("11.4", {"quantity": "autre"}),
        ("11.4", {"denominator": ""}),
    ],
)
def test_shares_that_do_not_clash_are_left_alone(value: str, changed: dict[str, Any]) -> None:
    other = a_figure("b", value, unit="%", **({"denominator": "emploi privé"} | changed))

    assert kinds(share("a", "11.4", "emploi salarié"), other) == []


def test_shares_of_two_years_do_not_clash() -> None:
    assert kinds(share("a", "11", "emploi", period="2013"), share("b", "11", "postes", period="2019")) == []


def test_comparison_of_two_wholes_does_not_hold() -> None:
    here, there = share("a", "11.4", "emploi privé"), share("b", "10.5", "emploi salarié", territory=FRANCE)

    finding = only(there, here)

    assert (finding.kind, finding.about) == (Kind.COMPARISON, (here, there))
    assert [step.value for step in finding.steps] == ["11,4\xa0%", "10,5\xa0%"]


def test_comparison_turns_round_with_the_right_whole() -> None:
    here, there = share("a", "11.4", "emploi privé"), share("b", "10.5", "emploi salarié", territory=FRANCE)
    right = share("c", "13.9", "emploi privé", territory=FRANCE, period="2013", source=INSEE)

    (finding,) = [one for one in find([here, there, right]).all if one.kind == Kind.COMPARISON]

    assert (
        "La première paraît plus forte\xa0; rapportée au même ensemble, elle est plus faible."
        in finding.explanation
    )
    assert [step.term for step in finding.steps][2] == "France, emploi privé, en\xa02013"


def test_comparison_of_one_whole_holds() -> None:
    assert kinds(share("a", "11.4", "emploi"), share("b", "10.5", "emploi", territory=FRANCE)) == []


def test_two_sources_compare_nothing() -> None:
    assert (
        kinds(share("a", "11", "emploi privé"), share("b", "10", "emploi", territory=FRANCE, source=INSEE))
        == []
    )


def test_territories_lie_in_one_another() -> None:
    assert contains(FRANCE, REGION)
    assert contains(FRANCE, DEPARTMENT)
    assert contains(REGION, DEPARTMENT)
    assert not contains(DEPARTMENT, REGION)
    assert not contains(REGION, FRANCE)
    assert not contains(FRANCE, FRANCE)


def payroll(*families: str, **fields: Any) -> list[Figure]:
    return [a_figure(family, "1000000", family=family, unit="€", **fields) for family in families]


def test_families_left_out_are_named() -> None:
    finding = only(*payroll("associations", "cooperatives"))

    assert finding.kind == Kind.FAMILIES
    assert "2 familles sur 4. Il manque les fondations et les mutuelles." in finding.sentence
    assert [step.value for step in finding.steps[2:]] == ["non donné", "non donné", "2\xa0M€"]


@pytest.mark.parametrize("families", [["associations"], list(Figure.Family.values)])
def test_one_family_or_all_leave_none_out(families: list[str]) -> None:
    assert kinds(*payroll(*families)) == []


def test_families_of_two_sources_or_years_are_not_one_breakdown() -> None:
    associations = payroll("associations")

    assert kinds(*associations, *payroll("cooperatives", source=INSEE)) == []
    assert kinds(*associations, *payroll("cooperatives", period="2019")) == []


@pytest.mark.parametrize("aspect", ["perimeter", "method"])
def test_series_breaks_where_counting_changes(aspect: str) -> None:
    before = a_figure("a", "10", period="2013", **{aspect: "Clap"})
    after = a_figure("b", "12", period="2019", **{aspect: "Flores"})

    found = find([after, before])

    assert (set(found.broken), set(found.contradicted)) == ({"b"}, set())
    assert "Avant\xa0: Clap. Après\xa0: Flores." in found.all[0].explanation


@pytest.mark.parametrize(
    ("period", "perimeter"), [("2019", "clap"), ("2019", ""), ("?", "Flores"), ("2013-05", "Flores")]
)
def test_series_goes_on(period: str, perimeter: str) -> None:
    before = a_figure("a", "10", period="2013", perimeter="Clap")

    assert Kind.BREAK not in kinds(before, a_figure("b", "10", period=period, perimeter=perimeter))
