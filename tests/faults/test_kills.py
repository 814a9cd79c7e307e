"""Recipe R1: processes killed without a word while people write; nothing acknowledged is lost or doubled.

After each kill, in one statement while the others go on writing: every write just acknowledged is there,
each act is kept whole (receipt, entry, key, mail, task) or not at all, no mail was re-sent (I5), no link of
the journal is broken (I6). After each batch of 50: what `maillage check` proves of the shared mechanisms, and
what the mail server accepted. A task left by a dead worker is queued again within minutes: after each batch
but the last the clock is put forward; after the last of a proof, the installation is left to repair itself.
"""

import os
import random
import time
from collections import Counter
from email.message import Message
from types import SimpleNamespace
from typing import Any

import pytest

from maillage.base.tests.smtp import Sink
from tests.faults import instant
from tests.faults.house import House
from tests.faults.storm import Clients, Toll, storm

BATCH = 50
PROOF = 100
# A killed clock is taken over in a minute or two; a dead worker is known after one, its task waits another.
REPAIRED_WITHIN = 300.0


def settled(home: House, *, by_itself: bool) -> dict[str, Any]:
    """Let the mails leave and the tasks end, then return what the database holds."""
    instant.drain(home)
    if by_itself:
        instant.wait_for_none(home, instant.UNDONE, REPAIRED_WITHIN)
        return home.audit()
    return home.audit("--settle")


def test_kills_lose_and_double_nothing(home: House, mail_server: Sink, kills: int) -> None:
    seed = int(os.environ.get("MAILLAGE_SEED", time.time_ns() % 10**6))
    chance, toll, told = random.Random(seed), Toll(), dict[str, str]()  # noqa: S311 -- draws victims, guards nothing
    mail_server.pause = 0.01  # accepted, not yet said: the moment that a kill makes unknown
    home.start()
    while (done := toll.killed.total()) < kills:
        clients = storm(home, min(BATCH, kills - done), chance=chance, toll=toll)
        told |= clients.told
        facts = settled(home, by_itself=kills >= PROOF and toll.killed.total() == kills)
        judge(facts, told, mail_server, clients)
        print(f"seed {seed}: {toll}; {counts(facts, told, mail_server)}", flush=True)
    assert home.stop() == 0


def counts(facts: dict[str, Any], told: dict[str, str], server: Sink) -> str:
    """Say how much was written, and how many mails went twice since nobody could know."""
    unknown = sum(mail["unknown_attempts"] for mail in facts["mails"])
    twice = len(server.accepted) - len(facts["mails"])
    return f"{len(told)} writes, {unknown} hand-overs of unknown outcome, {twice} of them twice"


def judge(facts: dict[str, Any], told: dict[str, str], server: Sink, clients: Clients) -> None:
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


def test_instant_sees_a_lost_write(home: House) -> None:
    instant.check(home, [])

    with pytest.raises(AssertionError, match="'kept': 0"):
        instant.check(home, ['{"receipt": "base.receipt:1"}'])


def test_instant_sees_an_act_kept_by_half(home: House) -> None:
    home.sql(
        "INSERT INTO base_idempotencykey (key, purpose, content_hash, at)"
        " VALUES ('5b8f0e3e6a4b4f0e9d2a0f3f0a1b2c3d', 'faults.write', '', '2026-03-02 09:00:00+00:00')"
    )

    with pytest.raises(AssertionError, match="'keys': 1"):
        instant.check(home, [])
