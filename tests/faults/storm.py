"""People who write without rest, and processes killed under them."""

import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from threading import Event, Thread
from uuid import uuid4

from tests.faults import instant
from tests.faults.house import House, Silence
from tests.faults.test_serve import wait_until

# How often each role is drawn, when it is there to be killed.
VICTIMS = {"master": 2, "web": 3, "tasks": 2, "mails": 3, "clock": 1, "supervisor": 1}
CLIENTS = 3
REST = 0.05
LONGEST_GAP = 0.3
BACK_WITHIN = 10.0


class Clients:
    """People who write without rest and press again when nothing answers; they keep what they were told."""

    def __init__(self, home: House) -> None:
        self.home = home
        self.told: dict[str, str] = {}
        self.sent: set[str] = set()
        self.odd: list[object] = []
        self.stop = Event()
        self.threads = [Thread(target=self.write_on, daemon=True) for _ in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def write_on(self) -> None:
        while not self.stop.is_set():
            self.write(str(uuid4()))
            time.sleep(REST)

    def write(self, key: str) -> None:
        """Press until answered, then once more in some cases: the answer must be the same."""
        self.sent.add(key)
        while (answer := self.press(key)) is None:
            time.sleep(0.02)
        if answer[0] != 200 or self.told.setdefault(key, answer[1]) != answer[1]:
            self.odd.append((key, answer))
        if len(self.told) % 5 == 0 and self.press(key) not in (None, answer):
            self.odd.append((key, "another answer"))

    def press(self, key: str) -> tuple[int, str] | None:
        try:
            return self.home.post("/ecrire/", cle=key, text=f"Bonjour {key}")
        except Silence:
            return None

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(30)


@dataclass(slots=True)
class Toll:
    """Who was killed, and the longest wait for a new acknowledged write after a kill, in seconds."""

    killed: Counter[str] = field(default_factory=Counter)
    longest: dict[str, float] = field(default_factory=dict)

    def add(self, role: str, waited: float) -> None:
        """Count one kill."""
        self.killed[role] += 1
        self.longest[role] = max(self.longest.get(role, 0.0), waited)

    def __str__(self) -> str:
        each = (f"{role} {self.killed[role]} ({self.longest[role]:.1f} s)" for role in sorted(self.killed))
        return f"{self.killed.total()} kills, longest wait for a write: {', '.join(each)}"


def storm(home: House, kills: int, *, chance: random.Random, toll: Toll) -> Clients:
    """Kill so many times at any moment of the writes; after each, the cheap invariants, then a new write."""
    clients, seen = Clients(home), 0
    for _ in range(kills):
        time.sleep(chance.uniform(0, LONGEST_GAP))
        known, since = len(clients.told), time.monotonic()
        role = kill(home, chance)
        assert wait_until(lambda known=known: len(clients.told) > known, seconds=BACK_WITHIN), role
        toll.add(role, time.monotonic() - since)
        told = list(clients.told.values())
        instant.check(home, told[seen:])
        seen = len(told)
    clients.end()
    return clients


def kill(home: House, chance: random.Random) -> str:
    """Kill one process of a role drawn by lot among those alive; a supervisor is started again by hand."""
    roles = home.roles()
    alive = [role for role in VICTIMS if roles[role]]
    role = chance.choices(alive, [VICTIMS[one] for one in alive])[0]
    os.kill(chance.choice(roles[role]).pid, signal.SIGKILL)
    if role == "supervisor":
        home.start()
    return role
