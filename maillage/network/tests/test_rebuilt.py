"""A published document read back as a sheet: nothing lost, the same rules, no query, no link."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from maillage.network import sheet
from maillage.network.format import SheetDocument, read
from maillage.network.published import document
from maillage.network.rebuilt import sheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("grand_est")]
TODAY = date(2026, 11, 25)


@pytest.fixture
def live() -> sheet.Sheet:
    """The sheet of the real pack."""
    return sheet.current(AnonymousUser())


@pytest.fixture
def published(live: sheet.Sheet) -> dict[str, Any]:
    """What `/fiche.json` says of it."""
    return document(live, settings.PUBLIC_ADDRESS)


def parsed(published: dict[str, Any]) -> SheetDocument:
    return read(json.dumps(published).encode())


def test_rebuilt_sheet_publishes_the_same_document(published: dict[str, Any]) -> None:
    assert document(sheet_of(parsed(published)), settings.PUBLIC_ADDRESS) == published


def test_rebuilt_sheet_has_the_same_points_to_check(live: sheet.Sheet, published: dict[str, Any]) -> None:
    alone = replace(live, references=[])
    ours, theirs = alone.to_check(TODAY), sheet_of(parsed(published)).to_check(TODAY)

    assert [point.sentence for point in theirs.points] == [point.sentence for point in ours.points]
    assert [one.sentence for one in theirs.findings.all] == [one.sentence for one in ours.findings.all]
    assert theirs.count == ours.count > 5


def test_rebuilding_and_checking_ask_the_database_nothing(
    published: dict[str, Any], django_assert_num_queries: Any
) -> None:
    read_back = parsed(published)

    with django_assert_num_queries(0):
        rebuilt = sheet_of(read_back)
        rebuilt.to_check(TODAY)
        render_to_string("network/sections.html", {"sheet": rebuilt, "detached": True})


def test_value_shown_is_worked_out_whatever_the_file_claims(published: dict[str, Any]) -> None:
    claimed = published["sections"][0]["chiffres"][0] | {"en_clair": "des milliards", "valeur": "12"}
    published["sections"][0]["chiffres"][0] = claimed | {"intervalle": None, "precision": "exact"}

    shown = render_to_string(
        "network/sections.html", {"sheet": sheet_of(parsed(published)), "detached": True}
    )

    assert "des milliards" not in shown
    assert ">12" in shown


def test_detached_sections_say_the_same_without_any_link(
    live: sheet.Sheet, published: dict[str, Any]
) -> None:
    rebuilt = sheet_of(parsed(published))

    linked = render_to_string("network/sections.html", {"sheet": live})
    bare = render_to_string("network/sections.html", {"sheet": rebuilt, "detached": True})

    assert linked.count("<a href=") > 20
    assert "<a " not in bare
    assert bare.count("<h") == linked.count("<h")


def test_figure_named_from_a_later_section_is_found(live: sheet.Sheet, published: dict[str, Any]) -> None:
    published["sections"].reverse()

    measured = {entry.key: entry.figure for entry in sheet_of(parsed(published)).entries if entry.figure}

    assert {key: row.key for key, row in measured.items()} == {
        entry.key: entry.figure.key for entry in live.entries if entry.figure
    }
