"""Names as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.territories.folding import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Épinal", "epinal"),
        ("SAINT-DIÉ-DES-VOSGES", "saint die des vosges"),
        ("St Dié  des Vosges", "saint die des vosges"),
        ("Ste-Marie-aux-Mines", "sainte marie aux mines"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("Œting", "oeting"),
        ("  ", ""),
        ("'; DROP TABLE--", "drop table"),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_fold_twice_is_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_fold_keeps_only_words_of_plain_letters(text: str) -> None:
    assert all(word.isascii() and word.isalnum() for word in fold(text).split(" ") if word)
