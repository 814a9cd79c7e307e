"""What the clock does for people: invitations and changes of address do not wait for ever."""

from datetime import datetime

from maillage.accounts.actions import addresses, elimination, invitations


def due(at: datetime) -> None:
    """Close what waited beyond its validity; doing it twice changes nothing."""
    invitations.expire(at)
    addresses.expire_changes(at)
    elimination.propose_monthly(at)
