"""Limits on repeated acts, counted in the database so that every web process sees the same count."""

from datetime import datetime, timedelta
from math import ceil

from django.db import connection, models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from maillage.base.errors import TooMany
from maillage.base.privacy import tagged

# One statement on both engines: the row is locked while it counts, so no two processes read the same count.
COUNT = """
INSERT INTO base_ratecount (key, ends_at, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN base_ratecount.ends_at <= %s THEN 1 ELSE base_ratecount.count + 1 END,
    ends_at = CASE WHEN base_ratecount.ends_at <= %s THEN excluded.ends_at ELSE base_ratecount.ends_at END
RETURNING count, ends_at
"""


class RateCount(models.Model):
    """How often one act was done by one address or person in the window now open."""

    key = models.CharField("empreinte", primary_key=True, max_length=64)
    ends_at = models.BigIntegerField("fin de la période, en millisecondes", db_index=True)
    count = models.PositiveIntegerField("essais")

    tags = tagged(technical="key ends_at count")

    class Meta:
        app_label = "base"
        verbose_name = "compteur d’essais"

    def __str__(self) -> str:
        return self.key


def hit(key: str, *, limit: int, per: timedelta, at: datetime) -> None:
    """Count one try and raise `TooMany` beyond `limit` in the window, which opens at the first try.

    Each key has a window of its own, so the moment when it ends is exact and can be told; over any
    stretch as long as `per`, at most twice `limit` pass. The key is kept as a keyed hash: no address is
    stored. Call it outside of a transaction: a rollback would forget the try.
    """
    digest = salted_hmac("maillage.base.ratelimit", key, algorithm="sha256").hexdigest()
    now = milliseconds(at)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [digest, now + per // timedelta(milliseconds=1), now, now])
        count, ends_at = cursor.fetchone()
    if count > limit:
        seconds = ceil((ends_at - now) / 1000)
        moment = when(seconds, at=at)
        raise TooMany(f"Trop d’essais en peu de temps. Réessayez {moment}.", retry_after=seconds)


def purge(at: datetime) -> int:
    """Delete the windows that have ended; return how many."""
    return RateCount.objects.filter(ends_at__lte=milliseconds(at)).delete()[0]


def milliseconds(at: datetime) -> int:
    """Return an instant as whole milliseconds: read the same on both engines by plain SQL."""
    return int(at.timestamp() * 1000)


def when(seconds: int, *, at: datetime) -> str:
    """Return the waiting time as people say it, with the hour once it exceeds a minute."""
    if seconds <= 60:  # noqa: PLR2004 -- one minute
        return f"dans {seconds} seconde{'s' if seconds > 1 else ''}"
    moment = timezone.localtime(at + timedelta(seconds=seconds))
    minutes = ceil(seconds / 60)
    if minutes > 60:  # noqa: PLR2004 -- one hour
        return f"à partir de {moment:%H} h {moment:%M} (heure de Paris)"
    return f"dans {minutes} minutes, à partir de {moment:%H} h {moment:%M} (heure de Paris)"
