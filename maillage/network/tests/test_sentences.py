"""Cutting a document into sentences."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.network import kinds, sentences
from maillage.network.sentences import cut, mark

WORDS = st.text("abcdeéèàçœ’-", min_size=1, max_size=8).map(lambda word: f"m{word}")
SENTENCES = st.lists(WORDS, min_size=1, max_size=6).map(lambda words: " ".join(words).capitalize())


@pytest.mark.parametrize("module", [sentences, kinds])
def test_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("Un taux de 11,4 % (10,5 % en France).", 1),
        ("1/Plusieurs démarches : la 1ère en 2021.", 1),
        ("Des défis tels que l’impact... puis d’autres.", 1),
        ("Les pôles CREA… Prochaine conférence en mai.", 2),
        ("Une première. « Une citation. » Une suite.", 3),
        ("  •  Une puce.  ", 1),
        ("\xa0", 0),
    ],
)
def test_line_is_cut_where_a_reader_would(line: str, count: int) -> None:
    assert len(list(cut(line))) == count


@given(st.lists(SENTENCES, min_size=1, max_size=5))
def test_sentences_are_counted_and_known_wherever_they_stand(said: list[str]) -> None:
    found = list(cut("\n\n" + ". ".join(said) + "."))

    assert [(one.line, one.number) for one in found] == [(3, rank + 1) for rank in range(len(said))]
    assert [one.mark for one in found] == [mark(one) for one in said]


@given(st.text())
def test_any_document_is_cut_in_order(document: str) -> None:
    places = [(one.line, one.number) for one in cut(document)]

    assert places == sorted(set(places))


@given(SENTENCES, SENTENCES)
def test_two_sentences_have_two_marks(one: str, other: str) -> None:
    assert (mark(one) == mark(other)) == (one.split() == other.split())
