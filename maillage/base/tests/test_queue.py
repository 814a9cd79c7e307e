"""Tasks left behind by a dead worker come back; those that never succeed raise the alarm."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from maillage.base.queue import Heartbeat, beat, last_seen, purge, reclaim, silent, stuck

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PATH = "maillage.base.tests.nothing"

pytestmark = pytest.mark.django_db


def queued(
    status: str, workers: tuple[str, ...] = (), *, started_at: datetime | None = AT
) -> "DBTaskResult[Any, Any]":
    task = DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path=PATH,
        worker_ids=list(workers),
        backend_name="default",
        run_after=AT,
        started_at=started_at,
        finished_at=AT if status in {"FAILED", "SUCCESSFUL"} else None,
        exception_class_path="",
        traceback="",
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=AT)
    return task


def fresh(task: "DBTaskResult[Any, Any]") -> "DBTaskResult[Any, Any]":
    return DBTaskResult.objects.get(pk=task.pk)


def test_task_of_a_dead_worker_is_queued_again_a_minute_later() -> None:
    beat("dead", "tasks", at=AT)
    task = queued("RUNNING", ("dead",))

    assert reclaim(AT + 2 * MINUTE) == 1

    assert (fresh(task).status, fresh(task).run_after) == ("READY", AT + 3 * MINUTE)


def test_task_of_a_living_worker_is_left_alone() -> None:
    task = queued("RUNNING", ("alive",))
    beat("alive", "tasks", at=AT + timedelta(hours=3))

    assert reclaim(AT + timedelta(hours=3)) == 0

    assert fresh(task).status == "RUNNING"


def test_task_just_started_is_left_alone() -> None:
    queued("RUNNING", ("unknown",))

    assert reclaim(AT + timedelta(seconds=30)) == 0


def test_failed_task_is_tried_again_later_and_later() -> None:
    waits = []
    for attempts in (1, 2, 3):
        task = queued("FAILED", ("w",) * attempts)
        reclaim(AT)
        waits.append((fresh(task).run_after - AT) // MINUTE)

    assert waits == [1, 2, 4]


def test_task_failed_four_times_stays_failed_and_raises_the_alarm() -> None:
    task = queued("FAILED", ("w",) * 4)

    assert reclaim(AT + MINUTE) == 0

    assert fresh(task).status == "FAILED"
    assert stuck(AT) == [f"Tâche abandonnée\N{NO-BREAK SPACE}: {PATH}."]


def test_task_that_kills_every_worker_ends_failed(caplog: pytest.LogCaptureFixture) -> None:
    task = queued("RUNNING", ("a", "b", "c", "d"))

    reclaim(AT + 2 * MINUTE)

    assert fresh(task).status == "FAILED"
    assert PATH in caplog.text


def test_task_reclaimed_twice_at_once_is_queued_once() -> None:
    task = queued("RUNNING", ("dead",))
    DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.SUCCESSFUL)

    assert reclaim(AT + 2 * MINUTE) == 0


def test_task_waiting_a_quarter_of_an_hour_is_stuck() -> None:
    queued("READY", started_at=None)

    assert stuck(AT + 15 * MINUTE) == []
    assert stuck(AT + 16 * MINUTE) == [
        f"Tâche en attente depuis plus d’un quart d’heure\N{NO-BREAK SPACE}: {PATH}."
    ]


def test_task_running_for_an_hour_is_stuck() -> None:
    queued("RUNNING", ("alive",))

    assert stuck(AT + 61 * MINUTE) == [f"Tâche en cours depuis plus d’une heure\N{NO-BREAK SPACE}: {PATH}."]


def test_last_sign_of_life_of_a_kind_is_known() -> None:
    beat("a", "tasks", at=AT)
    beat("b", "mails", at=AT + MINUTE)
    beat("a", "tasks", at=AT + 2 * MINUTE)

    assert [last_seen(kind) for kind in ("tasks", "mails", "clock")] == [AT + 2 * MINUTE, AT + MINUTE, None]


def test_kind_of_process_that_went_silent_raises_the_alarm() -> None:
    beat("a", "tasks", at=AT)
    beat("b", "mails", at=AT)
    beat("c", "mails", at=AT + 5 * MINUTE)

    assert silent(AT + 5 * MINUTE) == []
    assert silent(AT + 6 * MINUTE) == [
        "Processus sans signe de vie depuis cinq minutes\N{NO-BREAK SPACE}: tasks."
    ]


def test_purge_forgets_old_successes_and_old_processes() -> None:
    beat("dead", "tasks", at=AT)
    queued("SUCCESSFUL"), queued("FAILED")

    purge(AT + timedelta(days=15))

    assert not Heartbeat.objects.exists()
    assert [task.status for task in DBTaskResult.objects.all()] == ["FAILED"]
