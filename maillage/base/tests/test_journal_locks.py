"""Acts done at the same time, on real connections: the chain follows, and nobody waits for ever."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, connections, transaction

from maillage.base import journal
from maillage.base.engines.postgresql.base import DatabaseWrapper
from maillage.base.entries import JournalEntry, JournalHead
from maillage.base.journal import record
from maillage.base.references import Reference
from maillage.base.replay import proof
from maillage.base.tests.journals import committing

PROBE = Reference("base.probe", 1)
WAIT = 20
Work = Callable[[], object]


@pytest.fixture(name="committing")
def _committing(request: pytest.FixtureRequest) -> Iterator[None]:
    with committing(request):
        yield
        ContentType.objects.filter(app_label="probe").delete()


@pytest.fixture
def postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL seulement\xa0: SQLite ne laisse entrer qu’un écrivain")


def together(*works: Work, file: Path | None = None) -> list[BaseException]:
    """Do each work in a thread with a connection of its own; return what was raised."""
    raised: list[BaseException] = []

    def alone(work: Work) -> None:
        if file:
            connections["default"] = connection.copy()
            connections["default"].settings_dict["NAME"] = str(file)
        try:
            work()
        except DatabaseError as error:
            raised.append(error)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=alone, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def row() -> ContentType:
    return ContentType.objects.get_or_create(app_label="probe", model="probe")[0]


def lock(number: int) -> None:
    ContentType.objects.select_for_update().get(pk=number)


def opposite(recording: Work, number: int) -> list[BaseException]:
    """One act writes in the journal then takes a row, the other the row then the journal."""
    recorded, locked = threading.Event(), threading.Event()

    def journal_first() -> None:
        with transaction.atomic():
            recording()
            recorded.set()
            locked.wait(WAIT)
            lock(number)

    def row_first() -> None:
        with transaction.atomic():
            lock(number)
            locked.set()
            recorded.wait(WAIT)
            recording()

    return together(journal_first, row_first)


@pytest.mark.usefixtures("postgresql", "committing")
def test_two_acts_in_opposite_order_do_not_deadlock() -> None:
    raised = opposite(lambda: record("horloge", "base.tried", PROBE), row().pk)

    assert raised == []
    assert proof() == (0, 2, None, None)


@pytest.mark.usefixtures("postgresql", "committing")
def test_two_acts_in_opposite_order_deadlock_if_the_chain_is_locked_at_once() -> None:
    with transaction.atomic():
        record("horloge", "base.tried", PROBE)

    raised = opposite(lambda: journal._locked_head("default"), row().pk)

    assert "deadlock" in str(raised[0])


@pytest.mark.django_db
def test_head_locked_twice_is_one_row() -> None:
    with transaction.atomic():
        first, second = journal._locked_head("default"), journal._locked_head("default")

    assert (first.pk, second.pk, JournalHead.objects.count()) == (1, 1, 1)


def child_and_lock(number: int) -> list[BaseException]:
    """One act adds a row whose foreign key is checked at the commit, the other holds the row it points to."""
    locked = threading.Event()

    def adds_a_child() -> None:
        with transaction.atomic():
            locked.wait(WAIT)
            Permission.objects.create(content_type_id=number, codename="probe", name="probe")
            record("horloge", "base.child_added", PROBE)

    def holds_the_parent() -> None:
        with transaction.atomic():
            lock(number)
            locked.set()
            threading.Event().wait(0.5)  # the other is at its commit by then
            record("horloge", "base.parent_held", PROBE)

    return together(adds_a_child, holds_the_parent)


@pytest.mark.usefixtures("postgresql", "committing")
def test_foreign_key_checked_at_the_commit_does_not_deadlock() -> None:
    raised = child_and_lock(row().pk)

    assert raised == []
    assert proof() == (0, 2, None, None)


@pytest.mark.usefixtures("postgresql", "committing")
def test_foreign_key_left_to_the_commit_deadlocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DatabaseWrapper, "settle", lambda _self: None)

    raised = child_and_lock(row().pk)

    assert "deadlock" in str(raised[0])


@pytest.mark.usefixtures("committing")
def test_acts_at_the_same_time_make_one_chain(tmp_path: Path) -> None:
    file = copied(tmp_path / "journal.sqlite3") if connection.vendor == "sqlite" else None

    def twenty() -> None:
        for number in range(20):
            with transaction.atomic():
                record("horloge", "base.tried", PROBE, number=number)

    verdicts: list[object] = []
    assert together(twenty, twenty, twenty, file=file) == []
    assert together(lambda: verdicts.append(proof()), file=file) == []
    assert verdicts == [(0, 60, None, None)]


def copied(file: Path) -> Path:
    """Copy the test database, which lives in memory, to a file that several connections can write."""
    connection.cursor().execute("VACUUM INTO %s", [str(file)])
    return file


@pytest.mark.usefixtures("committing")
def test_acts_in_opposite_order_both_finish_on_sqlite(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite seulement\xa0: PostgreSQL a son propre essai")
    number = row().pk
    file = copied(tmp_path / "journal.sqlite3")

    def journal_first() -> None:
        with transaction.atomic():
            record("horloge", "base.tried", PROBE)
            lock(number)

    def row_first() -> None:
        with transaction.atomic():
            lock(number)
            record("horloge", "base.tried", PROBE)

    assert together(journal_first, row_first, file=file) == []


@pytest.mark.usefixtures("postgresql", "committing")
def test_two_first_acts_at_the_same_time_make_one_head() -> None:
    gate = threading.Barrier(2)

    def first() -> None:
        with transaction.atomic():
            record("horloge", "base.tried", PROBE)
            gate.wait(WAIT)

    assert together(first, first) == []
    assert JournalEntry.objects.count() == 2
