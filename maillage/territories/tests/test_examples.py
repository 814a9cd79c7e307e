"""The examples in the docstrings are true."""

import doctest
from types import ModuleType

import pytest

from maillage.territories import centres, folding, maps, numbers, sphere, wording


@pytest.mark.parametrize("module", [centres, folding, maps, numbers, sphere, wording])
def test_examples(module: ModuleType) -> None:
    result = doctest.testmod(module)

    assert result.attempted > 0
    assert result.failed == 0
