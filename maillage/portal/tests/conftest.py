"""The real pack, loaded; and a small one that tests may spoil."""

from collections.abc import Callable
from pathlib import Path

import pytest

from maillage.portal.tests.factories import load_grand_est
from maillage.territories.tests.factories import make_region

FIGURES = """sources:
  - {key: fiche, title: Fiche, publisher: RTES, dated: 2022-03-22}
topics:
  - {key: emploi, title: Emploi}
  - {key: moyens, title: Moyens}
figures:
"""
FIGURE = """  - key: {key}
    topic: {topic}
    label: {label}
    value: {value}
    unit: personnes
    period: "?"
    territory: R44
    source: fiche
    status: declared
"""
ALL = (
    ("salaries", "emploi", "Salariés", 12000),
    ("benevoles", "emploi", "Bénévoles", 400),
    ("equipe", "moyens", "Équipe", 8),
)
PACK = "{key: petite, name: Petite Région, level: region, territory: R44}\n"
HOME = "{title: La petite région, lead: Elle est petite., figures: [equipe, salaries]}\n"

Write = Callable[..., Path]


@pytest.fixture
def grand_est(db: None) -> None:  # noqa: ARG001 -- facts are rows
    """Load the real pack and the places it names."""
    load_grand_est()


@pytest.fixture
def small_pack(db: None, tmp_path: Path) -> Write:  # noqa: ARG001 -- its territories are rows
    """Return a function that writes the pack with the home page given, none for an empty text."""
    make_region()

    def write(home: str = HOME) -> Path:
        figures = [FIGURE.format(key=k, topic=t, label=i, value=n) for k, t, i, n in ALL]
        (tmp_path / "figures.yaml").write_text(FIGURES + "".join(figures))
        (tmp_path / "pack.yaml").write_text(PACK)
        if home:
            (tmp_path / "home.yaml").write_text(home)
        return tmp_path

    return write
