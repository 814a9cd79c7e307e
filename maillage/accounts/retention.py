"""What has been kept long enough, by the rules of `retention.yaml`."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from maillage.accounts.holdings import still_engaged
from maillage.accounts.models import DataRequest, User
from maillage.accounts.models.requests import months_after
from maillage.accounts.register import Rule, table


def reached(rule: Rule, at: datetime) -> list[tuple[Any, date | datetime]]:
    """Return (row, since when its time is counted) of what a rule would eliminate, the oldest first."""
    if rule.months is None or rule.automatic:
        return []
    return list(_old(rule, rule.months, at).order_by("kept_since", "pk").values_list("pk", "kept_since"))


def _old(rule: Rule, months: int, at: datetime) -> models.QuerySet[Any]:
    """Return the rows whose time is over, less the people who are still engaged."""
    limit = datetime.combine(
        months_after(timezone.localdate(at), -months), time(), timezone.get_current_timezone()
    )
    since = Coalesce(*rule.since) if len(rule.since) > 1 else F(rule.since[0])
    filters = {name: value for name, value in rule.where.items() if value is not None}
    empty = {f"{name}__isnull": True for name, value in rule.where.items() if value is None}
    rows = table(rule.model)._base_manager.annotate(kept_since=since)
    rows = rows.filter(kept_since__lt=limit, **filters, **empty)
    if rule.unless:
        rows = rows.exclude(**rule.unless)
    return rows.exclude(pk__in=still_engaged(timezone.localdate(at))) if rows.model is User else rows


def day_of(since: date | datetime) -> date:
    """Return the day that a time is counted from."""
    return timezone.localdate(since) if isinstance(since, datetime) else since


def due_rows(rule: Rule, rows: Iterable[Any], at: datetime) -> list[Any]:
    """Return which of the rows listed on a slip still have to go, in order."""
    if rule.months is not None:
        return list(
            _old(rule, rule.months, at).filter(pk__in=rows).order_by("pk").values_list("pk", flat=True)
        )
    # An erasure that its person asked for: still wanted as long as the request is open.
    asked = DataRequest.objects.open().filter(kind=DataRequest.Kind.ERASURE, person__in=rows)
    return list(asked.order_by("person").values_list("person", flat=True))
