"""Working days and legal deadlines in France, Alsace and Moselle included.

Holidays: code du travail, L3133-1; in Moselle, Bas-Rhin and Haut-Rhin also 26 December and Good Friday
(L3134-13), the latter only in communes with a Protestant church or a shared one: `good_friday`, true by
default since that never shortens a deadline. Overseas departments add their own day of abolition (L3422-2).
Saturday is not a working day (jour ouvré).
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

PARIS = ZoneInfo("Europe/Paris")
ALSACE_MOSELLE = {"57": "57", "67": "6AE", "68": "6AE"}
OVERSEAS = {code: code for code in ("971", "972", "973", "974", "976")}
GOOD_FRIDAY = "Vendredi saint"
FRIDAY = 4


@cache
def holidays_of(year: int, department: str | None = None) -> dict[date, str]:
    """Return the public holidays of a year: date -> French name."""
    place = {**ALSACE_MOSELLE, **OVERSEAS}.get(department or "")
    return dict(holidays.country_holidays("FR", subdiv=place, years=year, language="fr"))


def is_working_day(on: date, department: str | None = None, *, good_friday: bool = True) -> bool:
    """Tell whether people work that day, Monday to Friday but public holidays.

    `good_friday=False`: the commune has neither a Protestant church nor a shared one (L3134-13).
    """
    name = holidays_of(on.year, department).get(on)
    is_off = name is not None and (good_friday or name != GOOD_FRIDAY)
    return on.weekday() <= FRIDAY and not is_off


def next_working_day(on: date, department: str | None = None, *, good_friday: bool = True) -> date:
    """Return this day if people work, else the first one after it when they do."""
    while not is_working_day(on, department, good_friday=good_friday):
        on += timedelta(days=1)
    return on


def add_working_days(
    on: date, count: int, department: str | None = None, *, good_friday: bool = True
) -> date:
    """Return the working day so many working days after this one (before it, if negative); 0 leaves it."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        on += step
        while not is_working_day(on, department, good_friday=good_friday):
            on += step
    return on


def deadline(on: date, *, moved: bool, department: str | None = None, good_friday: bool = True) -> datetime:
    """Return the last instant of a time limit that ends this day.

    `moved=True` carries a limit ending on a day off to the next working day: so for the procedures of the
    code de procédure civile (article 642) and for European acts (règlement 1182/71, article 3.4). For an aid
    or a call for projects no general text says so: its own règlement decides, hence no default.
    """
    return end_of_day(next_working_day(on, department, good_friday=good_friday) if moved else on)


def end_of_day(on: date) -> datetime:
    """Return 23:59:59.999999 in Paris that day, as a UTC instant, whatever the season."""
    return datetime.combine(on, time.max, PARIS).astimezone(UTC)


def start_of_day(on: date) -> datetime:
    """Return midnight in Paris at the start of that day, as a UTC instant."""
    return datetime.combine(on, time.min, PARIS).astimezone(UTC)


def paris_day(at: datetime) -> date:
    """Return the day it is in Paris at that instant (aware; a naive one raises `ValueError`)."""
    if at.tzinfo is None:
        raise ValueError("Un instant sans fuseau ne dit pas quel jour il est à Paris.")
    return at.astimezone(PARIS).date()
