"""Noting that a revision was sent: what changes afterwards is what the other body does not know yet."""

from datetime import date, datetime

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import day_of, require_role
from maillage.accounts.models import User
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.network.models import Revision, Sending
from maillage.organisations.models.mandates import INSTRUCTING


@act
def note(revision: Revision, *, on: date, to: str, by: User, at: datetime) -> Sending:
    """Note the day a revision left and for whom; refuse a day to come, or before it was published."""
    require_role(by, *INSTRUCTING, at=at)
    if on > day_of(at):
        raise Refusal("Ce jour n’est pas encore venu. Notez l’envoi une fois fait.")
    if on < day_of(revision.at):
        raise Refusal(f"Cette révision date du {day_of(revision.at):%d/%m/%Y}\xa0: elle n’a pu partir avant.")
    sending = Sending(revision=revision, on=on, to=to, by=by, at=at)
    sending.full_clean()
    sending.save(force_insert=True)
    record(by, "network.revision_sent", sending, at=at, number=revision.number)
    return sending
