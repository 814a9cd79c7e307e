"""Every sentence of the document the Grand Est pack comes from, where that document is at hand."""

from itertools import chain

import pytest
from django.conf import settings

from maillage.base.packs import read
from maillage.network import lines
from maillage.network.facts import CollectiviteFact, EntriesFile, told
from maillage.network.lines import LinesFile
from maillage.network.sentences import cut
from maillage.observatory.facts import FiguresFile

LINES = read(settings.PACK / "lines.yaml", LinesFile).fact
LISTED = LINES.lines
FIGURES = [
    figure
    for figure in read(settings.PACK / "figures.yaml", FiguresFile).fact.figures
    if figure.source == LINES.source
]
FILES = sorted((settings.PACK / "entries").glob("*.yaml"))
ENTRIES = [one.fact for one in chain.from_iterable(told(read(path, EntriesFile)) for path in FILES)]
KNOWN = [fact for fact in ENTRIES if fact.status == "known"]


def test_no_sentence_of_the_document_is_missing_or_unknown(document):
    assert list(lines.gaps(settings.PACK, document)) == []
    assert len(LISTED) == len(list(cut(document))) == 101


def test_every_line_of_the_document_is_listed(document):
    written = {rank for rank, line in enumerate(document.splitlines(), start=1) if line.strip()}

    assert {sentence.line for sentence in LISTED} == written


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_figure_is_said_by_a_sentence_of_its_line(figure):
    assert figure.line in {sentence.line for sentence in LISTED if figure.key in sentence.figures}


@pytest.mark.parametrize("fact", KNOWN, ids=lambda fact: fact.key)
def test_fact_is_said_by_a_sentence_of_each_of_its_lines(fact):
    assert {sentence.line for sentence in LISTED if fact.key in sentence.entries} == set(fact.line)


def test_what_is_to_complete_is_said_by_no_sentence():
    todo = {fact.key for fact in ENTRIES} - {fact.key for fact in KNOWN}

    assert todo
    assert todo & {key for sentence in LISTED for key in sentence.entries} == set()


def test_sentences_without_fact_say_why():
    reasons = {sentence.line: sentence.reason for sentence in LISTED if sentence.reason}

    assert all(len(reason) >= len("intertitre") for reason in reasons.values())
    assert len(reasons) < len(LISTED) / 5


def test_collectivite_is_said_by_the_first_and_last_lines(document):
    pack = read(settings.PACK / "pack.yaml", CollectiviteFact).fact
    said = document.splitlines()
    where = {name: sentence.line for sentence in LISTED for name in sentence.pack}

    assert said[where["name"] - 1] == pack.name
    assert "22/03/2022" in said[where["sheet_dated"] - 1]
    assert pack.sheet_dated == "2022-03-22"
    assert said[where["member_since"] - 1].endswith(pack.member_since)


def test_membership_is_the_same_as_the_figure():
    pack = read(settings.PACK / "pack.yaml", CollectiviteFact).fact

    assert {str(figure.value) for figure in FIGURES if figure.key == "adhesion-rtes"} == {pack.member_since}
