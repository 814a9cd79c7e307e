"""What every table owes its reader: a description, a provenance on each line, no double, no stray space."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernels.nomenclature.errors import UnknownTable
from maillage.kernels.nomenclature.tables import DATA, in_force, reference, rows, table, tables

NAMES = sorted(path.stem for path in DATA.glob("*.csv"))
DATED = ("perimeter", "exclusions")
KEYS = {
    "aggregates": ("level", "code"),
    "exclusions": ("revision", "code", "from"),
    "naf_rev2_2025": ("rev2", "2025"),
    "perimeter": ("code", "from"),
}
LINES = {
    "aggregates": 17 + 38,
    "exclusions": 15 + 15,
    "legal_categories": 10 + 39 + 260,
    "naf_2025": 22 + 87 + 287 + 651 + 747,
    "naf_rev2": 21 + 88 + 272 + 615 + 732,
    "naf_rev2_2025": 1223,
    "perimeter": 72,
    "size_bands": 16,
}
days = st.dates(date(1990, 1, 1), date(2060, 1, 1))


def test_every_file_is_described_and_every_description_has_its_file() -> None:
    assert sorted(tables()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_number_of_lines_is_that_of_the_source(name: str) -> None:
    assert len(rows(name)) == LINES[name]


@pytest.mark.parametrize("name", NAMES)
def test_description_says_where_the_table_comes_from(name: str) -> None:
    found = table(name)

    assert all((found.title, found.publisher, found.version, found.licence, found.source, found.read_in))
    assert found.status in {"complète", "à compléter"}
    assert found.ends_on is None or (found.starts_on is not None and found.starts_on < found.ends_on)
    assert found.retrieved_on >= date(2026, 11, 25)


@pytest.mark.parametrize("name", NAMES)
def test_no_key_is_given_twice(name: str) -> None:
    keys = [tuple(row[column] for column in KEYS.get(name, ("code",))) for row in rows(name)]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", NAMES)
def test_texts_have_no_stray_space_nor_straight_apostrophe(name: str) -> None:
    texts = [text for row in rows(name) for text in row.values()]

    assert [text for text in texts if text != text.strip() or re.search(r"\s\s|'|[^\xa0][;:?!]", text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_label_is_filled(name: str) -> None:
    assert [row for row in rows(name) if not row.get("label", "without")] == []


@pytest.mark.parametrize("name", DATED)
def test_every_dated_line_has_its_proof(name: str) -> None:
    for row in rows(name):
        assert len(reference(row["source"])) > 20
        assert row["confidence"] in {"calibree", "memoire", "non_verifiee"}
        assert date.fromisoformat(row["from"]) >= date(2008, 1, 1)


def test_unknown_table_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UnknownTable, match="La table «\xa0naf\xa0» n’existe pas"):
        rows("naf")


@given(days, days, days)
def test_line_holds_from_its_first_day_to_its_last(on: date, first: date, last: date) -> None:
    assert in_force(on, first, last) == (first <= on <= last)
    assert in_force(on, first, None) == (first <= on)
