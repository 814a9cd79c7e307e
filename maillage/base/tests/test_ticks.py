"""The clock: missed minutes caught up, each effect once, one failure alone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from maillage.base.ticks import LEASE, Tick, each_day, failing, once, run

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def boom(at: datetime) -> None:
    raise LookupError(at)


def killed(at: datetime) -> None:
    raise KeyboardInterrupt(at)


def test_every_job_is_called_with_the_instant() -> None:
    calls: list[datetime] = []

    assert run([("a", calls.append), ("b", calls.append)], at=AT) == []

    assert calls == [AT, AT]
    assert set(Tick.objects.values_list("name", "done_at")) == {("a", AT), ("b", AT)}


def test_failing_job_is_named_and_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    calls: list[datetime] = []

    assert run([("a", boom), ("b", calls.append)], at=AT) == ["a"]

    assert calls == [AT]
    assert "LookupError" in caplog.text
    assert failing() == [
        "Horloge\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}a\N{NO-BREAK SPACE}» a échoué (LookupError)."
    ]


def test_job_that_works_again_is_no_longer_failing() -> None:
    run([("a", boom)], at=AT)

    run([("a", lambda _: None)], at=AT + timedelta(minutes=1))

    assert failing() == []


def test_job_held_by_another_clock_is_passed_over() -> None:
    calls: list[datetime] = []
    Tick.objects.create(name="a", held_until=AT + LEASE)

    assert run([("a", calls.append)], at=AT) == []

    assert calls == []


def test_job_of_a_clock_killed_in_the_middle_is_taken_over_by_the_next_tick() -> None:
    calls: list[datetime] = []

    with pytest.raises(KeyboardInterrupt):
        run([("a", killed)], at=AT)
    run([("a", calls.append)], at=AT + timedelta(minutes=1))

    assert calls == [AT + timedelta(minutes=1)]


@pytest.mark.parametrize("ending", [lambda _: None, boom], ids=["done", "failed"])
def test_clock_too_slow_leaves_alone_the_one_that_took_over(ending: Callable[[datetime], None]) -> None:
    later = AT + timedelta(minutes=1)

    def slow(at: datetime) -> None:
        with pytest.raises(KeyboardInterrupt):
            run([("a", killed)], at=later)
        ending(at)

    run([("a", slow)], at=AT)

    assert Tick.objects.get(name="a").held_until == later + LEASE


@pytest.mark.django_db(transaction=True)
def test_effect_outside_of_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        once("a", moment=AT)


def test_effect_is_taken_once_for_a_moment() -> None:
    with transaction.atomic():
        taken = [once("a", moment=moment) for moment in (AT, AT, AT - DAY, AT + DAY)]

    assert taken == [True, False, False, True]


def test_effect_that_fails_is_not_taken() -> None:
    def act(day: date) -> None:
        raise LookupError(day)

    with pytest.raises(LookupError):
        each_day("a", act, at=AT)

    days: list[date] = []
    each_day("a", days.append, at=AT)
    assert days == [date(2026, 3, 2)]


def test_day_is_done_once_whatever_the_ticks() -> None:
    days: list[date] = []

    for minute in range(0, 2880, 7):
        each_day("a", days.append, at=AT + timedelta(minutes=minute), hour=3)

    assert days == [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)]


def test_missed_days_are_caught_up_in_order() -> None:
    days: list[date] = []
    each_day("a", days.append, at=AT)

    each_day("a", days.append, at=AT + 3 * DAY)

    assert [day.day for day in days] == [2, 3, 4, 5]


def test_catch_up_stops_at_a_month() -> None:
    days: list[date] = []
    each_day("a", days.append, at=AT)

    each_day("a", days.append, at=AT + 400 * DAY)

    assert len(days) == 1 + 32


def test_day_begins_at_its_hour_in_paris() -> None:
    days: list[date] = []
    before, after = datetime(2026, 7, 1, 0, 59, tzinfo=UTC), datetime(2026, 7, 1, 1, 0, tzinfo=UTC)

    each_day("a", days.append, at=before, hour=3)
    each_day("a", days.append, at=after, hour=3)

    assert days == [date(2026, 6, 30), date(2026, 7, 1)]


@pytest.mark.parametrize(
    "start", [datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)]
)
def test_change_of_hour_neither_skips_nor_repeats_a_day(start: datetime) -> None:
    days: list[date] = []

    for quarter in range(4 * 48):
        each_day("a", days.append, at=start + timedelta(minutes=15 * quarter), hour=2)

    assert [day.day for day in days] == [start.day, start.day + 1, start.day + 2]
