"""What the clock calls each minute: every app's `due(at)`, named here one by one."""

from datetime import datetime

from maillage.accounts import due as accounts
from maillage.base import due as base
from maillage.base import ticks
from maillage.network import due as network
from maillage.organisations import due as organisations

JOBS: list[ticks.Job] = [
    ("accounts", accounts.due),
    ("base", base.due),
    ("organisations", organisations.due),
    ("network", network.due),
]


def tick(at: datetime) -> list[str]:
    """Do what is due at this instant; return the names of the apps that failed, the others having run."""
    return ticks.run(JOBS, at=at)
