"""Batches hold everything once, in order, and never much at a time."""

from itertools import chain, count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.batches import SIZE, batches


@given(st.lists(st.integers()), st.integers(1, 7))
def test_batches_are_the_items_in_order(items: list[int], size: int) -> None:
    made = list(batches(items, size))

    assert list(chain.from_iterable(made)) == items
    assert [len(batch) for batch in made[:-1]] == [size] * (len(made) - 1)


def test_batches_take_no_more_than_they_give() -> None:
    numbers = count()

    assert [len(batch) for batch in islice(batches(numbers), 2)] == [SIZE, SIZE]
    assert next(numbers) == 2 * SIZE


@pytest.mark.parametrize("nothing", [[], iter(())])
def test_batches_of_nothing_are_none(nothing: list[int]) -> None:
    assert list(batches(nothing)) == []
