"""Recipe R1: processes killed without a word while people write; nothing acknowledged is lost or doubled."""

import os
import random
import signal
import time
from collections import Counter
from email.message import Message
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from maillage.base.tests.smtp import Sink
from tests.faults.house import House, Silence
from tests.faults.test_serve import wait_until

VICTIMS = {"master": 2, "web": 3, "tasks": 2, "mails": 3, "clock": 1, "supervisor": 1}
BATCH = 50
CLIENTS = 3


class Clients:
    """People who write without rest and press again when nothing answers; they keep what they were told."""

    def __init__(self, home: House) -> None:
        self.home = home
        self.told: dict[str, str] = {}
        self.sent: set[str] = set()
        self.odd: list[object] = []
        self.stop = Event()
        self.threads = [Thread(target=self.write_on, daemon=True) for _ in range(CLIENTS)]

    def write_on(self) -> None:
        while not self.stop.is_set():
            self.write(str(uuid4()))

    def write(self, key: str) -> None:
        """Press until answered, then once more in some cases: the answer must be the same."""
        self.sent.add(key)
        while (answer := self.press(key)) is None:
            time.sleep(0.02)
        if answer[0] != 200 or self.told.setdefault(key, answer[1]) != answer[1]:
            self.odd.append((key, answer))
        if len(self.told) % 5 == 0 and self.press(key) not in (None, answer):
            self.odd.append((key, "another answer"))
        time.sleep(0.02)

    def press(self, key: str) -> tuple[int, str] | None:
        try:
            return self.home.post("/ecrire/", cle=key, text=f"Bonjour {key}")
        except Silence:
            return None

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(30)


def kill(home: House, chance: random.Random) -> str:
    """Kill one process of a role drawn by lot; a supervisor is started again by hand."""
    role = chance.choices(list(VICTIMS), list(VICTIMS.values()))[0]
    assert wait_until(lambda: home.role(role))
    os.kill(chance.choice(home.role(role)).pid, signal.SIGKILL)
    if role == "supervisor":
        home.start()
    return role


def storm(home: House, kills: int, chance: random.Random) -> tuple[Clients, Counter[str], float]:
    """Kill so many times; after each, wait for a new acknowledged write; return the longest wait too."""
    clients, killed, longest = Clients(home), Counter[str](), 0.0
    for thread in clients.threads:
        thread.start()
    for _ in range(kills):
        time.sleep(chance.uniform(0.1, 0.6))
        killed[kill(home, chance)] += 1
        before, since = len(clients.told), time.monotonic()
        assert wait_until(lambda known=before: len(clients.told) > known, seconds=10)
        longest = max(longest, time.monotonic() - since)
    clients.end()
    return clients, killed, longest


def settled(home: House) -> dict[str, Any]:
    """Let the mails leave and the tasks end, then return what the database holds."""
    wait_until(lambda: at_rest(home.audit()), seconds=120)
    return home.audit("--settle")


def at_rest(facts: dict[str, Any]) -> bool:
    return {mail["status"] for mail in facts["mails"]} == {"sent"} and "READY" not in facts["tasks"]


def test_kills_lose_and_double_nothing(home: House, mail_server: Sink, kills: int) -> None:
    seed = int(os.environ.get("MAILLAGE_SEED", time.time_ns() % 10**6))
    chance, done = random.Random(seed), 0  # noqa: S311 -- draws victims, guards nothing
    mail_server.pause = 0.03  # accepted, not yet said: the moment that a kill makes unknown
    home.start()
    acknowledged: dict[str, str] = {}
    while done < kills:
        clients, killed, longest = storm(home, min(BATCH, kills - done), chance)
        done += killed.total()
        acknowledged |= clients.told
        facts = settled(home)
        judge(facts, acknowledged, mail_server, clients)
        unknown = sum(mail["unknown_attempts"] for mail in facts["mails"])
        twice = len(mail_server.accepted) - len(facts["mails"])
        counts = f"{len(acknowledged)} writes, {unknown} hand-overs of unknown outcome, {twice} of them twice"
        print(f"seed {seed}, {done} kills {dict(killed)}: {counts}, back in {longest:.1f} s")
    assert home.stop() == 0


def judge(facts: dict[str, Any], told: dict[str, str], server: Sink, clients: Any) -> None:
    """Nothing lost, nothing doubled, nothing sent again after acceptance, nothing stuck, nothing broken."""
    assert clients.odd == []
    held = {key: f'{{"receipt": "{made}"}}' for key, made in facts["receipts"].items()}
    assert {key: held.get(key) for key in told} == told
    assert facts["receipt_rows"] == len(held) == len(facts["mails"]) == len(facts["tasks"])
    accepted = Counter(message["Message-ID"] for message in server.accepted)
    assert [mail for mail in facts["mails"] if mail["status"] != "sent"] == []
    assert accepted.keys() == {mail["message_id"] for mail in facts["mails"]}
    assert [m for m in facts["mails"] if accepted[m["message_id"]] > 1 + m["unknown_attempts"]] == []
    assert set(facts["tasks"]) == {"SUCCESSFUL"}
    assert facts["breaches"] == []


def facts_of(**changed: Any) -> dict[str, Any]:
    mail = {"message_id": "<1>", "status": "sent", "unknown_attempts": 0}
    sound = {
        "receipts": {"k": "r:1"},
        "receipt_rows": 1,
        "mails": [mail],
        "tasks": ["SUCCESSFUL"],
        "breaches": [],
    }
    return {**sound, **changed}


@pytest.mark.parametrize(
    ("changed", "accepted", "odd"),
    [
        ({"receipts": {}, "receipt_rows": 0, "mails": [], "tasks": []}, 0, []),
        ({"receipt_rows": 2}, 1, []),
        ({}, 2, []),
        ({}, 0, []),
        ({"tasks": ["RUNNING"]}, 1, []),
        ({"breaches": ["I6"]}, 1, []),
        ({}, 1, ["500"]),
    ],
    ids=["lost", "doubled", "sent again", "never sent", "stuck", "broken", "server error"],
)
def test_judge_bites(changed: dict[str, Any], accepted: int, odd: list[str]) -> None:
    message = Message()
    message["Message-ID"] = "<1>"
    server: Any = SimpleNamespace(accepted=[message] * accepted)
    told = {"k": '{"receipt": "r:1"}'}

    with pytest.raises(AssertionError):
        judge(facts_of(**changed), told, server, SimpleNamespace(odd=odd))

    server.accepted = [message]
    judge(facts_of(), told, server, SimpleNamespace(odd=[]))
