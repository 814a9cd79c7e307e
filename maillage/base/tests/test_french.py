from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.dates import FuzzyDate
from maillage.base.templatetags import french


def seen(text: str) -> str:
    """Show narrow spaces as _, no-break ones as ~."""
    return text.replace("\u202f", "_").replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("1234.56"), "1_234,56~€"),
        (Decimal("999999999999.99"), "999_999_999_999,99~€"),
        (0, "0,00~€"),
        (Decimal("-12.5"), "\u221212,50~€"),
        (None, ""),
        ("", ""),
    ],
)
def test_euros(amount: Any, written: str) -> None:
    assert seen(french.euros(amount)) == written


def test_euros_refuses_floats() -> None:
    with pytest.raises(TypeError, match="jamais en float"):
        french.euros(1.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (6_800_000, "6,8~M€"),
        (3_200_000_000, "3,2~Md€"),
        (6_000_000, "6~M€"),
        (12_500, "12_500~€"),
        (950_000, "950_000~€"),
        (Decimal("999999.50"), "1~M€"),
        (950_000_000, "950~M€"),
        (999_949_999, "999,9~M€"),
        (999_950_000, "1~Md€"),
        (1_234_000_000_000, "1_234~Md€"),
        (-6_800_000, "\u22126,8~M€"),
        (None, ""),
    ],
)
def test_short_euros(amount: Any, written: str) -> None:
    assert seen(french.euros_courts(amount)) == written


@pytest.mark.parametrize(
    ("number", "places", "written"),
    [
        (105_000, None, "105_000"),
        (Decimal("12.50"), None, "12,5"),
        (Decimal(100), None, "100"),
        (Decimal("1E+3"), None, "1_000"),
        (Decimal("12.45"), 1, "12,5"),
        (7, 2, "7,00"),
        (None, None, ""),
    ],
)
def test_numbers(number: Any, places: int | None, written: str) -> None:
    assert seen(french.nombre(number, places)) == written


@given(st.integers(-(10**15), 10**15))
def test_numbers_keep_their_digits(number: int) -> None:
    assert int(french.nombre(number).replace("\u202f", "").replace("\u2212", "-")) == number


@pytest.mark.parametrize(
    ("rate", "places", "written"),
    [
        ("0.125", 2, "12,5~%"),
        ("1", 2, "100~%"),
        ("0", 2, "0~%"),
        ("0.333333", 2, "33,33~%"),
        ("0.333333", 0, "33~%"),
    ],
)
def test_percentages(rate: str, places: int, written: str) -> None:
    assert seen(french.pour_cent(Decimal(rate), places)) == written


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (date(2022, 3, 22), "22~mars 2022"),
        (date(2026, 1, 1), "1er~janvier 2026"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1er~janvier 2027"),
        (FuzzyDate.parse("2022-05/2022-06"), "mai ou juin 2022"),
        (FuzzyDate.parse("2020-10-07/2020-10-08"), "7~et 8~octobre 2020"),
        (FuzzyDate.parse("P30D>la décision"), "30~jours après la décision"),
        (FuzzyDate(), "non dite"),
        (None, ""),
    ],
)
def test_dates_in_words(when: Any, words: str) -> None:
    assert seen(french.en_mots(when)) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), "25~octobre 2026 à 23~h~59, heure de Paris"),
        (datetime(2026, 3, 29, 7, 5, tzinfo=UTC), "29~mars 2026 à 9~h~05, heure de Paris"),
        (None, ""),
    ],
)
def test_hours_are_those_of_paris(at: datetime | None, words: str) -> None:
    assert seen(french.heure_de_paris(at)) == words


@pytest.mark.parametrize(("n", "ending"), [(0, ""), (1, ""), (Decimal("1.9"), ""), (2, "s"), (-2, "s")])
def test_plural_starts_at_two(n: Any, ending: str) -> None:
    assert french.pluriel(n) == ending


def test_plural_takes_both_endings() -> None:
    assert [french.pluriel(n, "al,aux") for n in (1, 2)] == ["al", "aux"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Quoi ? Rien : « 1 234 567 € » !", "Quoi~? Rien~: «~1_234_567~€~»~!"),
        ("12 % en 2022 ; 250 en 2021", "12~% en 2022~; 250 en 2021"),
        ("en 2022 250 personnes", "en 2022 250 personnes"),
    ],
)
def test_signs_stay_with_their_word(text: str, kept: str) -> None:
    assert seen(french.insecable(text)) == kept


def test_filters_need_no_load_and_stay_escaped() -> None:
    template = engines["django"].from_string("{{ x|euros }} {{ t|insecable }}")

    assert seen(template.render({"x": 5, "t": "<b> : "})) == "5,00~€ &lt;b&gt;~: "
