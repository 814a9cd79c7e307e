"""A small pack, good as it is, that tests may spoil; and the real one, loaded."""

from collections.abc import Callable
from pathlib import Path

import pytest

from maillage.network.tests.factories import load_grand_est
from maillage.territories.tests.factories import make_region

FIGURES = """sources:
  - {key: fiche, title: Fiche, publisher: RTES, dated: 2022-03-22}
topics:
  - {key: aides, title: Aides}
  - {key: agenda, title: Agenda}
figures:
  - key: equipe
    topic: aides
    label: Équipe
    value: 8
    unit: personnes
    period: "?"
    territory: R44
    source: fiche
    line: 3
    status: declared
"""
PACK = """key: petite
name: Petite Région
level: region
territory: R44
member_since: 2016
"""
ENTRIES = """section: aides
source: fiche
entries:
  - key: aide
    kind: aid
    title: Une aide
    alias: UA
    text: Elle aide.
    figure: equipe
    line: [1, 2]
    entries:
      - {key: aide-pour, kind: beneficiary, title: Associations, line: 2}
      - {key: aide-montant, kind: terms, title: Taux, status: a_completer}
  - key: rencontre
    kind: event
    variety: planned
    title: Rencontre
    on: 2022-05/2022-06
    place: "88"
    place_name: Vosges
    line: 4
"""
LINES = """source: fiche
lines:
  - {line: 1, mark: 0123456789ab, entries: [aide]}
  - {line: 2, mark: 0123456789ab, entries: [aide, aide-pour], pack: [name]}
  - {line: 3, mark: 0123456789ab, figures: [equipe], sources: [fiche]}
  - {line: 4, mark: 0123456789ab, entries: [rencontre]}
  - {line: 4, sentence: 2, mark: 0123456789ab, reason: transition}
"""
FILES = {
    "pack.yaml": PACK,
    "figures.yaml": FIGURES,
    "entries/aides.yaml": ENTRIES,
    "lines.yaml": LINES,
}

Write = Callable[..., Path]


@pytest.fixture
def small_pack(db: None, tmp_path: Path) -> Write:  # noqa: ARG001 -- its territories are rows
    """Return a function that writes the pack, one text of one file replaced, and gives its folder."""
    make_region()

    def write(name: str = "", old: str = "", new: str = "") -> Path:
        for path, text in FILES.items():
            assert path != name or old in text
            said = text.replace(old, new, 1) if path == name and old else text
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(said)
        return tmp_path

    return write


@pytest.fixture
def grand_est(db: None) -> None:  # noqa: ARG001 -- facts are rows
    """Load the real pack and the places it names."""
    load_grand_est()
