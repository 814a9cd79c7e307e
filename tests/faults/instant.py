"""What the database holds at one instant, asked in one statement while processes write and die."""

import json
import time
from collections.abc import Sequence

from tests.faults.house import House

# Rows of one act: equal in number at any instant, or an act was kept by half.
ACTS = {
    "receipts": "SELECT COUNT(*) FROM base_receipt",
    "keys": "SELECT COUNT(*) FROM base_idempotencykey",
    "mails": "SELECT COUNT(*) FROM base_mail",
    "tasks": "SELECT COUNT(*) FROM django_tasks_database_dbtaskresult",
    "entries": "SELECT COUNT(*) FROM base_journalentry WHERE action = 'base.receipt_issued'",
}
BROKEN = {
    "I5": "SELECT COUNT(*) FROM base_mail WHERE attempts <> failed_attempts + unknown_attempts"
    " + CASE WHEN status IN ('sending', 'sent') THEN 1 ELSE 0 END",
    "I6": "SELECT COUNT(*) FROM base_journalentry one LEFT JOIN base_journalentry before"
    " ON before.seq = one.seq - 1 WHERE one.seq > 1 AND one.prev_hash <> COALESCE(before.hash, '')",
}
LEFT = {
    "mails": "SELECT COUNT(*) FROM base_mail WHERE status IN ('waiting', 'sending')",
    "tasks": "SELECT COUNT(*) FROM django_tasks_database_dbtaskresult"
    " WHERE status = 'READY' AND CAST(worker_ids AS text) = '[]'",
}
UNDONE = {"tasks": "SELECT COUNT(*) FROM django_tasks_database_dbtaskresult WHERE status <> 'SUCCESSFUL'"}
# Longer than the wait after a mail's first refusal.
PATIENCE = 75.0


def ask(home: House, questions: dict[str, str]) -> dict[str, int]:
    """Return the answers, all of the same instant."""
    (row,) = home.sql(f"SELECT {', '.join(f'({question})' for question in questions.values())}")
    return dict(zip(questions, row, strict=True))


def check(home: House, told: Sequence[str]) -> None:
    """Check that no act is kept by half, no mail re-sent, no link broken, and nothing just told lost."""
    numbers = ", ".join(["0", *(json.loads(answer)["receipt"].partition(":")[2] for answer in told)])
    kept = f"SELECT COUNT(*) FROM base_receipt WHERE id IN ({numbers})"  # noqa: S608 -- our own identifiers
    found = ask(home, {**ACTS, **BROKEN, "kept": kept})
    assert len({found[one] for one in ACTS}) == 1, found
    assert [found[one] for one in BROKEN] == [0, 0], found
    assert found["kept"] == len(told), found


def drain(home: House) -> None:
    """Wait for every mail to leave and every task to be begun, for as long as fewer and fewer are left."""
    wait_for_none(home, LEFT, PATIENCE)


def wait_for_none(home: House, questions: dict[str, str], patience: float) -> None:
    """Wait until every answer is 0; fail once the sum has not gone down for so many seconds."""
    least, end = float("inf"), 0.0
    while left := sum((found := ask(home, questions)).values()):
        if left < least:
            least, end = left, time.monotonic() + patience
        assert time.monotonic() < end, found
        time.sleep(0.1)
