"""What the shared mechanisms do by the clock."""

from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from maillage.base import anchors, delivery, idempotency, queue, ratelimit, tasks, ticks

logger = queue.logger

KEYS_KEPT = timedelta(days=30)


def due(at: datetime) -> None:
    """Reclaim tasks each minute; repeat alarms each hour; anchor the journal and purge each day."""
    queue.reclaim(at)
    ratelimit.purge(at)
    delivery.erase_old_secrets(at)
    _alarm_hourly(at)
    anchors.anchor(timezone.localdate(at), at)  # once a day, at the first tick: the rest find it made
    if settings.BACKUP_DIR:
        ticks.each_day("base.backup", partial(_back_up, at), at=at, hour=2)
    ticks.each_day("base.purge", partial(_purge, at), at=at, hour=3)


def alarms(at: datetime) -> list[str]:
    """Say everything that waits for too long or failed for good, one French sentence each."""
    return [*delivery.late(at), *queue.stuck(at), *queue.silent(at), *ticks.failing()]


def _alarm_hourly(at: datetime) -> None:
    with transaction.atomic():
        new = ticks.once("base.alarms", moment=at.replace(minute=0, second=0, microsecond=0))
    for sentence in alarms(at) if new else []:
        logger.error(sentence)


def _back_up(at: datetime, day: date) -> None:
    if day == timezone.localdate(at):  # a day missed is past: today's backup stands for it
        tasks.back_up.enqueue()


def _purge(at: datetime, _: date) -> None:
    queue.purge(at)
    idempotency.purge(at - KEYS_KEPT)
    Session.objects.filter(expire_date__lt=at).delete()
