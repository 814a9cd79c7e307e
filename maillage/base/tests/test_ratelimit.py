"""Limits counted in the database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from maillage.base.errors import TooMany
from maillage.base.ratelimit import RateCount, hit, purge, when

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


def passes(key: str, *, at: datetime, limit: int = 3) -> bool:
    try:
        hit(key, limit=limit, per=MINUTE, at=at)
    except TooMany:
        return False
    return True


def test_limit_passes_and_the_next_is_refused() -> None:
    assert [passes("a", at=AT) for _ in range(5)] == [True, True, True, False, False]


def test_keys_are_counted_apart() -> None:
    assert [passes(key, at=AT, limit=1) for key in ("a", "b", "a")] == [True, True, False]


def test_window_ends_and_opens_again() -> None:
    instants = [AT, AT + MINUTE - timedelta(milliseconds=1), AT + MINUTE]

    assert [passes("a", at=at, limit=1) for at in instants] == [True, False, True]


def test_refused_try_does_not_prolong_the_wait() -> None:
    passes("a", at=AT, limit=1)

    with pytest.raises(TooMany) as refusal:
        hit("a", limit=1, per=MINUTE, at=AT + timedelta(seconds=20))

    assert refusal.value.retry_after == 40
    assert str(refusal.value) == "Trop d’essais en peu de temps. Réessayez dans 40 secondes."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "dans 1 seconde"),
        (60, "dans 60 secondes"),
        (61, "dans 2 minutes, à partir de 10 h 01 (heure de Paris)"),
        (7200, "à partir de 12 h 00 (heure de Paris)"),
    ],
)
def test_wait_is_said_as_people_say_it(seconds: int, words: str) -> None:
    assert when(seconds, at=AT) == words


def test_no_address_is_stored() -> None:
    passes("login:ip:a@exemple.fr|192.0.2.1", at=AT)

    assert "exemple" not in RateCount.objects.get().key
    assert len(RateCount.objects.get().key) == 64


def test_purge_forgets_only_ended_windows() -> None:
    passes("old", at=AT)
    passes("new", at=AT + MINUTE)

    assert purge(AT + MINUTE) == 1


@hypothesis_settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(waits=st.lists(st.integers(0, 40), min_size=1, max_size=30), limit=st.integers(1, 4))
def test_no_stretch_of_a_period_lets_twice_the_limit_pass(waits: list[int], limit: int) -> None:
    RateCount.objects.all().delete()
    instants = [AT + timedelta(seconds=sum(waits[: n + 1])) for n in range(len(waits))]

    passed = [at for at in instants if passes("a", at=at, limit=limit)]

    assert all(sum(start <= at < start + MINUTE for at in passed) <= 2 * limit for start in passed)
