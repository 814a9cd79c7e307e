"""What the sheet does by the clock."""

from datetime import date, datetime

from maillage.base import ticks
from maillage.network.actions import reminders


def due(at: datetime) -> None:
    """Each morning, see whether a reminder of a stale sheet is due; it leaves once a month at most."""

    def look(day: date) -> None:
        reminders.remind(day)

    ticks.each_day("network.staleness", look, at=at, hour=8)
