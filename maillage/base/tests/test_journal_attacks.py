"""Attacks on the database itself; each test names the means that caught it."""

import json
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from maillage.base import guards, journal
from maillage.base.anchors import Anchor, anchor, export_anchors
from maillage.base.entries import JournalEntry, JournalHead, JournalPayload
from maillage.base.receipts import issue
from maillage.base.replay import proof, replay
from maillage.base.tests.journals import act, acts, sql, unguarded
from maillage.kernels.journal.chain import Draft, Head, append, export
from maillage.kernels.journal.verify import Verdict, verify

pytestmark = pytest.mark.django_db
FACTS = "at, actor_ref, action, object_ref, payload_commit, meta"
HASHES = "'x' || substr(hash, 2), 'y' || substr(hash, 2)"
COPY = f"base_journalentry (seq, prev_hash, hash, {FACTS}) SELECT %s, {HASHES}, {FACTS}"


@pytest.fixture
def five() -> None:
    """Five acts, and a database owner who dropped the triggers."""
    acts(5)
    unguarded()


def caught(means: str, place: int, verdict: Verdict | None = None) -> bool:
    verdict = verdict or proof()
    return (verdict.code, verdict.first_bad) == (1, place) and str(verdict.reason).startswith(means)


def kept_elsewhere() -> list[str]:
    """Anchor the day, and keep the anchor out of the database."""
    anchor(date(2026, 3, 2), timezone.now())
    lines = list(export_anchors())
    unguarded(Anchor)
    Anchor.objects.all().delete()
    return lines


def deleted(*numbers: int) -> None:
    JournalPayload.objects.filter(pk__in=numbers).delete()
    JournalEntry.objects.filter(pk__in=numbers).delete()


def inserted(number: int, *, like: int, verb: str = "INSERT") -> None:
    sql(f"{verb} INTO {COPY} FROM base_journalentry WHERE seq = %s", number, like)


@pytest.mark.usefixtures("five")
def test_edited_payload_is_caught_by_the_commitment() -> None:
    sql("UPDATE base_journalpayload SET payload = %s WHERE entry_id = 3", '{"nom": "Zoe"}')

    assert caught("engagement", 3)


@pytest.mark.usefixtures("five")
def test_edited_meta_is_caught_by_the_chain() -> None:
    sql("UPDATE base_journalentry SET meta = %s WHERE seq = 3", '{"number": 9}')

    assert caught("chaîne", 3)


@pytest.mark.usefixtures("five")
def test_edited_author_is_caught_by_the_chain() -> None:
    sql("UPDATE base_journalentry SET actor_ref = 'commande' WHERE seq = 3")

    assert caught("chaîne", 3)


@pytest.mark.usefixtures("five")
def test_deleted_first_entry_is_caught_by_the_chain() -> None:
    deleted(1)

    assert caught("chaîne", 1)


@pytest.mark.usefixtures("five")
def test_deleted_middle_entry_is_caught_by_the_chain() -> None:
    deleted(3)

    assert caught("chaîne", 3)


@pytest.mark.usefixtures("five")
def test_deleted_last_entry_is_caught_by_the_anchor() -> None:
    anchors = kept_elsewhere()
    deleted(5)

    assert proof().code == 0
    assert caught("ancre", 5, verify(journal.lines(), anchors))


@pytest.mark.usefixtures("five")
def test_deleted_last_entry_is_caught_by_the_replay_of_the_head() -> None:
    deleted(5)

    assert [breach.subject for breach in replay()] == ["base.journalhead:1"]


@pytest.mark.usefixtures("five")
def test_entry_added_after_a_deleted_tail_is_caught_by_the_chain() -> None:
    deleted(5)
    act(get_user_model().objects.get())

    assert caught("chaîne", 5)


@pytest.mark.usefixtures("five")
def test_swapped_entries_are_caught_by_the_chain() -> None:
    sql("UPDATE base_journalentry SET seq = -seq WHERE seq IN (2, 3)")
    sql("UPDATE base_journalentry SET seq = 5 + seq WHERE seq < 0")

    assert caught("chaîne", 2)


@pytest.mark.usefixtures("five")
def test_duplicated_entry_is_caught_by_the_chain() -> None:
    inserted(6, like=5)

    assert caught("chaîne", 6)


@pytest.mark.usefixtures("five")
def test_inserted_entry_is_caught_by_the_chain() -> None:
    for number in (5, 4, 3):
        sql("UPDATE base_journalpayload SET entry_id = %s WHERE entry_id = %s", number + 1, number)
        sql("UPDATE base_journalentry SET seq = %s WHERE seq = %s", number + 1, number)
    inserted(3, like=2)

    assert caught("chaîne", 3)


@pytest.mark.usefixtures("five")
def test_backdated_entry_is_caught_by_the_chain() -> None:
    sql("UPDATE base_journalentry SET at = '2020-01-01 00:00:00+00' WHERE seq = 3")

    assert caught("chaîne", 3)


def rehashed(count: int, status: str) -> list[str]:
    """Return a chain of other facts, perfectly made."""
    head, lines = Head(), []
    for number in range(1, count + 1):
        draft = Draft(actor_ref="horloge", action="base.tried", object_ref="base.probe:1",
                      meta={"status": status}, payload={}, salt=f"{number:064x}")  # fmt: skip
        entry = append(head, draft, at=timezone.now())
        head = entry.head
        lines.append(export(entry, salt=draft.salt, payload={}))
    return lines


@pytest.mark.usefixtures("five")
def test_chain_hashed_again_is_caught_by_the_anchor() -> None:
    anchors = kept_elsewhere()
    forged = rehashed(7, "refused")

    assert verify(forged).code == 0
    assert caught("ancre", 5, verify(forged, anchors))


def test_older_backup_restored_is_caught_by_the_anchor() -> None:
    user = acts(3)
    backup = transaction.savepoint()
    act(user)
    anchors = kept_elsewhere()
    transaction.savepoint_rollback(backup)
    act(user, after="the restore")

    assert proof().code == 0
    assert caught("ancre", 4, verify(journal.lines(), anchors))


def test_older_backup_restored_and_no_act_since_is_caught_by_the_anchor() -> None:
    user = acts(3)
    backup = transaction.savepoint()
    act(user)
    anchors = kept_elsewhere()
    transaction.savepoint_rollback(backup)

    assert caught("ancre", 4, verify(journal.lines(), anchors))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE base_journalentry SET action = 'base.other' WHERE seq = 1",
        "DELETE FROM base_journalentry WHERE seq = 5",
        "UPDATE base_journalpayload SET payload = '{}' WHERE entry_id = 1",
        "UPDATE base_anchor SET seq = 1",
        "DELETE FROM base_anchor",
        "UPDATE base_receipt SET sha256 = ''",
    ],
)
def test_direct_change_is_refused_by_the_triggers(statement: str) -> None:
    user = acts(5)
    anchor(date(2026, 3, 2), timezone.now())
    issue(user, {}, by="commande", at=timezone.now())

    with pytest.raises(DatabaseError, match="Refusé"), transaction.atomic():
        sql(statement)


def test_replace_is_refused_by_the_triggers_on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite seulement\xa0: REPLACE n’existe pas ailleurs")
    acts(2)

    with pytest.raises(DatabaseError, match="Refusé"), transaction.atomic():
        inserted(1, like=2, verb="INSERT OR REPLACE")


def test_dropped_trigger_is_caught_by_their_presence() -> None:
    acts(1)
    assert guards.missing([JournalEntry, JournalPayload]) == []

    unguarded(JournalEntry)

    assert "guard_base_journalentry_update" in guards.missing([JournalEntry])


def test_direct_change_of_a_business_row_is_caught_by_the_replay() -> None:
    user = acts(1)
    assert list(replay()) == []

    sql("UPDATE accounts_user SET is_active = NOT is_active")

    (breach,) = replay()
    assert breach.subject == f"accounts.user:{user.pk}"
    assert "is_active\xa0: False au lieu de True" in breach.sentence


def test_journal_emptied_with_its_head_is_caught_by_the_anchor_and_the_replay() -> None:
    acts(2)
    anchors = kept_elsewhere()
    unguarded()
    deleted(1, 2)
    JournalHead.objects.all().delete()

    assert caught("ancre", 1, verify(journal.lines(), anchors))
    assert "dont le journal ne parle pas" in next(replay()).sentence


def test_lines_of_the_export_are_what_the_outsider_reads() -> None:
    acts(2)

    first = json.loads(next(journal.lines()))

    assert " ".join(sorted(first)) == (
        "action actor_ref at hash meta object_ref payload payload_commit prev_hash salt seq"
    )
