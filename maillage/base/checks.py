"""The invariants that the shared mechanisms must keep, whatever happened (DESIGN, section 7)."""

from collections.abc import Iterator
from datetime import datetime

from maillage.base import due, guards, receipts, replay, status
from maillage.base.delivery import resent
from maillage.base.integrity import Breach, orphans, unclaimed


def breaches(at: datetime) -> Iterator[Breach]:
    """Yield what breaks I1, I4, I5, I6, I7 and I8, then what only deserves attention.

    I4 looks for files older than an hour that no file column claims. It grows with the app that will own
    files: that one compares their hashes, and says which of its rows have lost theirs.
    """
    yield from receipts.check()
    yield from unclaimed(at)
    for sentence in resent():
        yield Breach(invariant="I5", what="resent_mail", subject="base.mail", sentence=sentence)
    yield from _journal()
    yield from _histories()
    yield from orphans()
    yield from _attention(at)


def _journal() -> Iterator[Breach]:
    verdict = replay.proof()
    if verdict.code:
        subject = f"base.journalentry:{verdict.first_bad}"
        yield Breach(invariant="I6", what="chain", subject=subject, sentence=f"{verdict.reason}.")
    yield from replay.replay()
    for name in guards.missing():
        sentence = "verrou absent ou modifié : lancez « maillage migrate », qui les repose."
        yield Breach(invariant="I6", what="guard", subject=name, sentence=sentence)


def _histories() -> Iterator[Breach]:
    for ref in status.illegal_histories():
        sentence = "l’historique de ses états n’est pas légal."
        yield Breach(invariant="I7", what="history", subject=ref, sentence=sentence)


def _attention(at: datetime) -> Iterator[Breach]:
    for sentence in due.alarms(at):
        yield Breach(invariant="", what="alarm", subject="base", sentence=sentence, serious=False)
    if number := replay.erased().count():
        sentence = f"contenus privés effacés du journal : {number}."
        yield Breach(invariant="I6", what="erased", subject="base", sentence=sentence, serious=False)
