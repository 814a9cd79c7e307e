"""A small pack, good as it is, that tests may spoil."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from maillage.territories.models import Territory
from maillage.territories.tests.factories import make_region

FIGURES = """sources:
  - key: fiche
    title: Fiche
    publisher: RTES
    dated: 2022-03-22
topics:
  - {key: emploi, title: Emploi}
figures:
  - key: salaries
    topic: emploi
    label: Salariés de l’ESS
    bound: above
    value: 200000
    unit: salariés
    period: "?"
    territory: R44
    source: fiche
    line: 13
    status: declared
  - key: benevoles
    topic: emploi
    label: Bénévoles
    low: 950000
    high: 1000000
    unit: personnes
    period: 2022
    territory: R44
    source: fiche
    status: estimated
"""


@pytest.fixture(autouse=True)
def _region(request: pytest.FixtureRequest) -> Territory | None:
    """Give the tests that have a database the region and the country, where figures are."""
    with_database = request.node.get_closest_marker("django_db")
    return make_region() if with_database and request.getfixturevalue("db") is None else None


@pytest.fixture
def pack(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes the pack, with replacements, and gives its folder."""

    def write(**replaced: Any) -> Path:
        text = FIGURES
        for old, new in replaced.get("replace", {}).items():
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / "figures.yaml").write_text(text)
        return tmp_path

    return write
