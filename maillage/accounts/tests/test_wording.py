"""Every act that the code records is told in French."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import maillage
from maillage.accounts.models import EliminationSlip, FactorReset
from maillage.accounts.wording import ACTS, AUTOMATA

RECORDED = re.compile(r'(?:record\(\s*[^,"]+,|action=|ACTION =)\s*"([a-z_]+\.[a-z_]+)"')
AUTOMATON = re.compile(r'(?:record\(\s*|by=|NOBODY = )"([a-z_]+)"')


def found(pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield what the code says, tests left out."""
    for file in Path(maillage.__path__[0]).rglob("*.py"):
        if "tests" not in file.parts:
            yield from pattern.findall(file.read_text())


def test_every_act_recorded_has_its_words() -> None:
    recorded = set(found(RECORDED))

    assert len(recorded) > 50
    assert recorded - ACTS.keys() == set()


def test_every_automaton_has_its_words() -> None:
    assert set(found(AUTOMATON)) - AUTOMATA.keys() == set()


@pytest.mark.parametrize("to", sorted(set(FactorReset.Status.values) - {"asked"}))
def test_every_answer_to_a_reset_has_its_words(to: str) -> None:
    assert f"accounts.factor_reset_{to}" in ACTS


@pytest.mark.parametrize("to", ["visa", "refused"])
def test_every_answer_to_a_slip_has_its_words(to: str) -> None:
    assert (to in EliminationSlip.Status.values, f"accounts.slip_{to}" in ACTS) == (True, True)
