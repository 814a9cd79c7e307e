"""The tables of the shared mechanisms, each defined beside its functions."""

from maillage.base.anchors import Anchor
from maillage.base.entries import JournalEntry, JournalHead, JournalPayload
from maillage.base.idempotency import IdempotencyKey
from maillage.base.outbox import Mail
from maillage.base.packs import PackLoad
from maillage.base.questions.sets import QuestionSet
from maillage.base.queue import Heartbeat
from maillage.base.ratelimit import RateCount
from maillage.base.receipts import Receipt
from maillage.base.status import StatusChange
from maillage.base.ticks import Tick

__all__ = [
    "Anchor",
    "Heartbeat",
    "IdempotencyKey",
    "JournalEntry",
    "JournalHead",
    "JournalPayload",
    "Mail",
    "PackLoad",
    "QuestionSet",
    "RateCount",
    "Receipt",
    "StatusChange",
    "Tick",
]
