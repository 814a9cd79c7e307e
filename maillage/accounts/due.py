"""What the clock does for people: what waits for an answer ends, what is kept too long is proposed."""

from datetime import date, datetime

from maillage.accounts.actions import addresses, elimination, invitations
from maillage.base import ticks


def due(at: datetime) -> None:
    """Close what waited beyond its validity; each night, see whether a slip is due. Twice changes nothing."""

    def propose(_: date) -> None:
        elimination.propose_monthly(at)

    invitations.expire(at)
    addresses.expire_changes(at)
    ticks.each_day("accounts.slips", propose, at=at, hour=4)
