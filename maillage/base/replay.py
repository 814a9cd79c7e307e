"""Replay: the rows as the journal says they should be, against the rows as they are stored (invariant I6)."""

from collections.abc import Iterator
from itertools import chain as every
from typing import NamedTuple

from django.apps import apps
from django.db import models

from maillage.base import journal
from maillage.base.anchors import export_anchors
from maillage.base.entries import JournalEntry, JournalHead
from maillage.kernels.journal.verify import Verdict, verify

States = dict[int, dict[str, object] | None]


class Breach(NamedTuple):
    """A row that is not as the journal says, and why."""

    ref: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.ref}\xa0: {self.sentence}"


def proof() -> Verdict:
    """Verify the stored chain and its stored anchors, as the off-line verifier would their export."""
    return verify(journal.lines(), export_anchors())


def replay() -> list[Breach]:
    """Compare each row of each model declaring `journaled` with the last state that the chain gives it."""
    found = every(_head(), _erasures(), *map(_rows, journaled_models()))
    return list(found)


def journaled_models() -> list[type[models.Model]]:
    """Return the models whose rows the journal can prove."""
    return [model for model in apps.get_models() if journal.journaled_fields(model)]


def _rows(model: type[models.Model]) -> Iterator[Breach]:
    kind, names = model._meta.label_lower, journal.journaled_fields(model)
    states = _states(kind)
    for pk, *values in model._base_manager.order_by("pk").values_list("pk", *names).iterator():
        if pk not in states:
            yield Breach(f"{kind}:{pk}", "ligne dont le journal ne parle pas")
        elif (state := states.pop(pk)) is None:
            yield Breach(f"{kind}:{pk}", "ligne supprimée selon le journal, pourtant présente")
        elif differing := _differing(state, journal.state_of(model, values)):
            yield Breach(f"{kind}:{pk}", f"modifiée hors du journal ({differing})")
    for pk in (pk for pk, state in states.items() if state is not None):
        yield Breach(f"{kind}:{pk}", "ligne connue du journal, disparue")


def _states(kind: str) -> States:
    """Return the last state of each row of a kind; None for a row that was deleted."""
    told = JournalEntry.objects.filter(object_ref__startswith=f"{kind}:").order_by("seq")
    states: States = {}
    for ref, meta in told.values_list("object_ref", "meta").iterator():
        if "state" in meta or "gone" in meta:
            states[ref.id] = meta.get("state")
    return states


def _differing(told: dict[str, object], stored: dict[str, object]) -> str:
    """Name the fields whose value differs; one that the model did not journal yet is not compared."""
    shared = [name for name in stored if name in told and told[name] != stored[name]]
    return ", ".join(f"{name}\xa0: {stored[name]!r} au lieu de {told[name]!r}" for name in shared)


def _head() -> Iterator[Breach]:
    head, last = JournalHead.objects.first(), JournalEntry.objects.order_by("seq").last()
    if (head and (head.seq, head.hash)) != (last and (last.seq, last.hash)):
        yield Breach("base.journalhead:1", "la tête du journal n’est pas sa dernière entrée")


def _erasures() -> Iterator[Breach]:
    """Yield the private contents that are gone without an act of erasure; the legal ones raise no alarm."""
    acts = JournalEntry.objects.filter(action="base.payloads_erased").values_list("meta__seqs", flat=True)
    legal = set(every.from_iterable(acts.iterator()))
    for seq in erased().iterator():
        if seq not in legal:
            yield Breach(f"base.journalentry:{seq}", "contenu privé disparu sans acte d’effacement")


def erased() -> models.QuerySet[JournalEntry, int]:
    """Return the numbers of the entries whose private content was erased: to report, not to fail."""
    return JournalEntry.objects.filter(payload=None).order_by("seq").values_list("seq", flat=True)
