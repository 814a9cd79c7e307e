"""Codes of the past: which communes of today hold the land of a commune as it was."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import models

from maillage.territories.models import Former, Territory

BATCH = 500


def resolve(code: str, on: date | None = None) -> list[Territory]:
    """Return the communes of today for a code of communes, old or new; none for a code never used.

    `on`: the day the code was written, since a code may have covered more land, or other land, than today.
    Without it, a code of today means that commune, an old one its last period. Two communes or more come out
    of one that was split since; none out of the six that were abolished without a successor.
    """
    return resolve_all([code], on)[code]


def resolve_all(codes: Iterable[str], on: date | None = None) -> dict[str, list[Territory]]:
    """Resolve many codes at once, in a few queries per 500."""
    asked = sorted(set(codes))
    found: dict[str, list[Territory]] = {}
    for start in range(0, len(asked), BATCH):
        some = asked[start : start + BATCH]
        communes = {row.code: row for row in communes_of_today().filter(code__in=some)}
        periods: dict[str, list[Former]] = defaultdict(list)
        for row in Former.objects.filter(code__in=some).prefetch_related("today"):
            periods[row.code].append(row)
        for code in some:
            period = meant(periods[code], exists=code in communes, on=on)
            now = sorted(period.today.all(), key=lambda row: row.code) if period else [communes.get(code)]
            found[code] = [row for row in now if row]
    return found


def period_of(code: str, on: date | None = None) -> Former | None:
    """Return the past period that a code means on a day; None where it means the commune of today."""
    exists = communes_of_today().filter(code=code).exists()
    return meant(list(Former.objects.filter(code=code)), exists=exists, on=on)


def meant(periods: list[Former], *, exists: bool, on: date | None) -> Former | None:
    """Choose among the periods of a code, in order; None for the commune of today.

    A day on which the code named no commune (it was then part of another one) means the next period.
    """
    ahead = [row for row in periods if on is not None and row.ends_on > on]
    if ahead:
        return ahead[0]
    return None if exists or not periods else periods[-1]


def communes_of_today() -> models.QuerySet[Territory]:
    """Return the communes that exist."""
    return Territory.objects.filter(level=Territory.Level.COMMUNE, ended=False)
