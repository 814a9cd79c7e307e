from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.calendar import (
    add_working_days,
    deadline,
    end_of_day,
    holidays_of,
    is_working_day,
    next_working_day,
    paris_day,
    start_of_day,
)

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
PLACES = st.sampled_from([None, "51", "54", "57", "67", "68", "974"])
LOCAL = {date(2026, 4, 3): "Vendredi saint", date(2026, 12, 26): "Saint-Étienne"}


def test_a_year_has_eleven_national_holidays() -> None:
    days = "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25"

    assert sorted(holidays_of(2026)) == [date.fromisoformat(f"2026-{day}") for day in days.split()]


@pytest.mark.parametrize("department", ["57", "67", "68"])
def test_alsace_and_moselle_have_two_more(department: str) -> None:
    assert holidays_of(2026, department).items() - holidays_of(2026).items() == LOCAL.items()


@pytest.mark.parametrize("department", ["08", "10", "51", "52", "54", "55", "88", "99"])
def test_other_departments_have_the_national_ones(department: str) -> None:
    assert holidays_of(2026, department) == holidays_of(2026)


def test_reunion_has_its_own_day() -> None:
    assert date(2026, 12, 20) in holidays_of(2026, "974")


def test_good_friday_is_off_only_where_there_is_a_protestant_church() -> None:
    day = date(2026, 4, 3)

    assert [is_working_day(day), is_working_day(day, "67")] == [True, False]
    assert is_working_day(day, "67", good_friday=False)


def test_saint_stephen_is_off_whatever_the_churches() -> None:
    assert not is_working_day(date(2025, 12, 26), "57", good_friday=False)


def test_saturdays_and_sundays_are_off() -> None:
    assert [is_working_day(date(2026, 3, day)) for day in range(2, 9)] == [True] * 5 + [False] * 2


@given(DAYS, PLACES)
def test_next_working_day_is_the_first_one(day: date, department: str | None) -> None:
    found = next_working_day(day, department)

    assert is_working_day(found, department)
    assert not any(is_working_day(day + timedelta(n), department) for n in range((found - day).days))


@given(DAYS, PLACES, st.integers(1, 30), st.integers(1, 30))
def test_working_days_add_up(day: date, department: str | None, some: int, more: int) -> None:
    at_once = add_working_days(day, some + more, department)

    assert add_working_days(add_working_days(day, some, department), more, department) == at_once


@given(DAYS, PLACES, st.integers(1, 30))
def test_working_days_count_back(day: date, department: str | None, count: int) -> None:
    day = next_working_day(day, department)

    assert add_working_days(add_working_days(day, count, department), -count, department) == day


def test_adding_no_day_changes_nothing() -> None:
    assert add_working_days(date(2026, 3, 7), 0) == date(2026, 3, 7)


def test_a_deadline_moves_past_a_day_off_only_where_its_text_says_so() -> None:
    good_friday = date(2026, 4, 3)

    assert deadline(good_friday, moved=True, department="67") == end_of_day(date(2026, 4, 7))
    assert deadline(good_friday, moved=False, department="67") == end_of_day(good_friday)
    assert deadline(good_friday, moved=True, department="51") == end_of_day(good_friday)


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        ("2026-01-15", 22),
        ("2026-07-15", 21),
        ("2026-03-28", 22),
        ("2026-03-29", 21),
        ("2026-10-24", 21),
        ("2026-10-25", 22),
    ],
)
def test_the_day_ends_in_paris_whatever_the_season(day: str, hour: int) -> None:
    on = date.fromisoformat(day)

    assert end_of_day(on) == datetime(on.year, on.month, on.day, hour, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)])
def test_days_of_change_have_their_own_length(day: str, hours: int) -> None:
    on = date.fromisoformat(day)

    assert end_of_day(on) - start_of_day(on) == timedelta(hours=hours, microseconds=-1)


@given(DAYS)
def test_days_follow_one_another_without_gap(day: date) -> None:
    assert start_of_day(day + timedelta(1)) - end_of_day(day) == timedelta(microseconds=1)
    assert (paris_day(start_of_day(day)), paris_day(end_of_day(day))) == (day, day)


def test_an_instant_without_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="fuseau"):
        paris_day(datetime(2026, 3, 2, 9))  # noqa: DTZ001 -- the case
