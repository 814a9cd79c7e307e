"""Facts arranged as the sheet tells them, and said in French."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.dates import FuzzyDate
from maillage.network.kinds import Kind, heading
from maillage.network.models import Entry
from maillage.network.tree import Node, arrange
from maillage.network.wording import date_in_words, details, lines_in_words, to_complete

KINDS = st.sampled_from(["seat", "aim", "meeting"])


def fact(key: str, parent: str | None = None, *, lines: list[int] | None = None, **fields: object) -> Entry:
    first: dict[str, object] = {"kind": "aim", "title": key.capitalize()}
    return Entry(key=key, parent_id=parent, source_lines=lines or [], **(first | fields))


def told(nodes: list[Node]) -> list[str]:
    """Return the keys in the order in which the sheet tells them."""
    return [
        key
        for node in nodes
        for key in (node.entry.key, *told([inner for group in node.groups for inner in group.nodes]))
    ]


def test_facts_of_one_kind_are_told_together() -> None:
    (node,) = arrange(
        [fact("a"), fact("b", "a", kind="seat"), fact("c", "a"), fact("d", "a", kind="seat"), fact("e", "c")]
    )

    assert [(group.heading, [one.entry.key for one in group.nodes]) for group in node.groups] == [
        ("Sièges", ["b", "d"]),
        ("Objectif", ["c"]),
    ]
    assert ([group.kind for group in node.lists], [one.entry.key for one in node.blocks]) == (["seat"], ["c"])


@given(st.lists(st.tuples(st.integers(0, 20), KINDS), max_size=20))
def test_every_fact_is_told_once(shape: list[tuple[int, str]]) -> None:
    """Whatever contains what: each fact hangs under one that came before, or under nothing."""
    facts = [
        fact(f"k{rank}", f"k{above % rank}" if rank and above % 3 else None, kind=kind)
        for rank, (above, kind) in enumerate(shape)
    ]

    assert sorted(told(arrange(facts))) == sorted(one.key for one in facts)


def test_lines_are_said_once() -> None:
    (node,) = arrange(
        [
            fact("a", lines=[67]),
            *(fact(f"s{rank}", "a", kind="seat", lines=[69]) for rank in range(2)),
            fact("p", "a", kind="purpose", lines=[67]),
            fact("q", "a", kind="purpose", lines=[71]),
        ]
    )
    seats, purposes = node.groups

    assert (node.lines, seats.lines, [one.lines for one in seats.nodes]) == ([67], [69], [[], []])
    assert (purposes.lines, [one.lines for one in purposes.nodes]) == ([], [[], [71]])


def test_date_is_said_once() -> None:
    on = FuzzyDate.parse("2019-02/2021-05")
    (node,) = arrange([fact("a", on=on), fact("b", "a", on=on), fact("c", "a", on=FuzzyDate.parse("2022"))])

    assert [one.dated for one in node.groups[0].nodes] == [False, True]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], ""),
        ([47], "ligne\xa047"),
        ([9, 43], "lignes\xa09 et 43"),
        ([67, 69, 71], "lignes\xa067, 69 et 71"),
    ],
)
def test_lines_in_words(lines: list[int], said: str) -> None:
    assert lines_in_words(lines) == said


@pytest.mark.parametrize(
    ("kind", "on", "said"),
    [
        ("framework", "2017/2021", "de 2017 à 2021"),
        ("framework", "2017", "2017"),
        ("event", "2022-05/2022-06", "mai ou juin 2022"),
        ("event", "2021-10-14", "14\xa0octobre 2021"),
        ("event", "?", ""),
    ],
)
def test_date_in_words(kind: str, on: str, said: str) -> None:
    assert date_in_words(fact("a", kind=kind, on=FuzzyDate.parse(on))) == said


def test_details_say_when_where_how_and_which_line() -> None:
    (node,) = arrange(
        [
            fact(
                "a",
                lines=[29],
                on=FuzzyDate.parse("2022"),
                place_name="Épinal",
                as_written="loi NOTRE",
            )
        ]
    )

    assert details(node) == "2022 · Épinal · écrit «\xa0loi NOTRE\xa0» dans la source · ligne\xa029"


def test_place_that_is_the_title_is_not_repeated() -> None:
    (node,) = arrange([fact("reims", title="Reims", place_name="Reims")])

    assert details(node) == ""


@pytest.mark.parametrize(
    ("kind", "status", "said"),
    [
        ("aid", "known", ""),
        ("aid", "a_completer", "à compléter"),
        ("terms", "a_completer", "à fixer par délibération"),
    ],
)
def test_what_is_missing_is_said(kind: str, status: str, said: str) -> None:
    assert to_complete(fact("a", kind=kind, status=status)) == said


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_has_a_heading(kind: str) -> None:
    assert heading(kind, 2)[0].isupper()


@pytest.mark.parametrize(
    ("fields", "brief"),
    [({}, True), ({"text": "Un mot."}, False), ({"title": "x" * 33}, False), ({"alias": "SIGLE"}, False)],
)
def test_names_alone_are_told_in_one_line(fields: dict[str, Any], brief: bool) -> None:  # noqa: FBT001
    (node,) = arrange([fact("parent"), fact("a", "parent"), fact("b", "parent", **fields)])

    assert [group.brief for group in node.groups] == [brief]


def test_many_short_names_are_told_in_columns() -> None:
    (node,) = arrange([fact("parent"), *(fact(f"n{rank}", "parent") for rank in range(6))])

    assert [group.many for group in node.groups] == [True]
