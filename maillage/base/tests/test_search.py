"""Finding by words: what holds them, in which order, with how many queries."""

import pytest
from django.contrib.contenttypes.models import ContentType
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoAssertNumQueries

from maillage.base.search import Hit, among, holds, listed, queried, words_of

TEXTS = st.text(max_size=40)


@given(TEXTS, st.integers(1, 8))
def test_text_holds_the_beginning_of_its_own_words(text: str, length: int) -> None:
    words = words_of(text)

    assert all(holds(text, word[:length]) for word in words)


@given(st.text(st.characters(codec="latin-1"), max_size=40))
def test_case_does_not_matter(text: str) -> None:
    assert words_of(text.upper()) == words_of(text.lower())


@given(TEXTS)
def test_reading_words_twice_changes_nothing(text: str) -> None:
    once = words_of(text)

    assert words_of(" ".join(once)) == once


@pytest.mark.parametrize("words", ["", " ", "%", "-", "’"])
def test_no_word_is_held_by_nothing(words: str) -> None:
    assert not holds("Tout", words)


@pytest.mark.parametrize(
    ("text", "words"),
    [("Œuvres", "oeuv"), ("L’aide", "aide"), ("Saint-Dié", "die"), ("Ελλάδα", "ελλα"), ("11,4 %", "11,4")],
)
def test_signs_and_accents_do_not_matter(text: str, words: str) -> None:
    assert holds(text, words)


def test_what_begins_with_the_words_comes_first() -> None:
    rows = ["La région", "Région Grand Est", "Autre"]

    assert among(rows, "region", text=str) == ["Région Grand Est", "La région"]


def test_list_is_cut_and_counted() -> None:
    found = listed("abcde", slice(1, 3), lambda row: Hit(label=row, address="/"))

    assert ([hit.label for hit in found.hits], found.total) == (["b", "c"], 5)


@pytest.mark.parametrize(
    ("window", "queries", "shown"),
    [(slice(0, 1000), 1, True), (slice(0, 2), 1, True), (slice(900, 1000), 2, False)],
)
@pytest.mark.django_db
def test_query_is_cut_and_counted_at_once(
    django_assert_num_queries: DjangoAssertNumQueries,
    window: slice,
    queries: int,
    shown: bool,  # noqa: FBT001 -- a parameter of the test
) -> None:
    total = ContentType.objects.count()

    with django_assert_num_queries(queries):
        found = queried(
            ContentType.objects.order_by("pk"), window, lambda row: Hit(label=str(row), address="/")
        )

    assert (found.total, bool(found.hits)) == (total, shown)
