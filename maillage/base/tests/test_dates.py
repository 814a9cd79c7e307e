from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.dates import BadDate, FuzzyDate, FuzzyDateField, Precision
from maillage.base.tests.specimens.models import Case

DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
MONTHS = DAYS.map(lambda day: f"{day:%Y-%m}")
YEARS = DAYS.map(lambda day: f"{day:%Y}")
SEASONS = st.tuples(YEARS, st.sampled_from([21, 22, 23, 24, 33, 34, 35, 36, 40, 41])).map(
    "{0[0]}-{0[1]}".format
)
OFFSETS = st.tuples(st.integers(1, 999), st.sampled_from("DWMY")).map("P{0[0]}{0[1]}".format)
RELATIVES = st.tuples(
    st.just("") | OFFSETS,
    st.sampled_from("<>"),
    st.sampled_from(["la clôture", "la décision", "l’ouverture du guichet"]),
).map("".join)


def _ranges(one: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(one, min_size=2, max_size=2, unique=True).map(lambda both: "/".join(sorted(both)))


TEXTS = st.one_of(
    *(DAYS.map(str), MONTHS, YEARS, SEASONS, RELATIVES, st.just("?")),
    *(_ranges(DAYS.map(str)), _ranges(MONTHS), _ranges(YEARS)),
)
DATES = TEXTS.map(FuzzyDate.parse)


@given(TEXTS)
def test_canonical_text_round_trips(text: str) -> None:
    assert str(FuzzyDate.parse(text)) == text


@given(DATES.filter(lambda told: told.start is not None))
def test_words_are_read_back(told: FuzzyDate) -> None:
    assert FuzzyDate.parse(told.in_words()) == told


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1ER JANVIER 2026", "2026-01-01"),
        ("le 22 mars 2022", "2022-03-22"),
        ("aout 2021", "2021-08"),
        ("2017 à 2021", "2017/2021"),
        ("l'été 2022", "2022-22"),
        ("fin d'année 2021", "2021-36"),
    ],
)
def test_words_as_people_type_them_are_read(typed: str, kept: str) -> None:
    assert str(FuzzyDate.parse(typed)) == kept


@pytest.mark.parametrize(
    "typed", ["32 mars 2022", "mars", "12 2022", "hiver 2022-2025", "mai à avril 2022", "et"]
)
def test_words_that_are_no_date_are_refused(typed: str) -> None:
    with pytest.raises(BadDate):
        FuzzyDate.parse(typed)


@given(DATES)
def test_bounds_are_in_order_or_unknown(told: FuzzyDate) -> None:
    earliest, latest = told.bounds()

    assert (
        (earliest is None) == (latest is None) == (told.precision in {Precision.RELATIVE, Precision.UNKNOWN})
    )
    assert earliest is None or latest is None or earliest <= latest


@given(st.lists(DATES))
def test_order_is_by_earliest_day_and_unknown_last(dates: list[FuzzyDate]) -> None:
    days = [told.earliest or date.max for told in sorted(dates)]

    assert days == sorted(days)


@given(DATES, DATES)
def test_order_agrees_with_equality(one: FuzzyDate, other: FuzzyDate) -> None:
    assert (one < other) + (one == other) + (one > other) == 1


@given(DAYS)
def test_a_day_is_its_own_bounds(day: date) -> None:
    assert FuzzyDate.of(day).bounds() == (day, day)


@given(RELATIVES, st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_relative_date_is_on_the_right_side_of_its_anchor(text: str, anchor: date) -> None:
    earliest, latest = FuzzyDate.parse(text).bounds(anchor)

    assert (
        (latest is not None and latest < anchor)
        if "<" in text
        else (earliest is not None and earliest > anchor)
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2022-03-22", "22 mars 2022"),
        ("2026-01-01", "1er janvier 2026"),
        ("2020-10-07/2020-10-08", "7 et 8 octobre 2020"),
        ("2020-10-07/2020-10-09", "du 7 au 9 octobre 2020"),
        ("2020-09-30/2020-10-02", "du 30 septembre au 2 octobre 2020"),
        ("2020-12-31/2021-01-02", "du 31 décembre 2020 au 2 janvier 2021"),
        ("2021-11", "novembre 2021"),
        ("2022-05/2022-06", "mai ou juin 2022"),
        ("2021-12/2022-01", "décembre 2021 ou janvier 2022"),
        ("2022-02/2022-05", "entre février et mai 2022"),
        ("2019-02/2021-05", "entre février 2019 et mai 2021"),
        ("2022", "2022"),
        ("2019/2020", "2019 ou 2020"),
        ("2019/2021", "entre 2019 et 2021"),
        ("2022-21", "printemps 2022"),
        ("2022-24", "hiver 2022-2023"),
        ("2021-36", "fin d’année 2021"),
        ("<la clôture", "avant la clôture"),
        ("P30D>la décision", "30 jours après la décision"),
        ("P1M<la clôture", "1 mois avant la clôture"),
        ("P1Y>la décision", "1 an après la décision"),
        ("?", "non dite"),
    ],
)
def test_words(text: str, words: str) -> None:
    assert FuzzyDate.parse(text).in_words() == words


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("22/03/2022", "2022-03-22"),
        (" 2022-05 ", "2022-05"),
        ("2022-05/2022-05", "2022-05"),
        ("P30D>  la   décision ", "P30D>la décision"),
    ],
)
def test_other_ways_of_writing_become_canonical(text: str, canonical: str) -> None:
    assert str(FuzzyDate.parse(text)) == canonical


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "n’est pas une date"),
        ("demain", "n’est pas une date"),
        ("2022-13", "ni de saison 13"),
        ("2022-00", "ni de saison 00"),
        ("2022-02-30", "ce jour n’existe pas"),
        ("2022-02-00", "ce jour n’existe pas"),
        ("2022-21-03", "ni de saison 21"),
        ("2022-05/2022", "deux jours, deux mois ou deux années"),
        ("2022-21/2022-22", "deux jours, deux mois ou deux années"),
        ("2022-06/2022-05", "la fin vient avant le début"),
        ("0022-06", "n’est pas une date"),
        ("٢٠٢٢", "n’est pas une date"),
        ("P30D", "n’est pas une date"),
        ("P0D>la décision", "n’est pas une date"),
        (">", "n’est pas une date"),
    ],
)
def test_parse_refuses_in_french(text: str, sentence: str) -> None:
    with pytest.raises(BadDate, match=sentence):
        FuzzyDate.parse(text)


@given(st.text(max_size=30))
def test_parse_reads_or_refuses_any_text(text: str) -> None:
    try:
        told = FuzzyDate.parse(text)
    except BadDate:
        return
    assert FuzzyDate.parse(str(told)) == told


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("P1M>la décision", date(2024, 2, 29)),
        ("P1Y>la décision", date(2025, 1, 31)),
        ("P2W<la clôture", date(2024, 1, 17)),
    ],
)
def test_offsets_count_from_their_anchor(text: str, day: date) -> None:
    assert FuzzyDate.parse(text).bounds(date(2024, 1, 31)) == (day, day)


def test_winter_runs_into_the_next_year() -> None:
    assert FuzzyDate.parse("2022-24").bounds() == (date(2022, 12, 21), date(2023, 3, 20))


@pytest.mark.usefixtures("specimens")
def test_field_gives_back_what_it_was_given() -> None:
    told = FuzzyDate.parse("2022-05/2022-06")
    case = Case.objects.create(title="a", told=told)

    case.refresh_from_db()

    assert (case.told, Case.objects.get(told=told)) == (told, case)


@pytest.mark.usefixtures("specimens")
def test_field_is_not_said_unless_given() -> None:
    case = Case.objects.create(title="a")

    assert Case.objects.values_list("told", flat=True).get(pk=case.pk) == FuzzyDate()


def test_field_serializes_as_text() -> None:
    assert Case._meta.get_field("told").value_to_string(Case(told=FuzzyDate.parse("2022"))) == "2022"


def test_form_field_reads_shows_and_refuses() -> None:
    field = FuzzyDateField("date", blank=True).formfield()

    assert field is not None
    assert (field.clean("2022-05"), field.clean("")) == (FuzzyDate.parse("2022-05"), FuzzyDate())
    assert (field.prepare_value(FuzzyDate()), field.prepare_value(FuzzyDate.parse("2022"))) == ("", "2022")
    with pytest.raises(ValidationError, match="n’est pas une date"):
        field.clean("hier")


@pytest.mark.parametrize(
    ("shown", "typed", "changed"), [("2022", "2022 ", False), ("?", "", False), ("?", "2022", True)]
)
def test_form_field_knows_what_changed(shown: str, typed: str, changed: bool) -> None:  # noqa: FBT001 -- a case
    field = FuzzyDateField("date").formfield()

    assert field is not None
    assert field.has_changed(FuzzyDate.parse(shown), typed) == changed
