"""Whether the sheet has been left alone for too long.

Its age counts from the later of two days: the update that the pack declares, and the last revision that a
person published. The day a pack was loaded says nothing of what it holds: it counts where no other is known.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from maillage.network.models import Collectivite, Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """The day of the last update, and from which day on that is too long ago."""

    updated_on: date
    stale_on: date

    def is_stale(self, on: date) -> bool:
        """Tell whether it is too long ago that day."""
        return on >= self.stale_on


def age(collectivite: Collectivite | None) -> Age | None:
    """Return the age of the sheet of a collectivité as it stands; none where there is no sheet."""
    rows = Revision.objects.order_by().values_list("capacity").annotate(models.Max("at"))
    days = {capacity: timezone.localdate(at) for capacity, at in rows}
    loaded = days.pop(Revision.Capacity.COMMAND, None)
    declared = collectivite.sheet_dated.latest if collectivite else None
    known = [day for day in (declared, *days.values()) if day] or [day for day in [loaded] if day]
    if not known:
        return None
    return Age(updated_on=max(known), stale_on=max(known) + timedelta(days=settings.SHEET_STALE_DAYS))
