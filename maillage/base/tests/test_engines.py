"""When entries are chained, when they are dropped, and what a failure leaves."""

from collections.abc import Iterator, Sequence

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, models, transaction
from django.db.transaction import TransactionManagementError

from maillage.base.entries import JournalEntry
from maillage.base.journal import record
from maillage.base.tests.journals import act, actions, committing, person, sql

FAILURES = [ValueError("non"), DatabaseError("non"), KeyboardInterrupt()]


@pytest.fixture(name="committing")
def _committing(request: pytest.FixtureRequest) -> Iterator[None]:
    with committing(request):
        yield


def failing(error: BaseException) -> None:
    def chaining(_drafts: Sequence[object], _using: str) -> None:
        raise error

    connection.collect("draft", chaining)  # type: ignore[attr-defined]


def undone(subject: models.Model, *, savepoint: bool = True) -> None:
    with transaction.atomic(savepoint=savepoint):
        record("horloge", "base.undone", subject)
        raise ZeroDivisionError


def undone_by(error: BaseException) -> None:
    with transaction.atomic():
        person("undone")
        failing(error)


@pytest.mark.django_db
def test_entry_is_chained_when_the_outermost_block_ends() -> None:
    user = person()

    with transaction.atomic():
        with transaction.atomic():
            record("horloge", "base.tried", user)
        assert actions() == []

    assert actions() == ["base.tried"]


@pytest.mark.django_db
def test_entries_follow_the_order_of_the_acts() -> None:
    user = person()

    with transaction.atomic():
        record("horloge", "base.first", user)
        record("horloge", "base.second", user)
    act(user)

    assert list(JournalEntry.objects.values_list("seq", "action")) == [
        (1, "base.first"),
        (2, "base.second"),
        (3, "base.tried"),
    ]


@pytest.mark.django_db
def test_savepoint_rolled_back_drops_its_entries_alone() -> None:
    user = person()

    with transaction.atomic():
        record("horloge", "base.before", user)
        with pytest.raises(ZeroDivisionError):
            undone(user)
        record("horloge", "base.after", user)

    assert actions() == ["base.before", "base.after"]


@pytest.mark.django_db
def test_entries_of_a_released_savepoint_go_with_the_outer_one() -> None:
    user = person()

    with transaction.atomic():
        sid = transaction.savepoint()
        act(user)
        transaction.savepoint_rollback(sid)
        record("horloge", "base.after", user)

    assert actions() == ["base.after"]


@pytest.mark.django_db
def test_savepoint_made_by_hand_drops_its_entries() -> None:
    user = person()

    with transaction.atomic():
        record("horloge", "base.before", user)
        sid = transaction.savepoint()
        record("horloge", "base.undone", user)
        transaction.savepoint_rollback(sid)

    assert actions() == ["base.before"]


@pytest.mark.django_db
def test_block_without_savepoint_that_fails_drops_the_whole_act() -> None:
    user = person()

    with transaction.atomic():
        record("horloge", "base.before", user)
        with pytest.raises(ZeroDivisionError):
            undone(user, savepoint=False)

    assert actions() == []


@pytest.mark.django_db
def test_rollback_asked_for_drops_the_act() -> None:
    user = person()

    with transaction.atomic():
        record("horloge", "base.undone", user)
        transaction.set_rollback(True)

    assert actions() == []


@pytest.mark.django_db
def test_recording_outside_an_act_is_refused_although_a_test_case_has_a_transaction() -> None:
    user = person()

    with pytest.raises(TransactionManagementError, match="atomic"):
        record("horloge", "base.tried", user)


@pytest.mark.usefixtures("committing")
def test_recording_outside_any_transaction_is_refused() -> None:
    user = person()

    with pytest.raises(TransactionManagementError, match="atomic"):
        record("horloge", "base.tried", user)


@pytest.mark.django_db
@pytest.mark.parametrize("error", FAILURES, ids=repr)
def test_failure_in_chaining_undoes_the_act_inside_a_test_case(error: BaseException) -> None:
    with pytest.raises(type(error)):
        undone_by(error)

    assert not get_user_model().objects.filter(email="undone@exemple.fr").exists()


@pytest.mark.parametrize("error", FAILURES, ids=repr)
@pytest.mark.usefixtures("committing")
def test_failure_in_chaining_undoes_the_act(error: BaseException) -> None:
    with pytest.raises(type(error)):
        undone_by(error)

    assert not get_user_model().objects.filter(email="undone@exemple.fr").exists()
    assert connection.get_autocommit()
    assert not connection.in_atomic_block


@pytest.mark.usefixtures("committing")
def test_connection_works_on_after_a_failure_in_chaining() -> None:
    with pytest.raises(ValueError, match="non"), transaction.atomic():
        failing(ValueError("non"))

    act(person())

    assert actions() == ["base.tried"]


@pytest.mark.usefixtures("committing")
def test_failure_of_the_database_while_chaining_undoes_the_act() -> None:
    act(person("first"))
    sql("UPDATE base_journalhead SET seq = 0")  # the next entry takes a number already taken

    with pytest.raises(DatabaseError), transaction.atomic():
        record("horloge", "base.tried", person("undone"))

    assert not get_user_model().objects.filter(email="undone@exemple.fr").exists()
    assert connection.get_autocommit()


@pytest.mark.usefixtures("committing")
def test_commit_chains_and_leaves_nothing_for_the_next() -> None:
    user = person()

    act(user)
    with transaction.atomic():
        get_user_model().objects.update(is_active=True)

    assert actions() == ["base.tried"]


@pytest.mark.usefixtures("committing")
def test_rollback_leaves_nothing_for_the_next() -> None:
    user = person()

    with pytest.raises(ZeroDivisionError):
        undone(user)
    act(user)

    assert actions() == ["base.tried"]


@pytest.mark.usefixtures("committing")
def test_hooks_on_commit_run_after_the_entry_is_stored() -> None:
    seen: list[list[str]] = []

    with transaction.atomic():
        record("horloge", "base.tried", person())
        transaction.on_commit(lambda: seen.append(actions()))

    assert seen == [["base.tried"]]


@pytest.mark.usefixtures("committing")
def test_manual_transaction_is_chained_at_its_commit() -> None:
    user = person()
    transaction.set_autocommit(autocommit=False)
    with transaction.atomic():
        record("horloge", "base.tried", user)
    before = actions()

    transaction.commit()
    transaction.set_autocommit(autocommit=True)

    assert (before, actions()) == ([], ["base.tried"])


@pytest.mark.usefixtures("committing")
def test_commit_inside_a_block_is_refused_and_chains_nothing_yet() -> None:
    with transaction.atomic():
        record("horloge", "base.tried", person())
        with pytest.raises(TransactionManagementError):
            transaction.commit()
        inside = actions()

    assert (inside, actions()) == ([], ["base.tried"])


@pytest.mark.django_db
def test_replacing_a_row_fires_its_triggers_on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite seulement\xa0: REPLACE n’existe pas ailleurs")
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA recursive_triggers").fetchone() == (1,)
