"""URL x role x method x relation: the server answers what the table says."""

import json
import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.crawl.ask import address, answer, ask, text_of
from tests.crawl.table import ROLES, URLS, Cell, cells, quick

pytestmark = pytest.mark.django_db
PROOF = os.environ["MAILLAGE_ROLES"] == "all"
PARTS = 8
MOST_QUERIES = 12
ANSWERS = os.environ.get("MAILLAGE_CRAWL_ANSWERS")
SOME_ROLES = os.environ.get("MAILLAGE_CRAWL_ROLES", "").split()  # all of them where it is empty


def part(number):
    """Return one part of the cells: a world costs more to make than many questions to ask."""
    asked = [cell for cell in cells() if (PROOF or quick(cell)) and (cell.denied or not ANSWERS)]
    return [
        cell
        for cell in asked
        if list(URLS).index(cell.url) % PARTS == number and cell.role in (SOME_ROLES or ROLES)
    ]


@pytest.mark.parametrize("number", range(PARTS))
def test_answers_follow_the_table(world, number):
    answers, costly = {}, []
    for cell in part(number):
        response = ask(cell, world)
        answers[cell] = answer(response)
        costly += [f"{cell} {fault}" for fault in reading_faults(cell, response)]
    if ANSWERS:  # left for test_apart, in whose run every right is granted
        lines = [json.dumps([str(cell), cell.expected, got]) for cell, got in answers.items()]
        Path(ANSWERS, f"{number}.jsonl").write_text("\n".join(lines))

    wrong = [f"{cell} answered {got}" for cell, got in answers.items() if got != cell.expected]
    assert (wrong, [] if ANSWERS else costly) == ([], [])


def reading_faults(cell, response):
    """Return what a page may not do when it is read: ask too much, write, or act without saying so."""
    if cell.method not in {"GET", "HEAD"}:
        return []
    row = URLS[cell.url]
    written = [one for one in response.queries if not one.lstrip("(").startswith(("SELECT", "WITH"))]
    faults = [f"writes: {one[:80]}" for one in written if row.get("writes", "nothing") not in one]
    faults += [f"records {one}" for one in response.recorded if one != row.get("records")]
    most = row.get("queries", MOST_QUERIES)
    return faults + ([f"{len(response.queries)} queries"] if len(response.queries) > most else [])


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


@pytest.mark.parametrize(
    ("queries", "recorded", "faults"),
    [
        (["SELECT 1"] * MOST_QUERIES, [], []),
        (["SELECT 1"] * (MOST_QUERIES + 1), [], ["13 queries"]),
        (['UPDATE "x"'], [], ['writes: UPDATE "x"']),
        ([], ["accounts.opened"], ["records accounts.opened"]),
    ],
)
def test_watch_over_readings_bites(queries, recorded, faults):
    response = SimpleNamespace(queries=queries, recorded=recorded)

    assert reading_faults(Cell("network:sheet", "GET", "visitor", "", "200"), response) == faults
    assert reading_faults(Cell("network:sheet", "POST", "visitor", "", "405"), response) == []
