"""Whether the sheet has been left alone for too long.

Its age counts from the later of two days: the update that the pack declares, and the last revision that a
person published. The day a pack was loaded says nothing of what it holds: it counts where no other is known.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Subquery
from django.utils import timezone

from maillage.network.models import Collectivite, Revision

LOADED = Revision.Capacity.COMMAND


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """The day of the last update, and from which day on that is too long ago."""

    updated_on: date
    stale_on: date

    def is_stale(self, on: date) -> bool:
        """Tell whether it is too long ago that day."""
        return on >= self.stale_on


def age() -> Age | None:
    """Return the age of the sheet as it stands, in one query; none where there is no sheet."""
    of = Revision.objects.order_by("-number").values("at")
    loaded, edited = of.filter(capacity=LOADED)[:1], of.exclude(capacity=LOADED)[:1]
    row = Collectivite.objects.values_list("sheet_dated", Subquery(edited), Subquery(loaded)).first()
    if row is None:
        return None
    known = [day for day in (row[0].latest, _day(row[1])) if day] or [day for day in [_day(row[2])] if day]
    if not known:
        return None
    return Age(updated_on=max(known), stale_on=max(known) + timedelta(days=settings.SHEET_STALE_DAYS))


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None
