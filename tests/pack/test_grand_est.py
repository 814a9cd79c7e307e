"""The Grand Est pack against the document it comes from, where that document is at hand."""

import re
from decimal import Decimal

import pytest
from django.conf import settings

from maillage.base.packs import read
from maillage.observatory.facts import FiguresFile

FILE = read(settings.PACK / "figures.yaml", FiguresFile).fact
REFERENCES = {source.key for source in FILE.sources if source.reference}
FIGURES = [figure for figure in FILE.figures if figure.source not in REFERENCES]
# Written in letters in the source.
LETTERS = {
    "dla-departementaux": "dix DLA",
    "dla-regional": "un DLA",
    "seminaire-itis": "quarantaine",
    "thematiques-prioritaires": "les deux dernières",
    "transitions": "(territoriale, citoyenne, économique, numérique)",
    "thematiques-avenir": "la mobilité, le textile et l’inclusion numérique",
}


def spellings(value):
    """Return the ways the document may write a number: 17 000, 11,4, or in millions and billions."""
    scaled = [value, value / 10**6, value / 10**9]
    plain = [f"{number.normalize():f}" for number in scaled if number == round(number, 1)]
    return {f"{int(value):,}".replace(",", " ")} | {text.replace(".", ",") for text in plain}


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_figure_stands_in_its_line(document, figure):
    line = re.sub(r"\s", " ", document.splitlines()[figure.line - 1])
    if figure.key in LETTERS:
        assert LETTERS[figure.key] in line
        return

    for end in filter(None, (figure.value, figure.low, figure.high)):
        assert any(re.search(rf"(?<!\d){re.escape(text)}(?!\d)", line) for text in spellings(Decimal(end))), (
            end
        )


def test_pack_has_the_figures_of_panorama_budget_and_membership():
    assert len(FIGURES) >= 35
    assert all(figure.line for figure in FIGURES)


def test_the_four_families_share_the_whole():
    assert sum(figure.value for figure in FIGURES if figure.key.startswith("part-") and figure.family) == 100


def test_the_two_budget_parts_add_up():
    value = {figure.key: figure.value for figure in FIGURES}

    assert value["budget-fonctionnement"] + value["budget-investissement"] == value["budget"]
