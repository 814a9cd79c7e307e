"""What the shared mechanisms do by the clock."""

from datetime import datetime
from functools import partial

from django.contrib.sessions.models import Session
from django.db import transaction

from maillage.base import delivery, queue, ratelimit, ticks

logger = queue.logger


def due(at: datetime) -> None:
    """Reclaim tasks each minute; repeat alarms each hour; purge each night."""
    queue.reclaim(at)
    ratelimit.purge(at)
    delivery.erase_old_secrets(at)
    _alarm_hourly(at)
    ticks.each_day("base.purge", partial(_purge, at), at=at, hour=3)


def alarms(at: datetime) -> list[str]:
    """Say everything that waits for too long or failed for good, one French sentence each."""
    return [*delivery.late(at), *queue.stuck(at), *ticks.failing()]


def _alarm_hourly(at: datetime) -> None:
    with transaction.atomic():
        new = ticks.once("base.alarms", moment=at.replace(minute=0, second=0, microsecond=0))
    for sentence in alarms(at) if new else []:
        logger.error(sentence)


def _purge(at: datetime, *_: object) -> None:
    queue.purge(at)
    Session.objects.filter(expire_date__lt=at).delete()
