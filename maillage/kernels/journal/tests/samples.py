"""Chains to try things on."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from maillage.kernels.journal.chain import Draft, Entry, Head, append, export

START = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def draft(number: int = 1, **changes: Any) -> Draft:
    values = {
        "actor_ref": "accounts.user:7",
        "action": "grants.application_submitted",
        "object_ref": f"grants.application:{number}",
        "meta": {"state": {"status": "submitted", "amount": "1250.00"}},
        "payload": {"nom": "Zoé"},
        "salt": f"{number:064x}",
    }
    return Draft(**(values | changes))


def chain(count: int, **changes: Any) -> list[tuple[Entry, Draft]]:
    head, made = Head(), []
    for number in range(1, count + 1):
        given = draft(number, **changes)
        entry = append(head, given, at=START + timedelta(minutes=number))
        head = entry.head
        made.append((entry, given))
    return made


def lines(count: int, **changes: Any) -> list[str]:
    return [export(entry, salt=given.salt, payload=given.payload) for entry, given in chain(count, **changes)]


def edited(line: str, **changes: Any) -> str:
    return json.dumps({**json.loads(line), **changes})


def without(line: str, *names: str) -> str:
    return json.dumps({name: value for name, value in json.loads(line).items() if name not in names})


def anchor_of(line: str, day: str = "2026-03-02", **changes: Any) -> str:
    entry = json.loads(line)
    return json.dumps({"date": day, "seq": entry["seq"], "hash": entry["hash"]} | changes)
