"""The examples of the docstrings hold."""

import doctest
from types import ModuleType

import pytest

from maillage.kernels.nomenclature import activities, families, legal, sizes


@pytest.mark.parametrize("module", [activities, families, legal, sizes])
def test_examples_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)

    assert result.attempted > 0
    assert result.failed == 0
