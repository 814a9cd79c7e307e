"""Activities: the counts of each revision, the tree, the spellings, the sectors."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernels.nomenclature.activities import (
    OTHER,
    TABLES,
    Revision,
    activities,
    activity,
    correspondence,
    lineage,
    revision_on,
    sector,
    sectors,
    spelled,
)
from maillage.kernels.nomenclature.tables import rows

COUNTS = {
    Revision.NAF2025: {"section": 22, "division": 87, "groupe": 287, "classe": 651, "sous-classe": 747},
    Revision.REV2: {"section": 21, "division": 88, "groupe": 272, "classe": 615, "sous-classe": 732},
}
EVERY = [(row["code"], revision) for revision, name in TABLES.items() for row in rows(name)]


@pytest.mark.parametrize("revision", Revision)
def test_levels_have_the_counts_of_insee(revision: Revision) -> None:
    found = [activity(code, of) for code, of in EVERY if of is revision]

    assert Counter(entry.level for entry in found if entry) == COUNTS[revision]
    assert len(activities(revision)) == COUNTS[revision]["sous-classe"]


@pytest.mark.parametrize(
    ("code", "revision", "label"),
    [
        ("88.10A", "rev2", "Aide à domicile"),
        ("94.99Z", "rev2", "Autres organisations fonctionnant par adhésion volontaire"),
        ("88", "rev2", "Action sociale sans hébergement"),
        ("Q", "rev2", "Santé humaine et action sociale"),
        ("43.99C", "rev2", "Travaux de maçonnerie générale et gros œuvre de bâtiment"),
        ("88.10G", "2025", "Activités d’action sociale à domicile"),
        ("94.99Y", "2025", "Activités des organisations associatives n.c.a."),
        ("88.91", "2025", "Activités de garde d’enfants"),
        ("Q", "2025", "Enseignement"),
    ],
)
def test_label_is_that_of_insee(code: str, revision: str, label: str) -> None:
    found = activity(code, Revision(revision))

    assert found is not None
    assert found.label == label


def test_every_entry_hangs_under_the_level_above() -> None:
    levels = ["section", "division", "groupe", "classe", "sous-classe"]

    for code, revision in EVERY:
        steps = lineage(code, revision)
        assert [step.level for step in steps] == levels[: len(steps)]
        assert steps[-1].code == code


@pytest.mark.parametrize("code", ["88.10A", "8810A", "8810a", " 88.10a ", "88 10A"])
def test_spellings_of_one_code_are_read(code: str) -> None:
    assert spelled(code) == "88.10A"


@given(st.text(max_size=8), st.sampled_from(Revision))
def test_any_text_is_known_or_unknown_and_nothing_else(text: str, revision: Revision) -> None:
    found = activity(text, revision)

    assert found is None or found.code == spelled(text)
    assert bool(lineage(text, revision)) == (found is not None)


@pytest.mark.parametrize("code", ["", "00.00Z", "85.3K", "88.10Z", "88.1A", "Z", "04"])
def test_unknown_code_stays_unknown(code: str) -> None:
    assert activity(code) is None
    assert sector(code, "A38") is None


@pytest.mark.parametrize("level", ["A17", "A38"])
def test_sectors_part_the_divisions(level: str) -> None:
    divisions = [row["code"] for row in rows("naf_rev2") if len(row["code"]) == 2]

    assert len(sectors(level)) == int(level[1:])
    assert sorted(code for part in sectors(level) for code in part.divisions) == sorted(divisions)


def test_a38_nests_in_a17() -> None:
    for small in sectors("A38"):
        assert len({sector(code, "A17") for code in small.divisions}) == 1


def test_sector_of_an_activity_is_found_at_each_level() -> None:
    found = [sector("88.10A", level) for level in ("A17", "A38", "A88")]

    assert [part.code if part else None for part in found] == ["OQ", "QB", None]
    assert sector("Q", "A38") is None


def test_subclass_of_one_revision_is_unknown_in_the_other() -> None:
    codes = {revision: {entry.code for entry in activities(revision)} for revision in Revision}

    assert codes[Revision.REV2] & codes[Revision.NAF2025] == set()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("88.10A", ["88.10G"]),
        ("9499Z", ["94.99Y"]),
        ("88.91A", ["85.10Y", "88.91G", "88.91H"]),
        ("63.91Z", ["60.31Y"]),
        ("88.1", []),
        ("00.00Z", []),
    ],
)
def test_what_an_activity_becomes_is_that_of_insee(code: str, expected: list[str]) -> None:
    assert [entry.code for entry in correspondence(code)] == expected


def test_every_subclass_has_a_match_but_one() -> None:
    alone = [entry.code for of in Revision for entry in activities(of) if not correspondence(entry.code, of)]

    assert alone == ["46.89Y"]


@pytest.mark.parametrize("revision", Revision)
def test_correspondence_reads_both_ways(revision: Revision) -> None:
    for entry in activities(revision):
        for match in correspondence(entry.code, revision):
            assert entry in correspondence(match.code, OTHER[revision])


@pytest.mark.parametrize(("on", "expected"), [("2026-12-31", "rev2"), ("2027-01-01", "2025")])
def test_revision_changes_with_the_year_2027(on: str, expected: str) -> None:
    assert revision_on(date.fromisoformat(on)) == expected
