"""What must hold when two processes do the same at once, or one after the death of the other."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from tests.faults.house import SITE, House
from tests.faults.test_serve import wait_until


def both_answering(home: House) -> None:
    home.start()
    assert wait_until(lambda: len(home.role("web")) == 2)


def test_limit_is_exact_across_processes(home: House) -> None:
    both_answering(home)

    with ThreadPoolExecutor(12) as crowd:
        answers = list(crowd.map(lambda _: home.post("/limite/"), range(60)))

    passed = [pid for status, pid in answers if status == 200]
    assert sorted({status for status, _ in answers}) == [200, 429]
    assert len(passed) == 20
    assert len(set(passed)) == 2


def test_form_sent_twenty_times_at_once_writes_once(home: House) -> None:
    both_answering(home)
    key = str(uuid4())

    with ThreadPoolExecutor(12) as crowd:
        answers = list(crowd.map(lambda _: home.post("/ecrire/", cle=key, text="Bonjour"), range(20)))

    assert len(set(answers)) == 1
    assert home.audit()["receipt_rows"] == 1


def test_effect_of_a_day_happens_once_with_four_clocks(home: House) -> None:
    with ThreadPoolExecutor(4) as clocks:
        list(clocks.map(lambda _: home.run(f"{SITE}.ticks"), range(4)))

    days = Counter(mail["subject"] for mail in home.audit()["mails"])
    assert len(days) == 20
    assert set(days.values()) == {1}


def test_clock_killed_in_the_middle_is_taken_over_within_a_minute(home: House) -> None:
    clock = home.begin(f"{SITE}.clock", "--stop", "2026-03-03", "2026-03-02T09:00Z", "2026-03-03T09:00Z")
    assert clock.stdout
    assert clock.stdout.readline() == "in the middle\n"
    clock.kill()
    clock.communicate()

    home.run(f"{SITE}.clock", "2026-03-03T09:01Z")
    assert days_done(home) == ["2026-03-02", "2026-03-03"]

    home.run(f"{SITE}.clock", "2026-03-05T09:00Z", "2026-03-05T09:01Z")
    assert days_done(home) == ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"]


def days_done(home: House) -> list[str]:
    return sorted(mail["subject"] for mail in home.audit()["mails"])
