"""One clock: each app's `due(at)` called every minute, by one process at a time, missed minutes caught up."""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from maillage.base.privacy import tagged

logger = logging.getLogger("maillage.alarm")

Job = tuple[str, Callable[[datetime], None]]
# Less than a minute: what a clock killed on the minute held, the next tick takes. A job that lasts longer may
# meet another clock's, which changes nothing, each effect being `once`; its place is in the queue.
LEASE = timedelta(seconds=50)
LONGEST_CATCH_UP = timedelta(days=31)


class Tick(models.Model):
    """How far one name of the clock has got; `held_until` keeps a second clock away meanwhile."""

    name = models.CharField("nom", primary_key=True, max_length=100)
    done_at = models.DateTimeField("fait jusqu’au", null=True, blank=True)
    held_until = models.DateTimeField("réservé jusqu’au", null=True, blank=True)
    error = models.CharField("dernier échec", max_length=200, blank=True)

    tags = tagged(technical="name done_at held_until error")

    class Meta:
        app_label = "base"
        verbose_name = "minute de l’horloge"

    def __str__(self) -> str:
        return self.name


def run(jobs: Iterable[Job], *, at: datetime) -> list[str]:
    """Call each job once for this instant; return the names of those that failed, the others having run.

    A job that another clock holds is passed over: that clock does it.
    """
    return [name for name, due in jobs if not _run_one(name, due, at=at)]


def _run_one(name: str, due: Callable[[datetime], None], *, at: datetime) -> bool:
    if not _hold(name, at=at):
        return True
    # Ours only as long as nobody has taken over what we were too slow to do.
    mark = Tick.objects.filter(name=name, held_until=at + LEASE)
    try:
        due(at)
    except Exception as error:
        logger.exception("Horloge\xa0: «\xa0%s\xa0» a échoué.", name)
        mark.update(held_until=None, error=type(error).__name__)
        return False
    mark.update(held_until=None, done_at=at, error="")
    return True


def _hold(name: str, *, at: datetime) -> bool:
    _ensure(name)
    free = Q(held_until__isnull=True) | Q(held_until__lte=at)
    return bool(Tick.objects.filter(free, name=name).update(held_until=at + LEASE))


def _ensure(name: str) -> None:
    if not Tick.objects.filter(name=name).exists():
        Tick.objects.bulk_create([Tick(name=name)], ignore_conflicts=True)


def once(name: str, *, moment: datetime) -> bool:
    """Take the effect of this name and moment: True for the first caller only, within its own transaction.

    The caller must do the effect in the same atomic block: both are kept or neither is.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("once() outside of a transaction: the mark could be kept without its effect.")
    _ensure(name)
    new = Q(done_at__isnull=True) | Q(done_at__lt=moment)
    return bool(Tick.objects.filter(new, name=name).update(done_at=moment))


def each_day(name: str, act: Callable[[date], None], *, at: datetime, hour: int = 0) -> None:
    """Call `act(day)` once for each day, from `hour` (heure de Paris) on; days missed are caught up in order.

    The first call does only the current day. Beyond 31 days missed, the oldest are left out.
    """
    for day in _days(name, at=at, hour=hour):
        with transaction.atomic():
            if once(name, moment=_start(day, hour)):
                act(day)


def _days(name: str, *, at: datetime, hour: int) -> list[date]:
    now = timezone.localtime(at)
    last = now.date() if now.hour >= hour else now.date() - timedelta(days=1)
    done_at = Tick.objects.filter(name=name).values_list("done_at", flat=True).first()
    first = timezone.localdate(done_at) + timedelta(days=1) if done_at else last
    first = max(first, last - LONGEST_CATCH_UP)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _start(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def failing() -> list[str]:
    """Say which jobs of the clock failed last time (what an alarm repeats)."""
    wrong = Tick.objects.exclude(error="").values_list("name", "error")
    return [f"Horloge\xa0: «\xa0{name}\xa0» a échoué ({error})." for name, error in wrong]
