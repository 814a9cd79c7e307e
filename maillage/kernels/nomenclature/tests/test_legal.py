"""Legal categories: the counts of the source, the tree, the unknown."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernels.nomenclature.legal import legal_categories, legal_category, lineage
from maillage.kernels.nomenclature.tables import rows

CODES = [row["code"] for row in rows("legal_categories")]
# Categories of four digits under each of level I, counted in the source.
LEVEL_ONE = {"0": 1, "1": 1, "2": 11, "3": 6, "4": 6, "5": 88, "6": 51, "7": 62, "8": 20, "9": 14}


def test_levels_have_the_counts_of_the_source() -> None:
    assert Counter(len(code) for code in CODES) == {1: 10, 2: 39, 4: 260}
    assert Counter(category.code[0] for category in legal_categories()) == LEVEL_ONE


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("9220", "Association déclarée"),
        ("5195", "Association coopérative inscrite (droit local Alsace Moselle)"),
        ("5458", "SARL coopérative de production (SCOP)"),
        ("7230", "Région"),
        ("92", "Association loi 1901 ou assimilé"),
    ],
)
def test_label_is_that_of_insee(code: str, label: str) -> None:
    found = legal_category(code)

    assert found is not None
    assert found.label == label


def test_lineage_goes_from_the_top_to_the_category() -> None:
    assert [(step.code, step.level, step.parent) for step in lineage("9260")] == [
        ("9", 1, None),
        ("92", 2, "9"),
        ("9260", 3, "92"),
    ]


@pytest.mark.parametrize("code", CODES)
def test_every_category_hangs_under_one_that_exists(code: str) -> None:
    steps = lineage(code)

    assert [step.level for step in steps] == list(range(1, len(steps) + 1))


@given(st.text(max_size=6))
def test_any_text_is_known_or_unknown_and_nothing_else(text: str) -> None:
    assert (legal_category(text) is not None) == (text in CODES)
    assert bool(lineage(text)) == (text in CODES)


@pytest.mark.parametrize("code", ["", "9310", "922", "92200", " 9220", "９２２０"])
def test_unknown_code_stays_unknown(code: str) -> None:
    assert legal_category(code) is None
