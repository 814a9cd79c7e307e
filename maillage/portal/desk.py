"""One's desk: what waits for a person, whichever app it comes from, named here one by one."""

from collections.abc import Callable, Iterable
from datetime import date

from maillage.accounts import waiting as accounts
from maillage.accounts.models import User
from maillage.base.waiting import Waiting
from maillage.network import waiting as network
from maillage.organisations import waiting as organisations

SOURCES: list[Callable[[User, date], Iterable[Waiting]]] = [
    accounts.waiting,
    organisations.waiting,
    network.waiting,
]


def waiting(user: User, on: date) -> list[Waiting]:
    """Return what this person can do that day: what is due first, then what has waited longest."""
    found = [one for source in SOURCES for one in source(user, on)]
    return sorted(found, key=lambda one: (one.due or date.max, one.since or date.max, one.subject))
