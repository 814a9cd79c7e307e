"""URL x role x method x relation: the server answers what the table says."""

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest
from django.test import Client
from tests.crawl.ask import address, answer, ask
from tests.crawl.table import METHODS, URLS, Cell, cells

pytestmark = pytest.mark.django_db
ASKED = METHODS if os.environ.get("MAILLAGE_COUNTS") == "proof" else ("GET", "POST", "PUT")


def by_url():
    grouped = defaultdict(list)
    for cell in cells(ASKED):
        grouped[cell.url].append(cell)
    return grouped


@pytest.mark.parametrize(("url", "asked"), by_url().items(), ids=list(URLS))
def test_answers_follow_the_table(world, url, asked):
    answers = {cell: answer(ask(cell, world)) for cell in asked}
    _report(answers)

    wrong = [f"{cell} answered {got}" for cell, got in answers.items() if got != cell.expected]
    assert wrong == []


def _report(answers):
    """Leave the answers for the run in which every right is granted (test_sabotage)."""
    if folder := os.environ.get("MAILLAGE_CRAWL_ANSWERS"):
        lines = [json.dumps([str(cell), cell.denied, cell.expected, got]) for cell, got in answers.items()]
        name = next(iter(answers)).url.replace(":", ".")
        Path(folder, f"{name}.jsonl").write_text("\n".join(lines))


UNSEEN = [cell for cell in cells(("GET",)) if cell.relation == "other" and cell.expected == "404"]


@pytest.mark.parametrize("cell", UNSEEN, ids=lambda cell: f"{cell.url}-{cell.role}")
def test_unseen_answers_like_missing(world, cell):
    missing = Cell(cell.url, cell.method, cell.role, "missing", "404")
    unseen_page, missing_page = ask(cell, world), ask(missing, world)

    hidden = address(cell, world), address(missing, world)
    assert unseen_page.content.decode().replace(hidden[0], "") == missing_page.content.decode().replace(hidden[1], "")


@pytest.mark.parametrize("path", ["/n-existe-pas/", "/fiche/n-existe-pas", "/%00", "/compte/../../etc/passwd"])
def test_unknown_address_is_not_found(path):
    assert Client(raise_request_exception=False).get(path).status_code == 404
