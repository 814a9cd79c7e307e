"""What the sheet leaves to check: the rules, on invented facts."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.dates import FuzzyDate
from maillage.network.kinds import Kind as FactKind
from maillage.network.models import Entry
from maillage.network.points.find import find
from maillage.network.points.point import Kind, Point
from maillage.network.points.terms import differences
from maillage.observatory.models import Figure

ON = date(2026, 11, 25)


def announce(counts: str, value: int, **fields: Any) -> Figure:
    return Figure(
        **{"key": counts, "label": "Total", "counts": counts, "value": Decimal(value), "source_line": 3}
        | fields
    )


def fact(key: str, kind: str = "aid", **fields: Any) -> Entry:
    when = FuzzyDate.parse(fields.pop("on", "?"))
    return Entry(**{"key": key, "kind": kind, "title": key, "source_lines": [7], "on": when} | fields)


def check(figures: list[Figure], entries: list[Entry], dated: str = "2022-03-22") -> list[Point]:
    return find(figures, entries, sheet_dated=FuzzyDate.parse(dated), on=ON)


def said(points: list[Point]) -> list[tuple[str, str]]:
    return [(point.kind, point.sentence.replace("\xa0", " ")) for point in points]


@given(st.integers(1, 30), st.integers(1, 30))
def test_announced_number_is_found_wrong_exactly_when_the_list_has_another(
    announced: int, listed: int
) -> None:
    points = check([announce("aid", announced)], [fact(f"a{rank}") for rank in range(listed)])

    assert [point.kind for point in points] == [Kind.COUNT] * (announced != listed)


def test_wrong_number_says_both_and_their_lines() -> None:
    (point,) = check([announce("aid", 3)], [fact("a"), fact("b")])

    assert said([point]) == [(Kind.COUNT, "« Total » : 3, mais la liste en nomme 2.")]
    assert point.lines == [3, 7]


def test_number_without_any_name_is_told() -> None:
    assert [point.kind for point in check([announce("aid", 3)], [])] == [Kind.UNLISTED]


def test_number_whose_only_fact_is_its_own_total_names_nothing() -> None:
    figure = announce("measure", 75, pk=1)

    points = check([figure], [fact("mesures", "measure", figure=figure)])

    assert [point.kind for point in points] == [Kind.UNLISTED]


def test_bound_is_kept_by_more() -> None:
    assert check([announce("aid", 2, bound=Figure.Bound.ABOVE)], [fact("a"), fact("b"), fact("c")]) == []


def test_fact_to_complete_is_not_a_listed_one() -> None:
    points = check([announce("aid", 1)], [fact("a"), fact("b", status=Entry.Status.TO_COMPLETE)])

    assert points == []


def test_variety_that_leaves_others_out_is_explained_once() -> None:
    places = [fact(f"p{rank}", "conference", variety="on-site") for rank in range(6)]
    online = [fact(f"w{rank}", "conference", variety="online") for rank in range(2)]
    planned = fact("plus tard", "conference", variety="planned", on="2030")

    points = check([announce("conference-on-site", 6), announce("conference-online", 2)],
                   [*places, *online, planned])  # fmt: skip

    assert said(points) == [(Kind.COUNT, "« Total » : 6, quand la liste en nomme 8.")]
    assert "6 sur place, 2 en ligne" in points[0].explanation


def test_partnerships_that_hold_several_conventions_are_counted() -> None:
    many = announce("", 10)
    held = fact("toutes", FactKind.CONVENTION, parent_id="a", figure=many)

    points = check([announce("partnership", 2)], [fact("a", "partnership"), held, fact("b", "partnership")])

    assert said(points) == [(Kind.COUNT, "2 partenariats pour au moins 11 conventions.")]


@pytest.mark.parametrize(
    ("on", "kinds"),
    [
        ("2026-11-24", [Kind.PAST]),
        ("2026-11-25", []),
        ("2026", []),
        ("2022-05/2022-06", [Kind.PAST]),
        ("?", [Kind.UNDATED]),
    ],
)
def test_announcement_is_stale_once_its_last_possible_day_is_past(on: str, kinds: list[Kind]) -> None:
    assert [point.kind for point in check([], [fact("e", "event", variety="planned", on=on)])] == kinds


def test_past_day_is_written_with_its_article() -> None:
    (point,) = check([], [fact("Réunion", "event", variety="planned", on="2022-03-29")])

    assert "pour le 29 mars 2022" in said([point])[0][1]


def test_event_that_is_no_announcement_is_left_alone() -> None:
    assert check([], [fact("e", "event", on="2019")]) == []


@pytest.mark.parametrize(("dated", "found"), [("2022-03-22", 1), ("2021-12-31", 0), ("?", 0)])
def test_framework_over_when_the_sheet_was_updated(dated: str, found: int) -> None:
    points = check([], [fact("Schéma", FactKind.FRAMEWORK, on="2017/2021")], dated)

    assert [point.kind for point in points] == [Kind.EXPIRED] * found


@pytest.mark.parametrize(
    ("written", "right", "pairs"),
    [
        ("Schéma d’Internalisation", "Schéma d’internationalisation",
         [("Internalisation", "internationalisation")]),
        ("loi NOTRE", "Loi NOTRe", []),
        ("Benoite-Vaux", "Benoîte-Vaux", []),
        ("L’Union Régionales", "Union régionale", [("Régionales", "régionale")]),
    ],
)  # fmt: skip
def test_words_that_differ(written: str, right: str, pairs: list[tuple[str, str]]) -> None:
    assert differences(written, right) == pairs


@given(st.text(max_size=40))
def test_text_never_differs_from_itself(text: str) -> None:
    assert differences(text, text) == []


@given(
    st.permutations([fact("a"), fact("b", "event", variety="planned", on="2020"), fact("c", as_written="x")])
)
def test_order_of_the_facts_changes_nothing(facts: list[Entry]) -> None:
    points = check([announce("aid", 3)], facts)

    assert sorted(said(points)) == sorted(said(check([announce("aid", 3)], sorted(facts, key=str))))
