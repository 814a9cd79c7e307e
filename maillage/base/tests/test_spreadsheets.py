"""What is written is what a spreadsheet shows; nothing of it runs."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.spreadsheets import FORMULA, as_csv, inert

CELLS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


@pytest.mark.parametrize("first", FORMULA)
def test_text_that_looks_like_a_formula_is_held_as_text(first: str) -> None:
    assert inert(f"{first}1+1") == f"'{first}1+1"


@pytest.mark.parametrize("cell", [-1, Decimal("-1.50"), None, "", "a=1", "1-2", " =1", "’=", True])
def test_other_cells_are_left_alone(cell: object) -> None:
    assert inert(cell) is cell


@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=3), min_size=1, max_size=3), office=st.booleans())
def test_file_gives_the_cells_back_and_none_is_a_formula(*, rows: list[list[str]], office: bool) -> None:
    text = as_csv("a.csv", rows, office=office).content.decode("utf-8-sig" if office else "utf-8")

    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if office else ","))
    assert read == [[inert(cell) for cell in row] for row in rows]
    assert not [cell for row in read for cell in row if cell.startswith(FORMULA)]


def test_file_is_a_download_in_utf_8() -> None:
    answer = as_csv("chiffres.csv", [["é", Decimal("-1.5")]])

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="chiffres.csv"'
    assert answer.content.decode() == "é,-1.5\r\n"


def test_file_for_an_office_suite_bears_its_mark() -> None:
    assert as_csv("a.csv", [["é", 1]], office=True).content == b"\xef\xbb\xbf\xc3\xa9;1\r\n"
