"""Codes of the past lead to the communes of today."""

from datetime import date

import pytest

from maillage.territories.resolve import resolve, resolve_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("france")]


def codes(code: str, on: date | None = None) -> list[str]:
    return [row.code for row in resolve(code, on)]


@pytest.mark.parametrize(
    ("code", "today"),
    [
        ("88160", ["88160"]),  # never merged away
        ("08294", ["08053"]),  # La Moncelle, a commune nouvelle of 2024
        ("20366", ["2B366"]),  # Chisa, before Corse was two departments
        ("78509", ["95509"]),  # Puiseux-en-France, before the Val-d'Oise
        ("67402", ["67372"]),  # Ringeldorf, Val-de-Moder
        ("60694", ["60694"]),  # Villotran, merged in 2019, a commune again
        ("69159", ["69114"]),  # Porte des Pierres Dorées, whose chief town changed
        ("51385", []),  # Moronvilliers, abolished in 1950
        ("00000", []),
        ("é", []),
    ],
)
def test_code_without_a_day(code: str, today: list[str]) -> None:
    assert codes(code) == today


def test_commune_of_1970_is_part_of_a_larger_one() -> None:
    assert codes("67012", date(1970, 1, 1)) == ["67012"]  # Aschbach, associated then a commune again
    assert codes("67014", date(1970, 1, 1)) == ["67418"]  # Auenheim, in Rountzenheim-Auenheim since 2019


def test_chain_of_mergers_is_followed_to_its_end() -> None:
    assert codes("01091", date(1970, 1, 1)) == ["01033"]  # Châtillon, itself merged into Valserhône in 2019


def test_split_commune_leads_to_all_its_parts() -> None:
    whole = [
        "52009",
        "52037",
        "52059",
        "52105",
        "52108",
        "52116",
        "52163",
        "52207",
        "52280",
        "52348",
        "52363",
        "52397",
    ]

    assert codes("52348", date(1975, 1, 1)) == whole
    assert codes("52348", date(1960, 1, 1)) == codes("52348") == ["52348"]


def test_day_matters_where_a_code_covered_other_land() -> None:
    assert codes("27078", date(1945, 1, 1)) == ["27078", "27111", "27621"]
    assert codes("27078", date(1940, 1, 1)) == ["27078"]
    assert codes("27621", date(1945, 1, 1)) == [
        "27621"
    ]  # a part of 27078 that day, a commune before and after


def test_day_of_the_event_is_already_after_it() -> None:
    assert codes("85084", date(2023, 12, 31)) == ["85084", "85165", "85212"]
    assert codes("85084", date(2024, 1, 1)) == ["85084"]


def test_old_code_written_after_its_end_still_resolves() -> None:
    assert codes("08294", date(2025, 6, 1)) == ["08053"]


def test_many_codes_at_once_say_the_same() -> None:
    asked = ["88160", "08294", "51385", "27078", "inconnu"]

    found = resolve_all(asked)

    assert {code: [row.code for row in rows] for code, rows in found.items()} == {
        code: codes(code) for code in asked
    }
