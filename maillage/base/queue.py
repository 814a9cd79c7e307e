"""Queued tasks: which workers are alive, and what becomes of tasks that a dead one left behind.

The queue itself is django-tasks-db's table. A task may run twice (a worker may die after its work and
before saying so), so each one must be written to do nothing the second time.
"""

import logging
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import models
from django.db.models import Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from maillage.base.privacy import tagged

logger = logging.getLogger("maillage.alarm")

BEAT_EVERY = timedelta(seconds=15)
DEAD_AFTER = timedelta(seconds=60)
SILENT_AFTER = timedelta(minutes=5)
MOST_ATTEMPTS = 4
FIRST_WAIT = timedelta(minutes=1)
LATE_AFTER = timedelta(minutes=15)
TOO_LONG = timedelta(hours=1)
KEPT = timedelta(days=14)


class Heartbeat(models.Model):
    """The last sign of life of one process."""

    name = models.CharField("processus", primary_key=True, max_length=64)
    kind = models.CharField("rôle", max_length=20)
    seen_at = models.DateTimeField("vu le")

    tags = tagged(technical="name kind seen_at")

    class Meta:
        app_label = "base"
        verbose_name = "signe de vie"

    def __str__(self) -> str:
        return self.name


def beat(name: str, kind: str, *, at: datetime) -> None:
    """Write that this process is alive."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, kind=kind, seen_at=at)],
        update_conflicts=True,
        update_fields=["kind", "seen_at"],
        unique_fields=["name"],
    )


def last_seen(kind: str) -> datetime | None:
    """Return when a process of this kind last gave a sign of life."""
    return cast(
        "datetime | None", Heartbeat.objects.filter(kind=kind).aggregate(m=models.Max("seen_at"))["m"]
    )


def silent(at: datetime) -> list[str]:
    """Say which kinds of process ran in the last day and no longer do (what an alarm repeats)."""
    seen = Heartbeat.objects.values("kind").annotate(last=models.Max("seen_at")).order_by("kind")
    quiet = [row["kind"] for row in seen if row["last"] < at - SILENT_AFTER]
    return [f"Processus sans signe de vie depuis cinq minutes\xa0: {kind}." for kind in quiet]


def reclaim(at: datetime) -> int:
    """Queue again what a dead worker left running and what failed, each time later; return how many.

    After the fourth attempt the task stays failed and the alarm is raised.
    """
    alive = set(Heartbeat.objects.filter(seen_at__gte=at - DEAD_AFTER).values_list("name", flat=True))
    started_before = Q(status=TaskResultStatus.RUNNING, started_at__lt=at - DEAD_AFTER)
    tasks = DBTaskResult.objects.filter(started_before | Q(status=TaskResultStatus.FAILED))
    return sum(
        again(task, at=at)
        for task in tasks.defer("traceback")
        if task.status == TaskResultStatus.FAILED or task.worker_ids[-1] not in alive
    )


def again(task: "DBTaskResult[Any, Any]", *, at: datetime) -> bool:
    """Queue one task again with a longer wait, or leave it failed for good; tell whether it was queued."""
    # The state read is the guard: a worker that says "done" meanwhile wins.
    same = DBTaskResult.objects.filter(pk=task.pk, status=task.status, worker_ids=task.worker_ids)
    attempts = len(task.worker_ids)
    if attempts >= MOST_ATTEMPTS:
        if task.status == TaskResultStatus.RUNNING:
            same.update(status=TaskResultStatus.FAILED, finished_at=at)
            logger.error("Tâche %s abandonnée après %s essais.", task.task_path, attempts)
        return False
    wait = FIRST_WAIT * 2 ** (attempts - 1)
    return bool(same.update(status=TaskResultStatus.READY, run_after=at + wait))


def stuck(at: datetime) -> list[str]:
    """Say which tasks wait or run for too long, or were given up (what an alarm repeats)."""
    ready = Q(status=TaskResultStatus.READY)
    never = Q(run_after=get_date_max())
    late = ready & ((never & Q(enqueued_at__lt=at - LATE_AFTER)) | Q(run_after__lt=at - LATE_AFTER))
    long = Q(status=TaskResultStatus.RUNNING, started_at__lt=at - TOO_LONG)
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).only("task_path", "worker_ids")
    lost = [task.task_path for task in failed if len(task.worker_ids) >= MOST_ATTEMPTS]
    return [
        *(f"Tâche en attente depuis plus d’un quart d’heure\xa0: {path}." for path in paths(late)),
        *(f"Tâche en cours depuis plus d’une heure\xa0: {path}." for path in paths(long)),
        *(f"Tâche abandonnée\xa0: {path}." for path in lost),
    ]


def paths(which: Q) -> list[str]:
    """Return the functions of these tasks."""
    return list(DBTaskResult.objects.filter(which).values_list("task_path", flat=True))


def purge(at: datetime) -> None:
    """Forget tasks done two weeks ago and processes that died a day ago."""
    DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=at - KEPT).delete()
    Heartbeat.objects.filter(seen_at__lt=at - timedelta(days=1)).delete()
