"""URL x role x method x relation: the server answers what the table says."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from tests.crawl.ask import address, answer, ask, text_of
from tests.crawl.table import URLS, cells, quick

pytestmark = pytest.mark.django_db
PROOF = os.environ["MAILLAGE_ROLES"] == "all"
PARTS = 8
ANSWERS = os.environ.get("MAILLAGE_CRAWL_ANSWERS")


def part(number):
    """Return one part of the cells: a world costs more to make than many questions to ask."""
    asked = [cell for cell in cells() if (PROOF or quick(cell)) and (cell.denied or not ANSWERS)]
    return [cell for cell in asked if list(URLS).index(cell.url) % PARTS == number]


@pytest.mark.parametrize("number", range(PARTS))
def test_answers_follow_the_table(world, number):
    answers = {cell: answer(ask(cell, world)) for cell in part(number)}
    if ANSWERS:  # left for test_apart, in whose run every right is granted
        lines = [json.dumps([str(cell), cell.expected, got]) for cell, got in answers.items()]
        Path(ANSWERS, f"{number}.jsonl").write_text("\n".join(lines))

    wrong = [f"{cell} answered {got}" for cell, got in answers.items() if got != cell.expected]
    assert wrong == []


@pytest.mark.parametrize("number", range(PARTS))
def test_unseen_answers_like_missing(world, number):
    unseen = [
        cell
        for cell in part(number)
        if (cell.method, cell.relation, cell.expected) == ("GET", "other", "404")
    ]

    assert [
        cell for cell in unseen if page(cell, world) != page(replace(cell, relation="missing"), world)
    ] == []


def page(cell, world):
    """Return what is shown, without the address asked for."""
    return text_of(ask(cell, world)).replace(address(cell, world), "")


@pytest.mark.parametrize(
    "path", ["/n-existe-pas/", "/fiche/n-existe-pas", "/%00", "/compte/../../etc/passwd"]
)
def test_unknown_address_is_not_found(path):
    assert Client(raise_request_exception=False).get(path).status_code == 404
