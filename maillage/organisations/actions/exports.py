"""What leaves the platform is recorded."""

from datetime import datetime

from maillage.accounts.actions.act import act
from maillage.accounts.models import User
from maillage.base.journal import record


@act
def record_export(*, by: User, rows: int, at: datetime) -> None:
    """Keep that someone took the list of structures away, and how many there were."""
    record(by, "organisations.exported", by, rows=rows, at=at)
