"""What waits for someone: each app's `waiting.waiting(user, on)`, gathered on the desk by the portal."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing to do: what it is about, what it waits for, since when, until when, and where to do it."""

    subject: str
    waits: str
    address: str
    since: date | None = None
    due: date | None = None
