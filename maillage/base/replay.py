"""Replay: the rows as the journal says they should be, against the rows as they are stored (invariant I6)."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain as every

from django.apps import apps
from django.db import models

from maillage.base import journal
from maillage.base.anchors import export_anchors
from maillage.base.batches import batches
from maillage.base.entries import JournalEntry, JournalHead
from maillage.base.integrity import Breach
from maillage.base.references import as_text
from maillage.kernels.journal.verify import Verdict, verify

NUMBER = re.compile("[1-9][0-9]{0,17}")
States = dict[str, dict[str, object] | None]
breach = partial(Breach, invariant="I6", what="replay")


def proof() -> Verdict:
    """Verify the stored chain and its stored anchors, as the off-line verifier would their export."""
    return verify(journal.lines(), export_anchors())


def replay() -> Iterator[Breach]:
    """Compare each row of each model declaring `journaled` with the last state that the chain gives it."""
    yield from _head()
    yield from _erasures()
    for model in journaled_models():
        yield from _rows(model)
        yield from _gone(model)


def journaled_models() -> list[type[models.Model]]:
    """Return the models whose rows the journal can prove."""
    return [model for model in apps.get_models() if journal.journaled_fields(model)]


def _rows(model: type[models.Model]) -> Iterator[Breach]:
    kind, names = model._meta.label_lower, journal.journaled_fields(model)
    for batch in batches(model._base_manager.order_by("pk").values_list("pk", *names).iterator()):
        states = _states([f"{kind}:{pk}" for pk, *_ in batch])
        for pk, *values in batch:
            ref = f"{kind}:{pk}"
            if ref not in states:
                yield breach(subject=ref, sentence="ligne dont le journal ne parle pas.")
            elif (state := states[ref]) is None:
                yield breach(subject=ref, sentence="ligne supprimée selon le journal, pourtant présente.")
            elif differing := _differing(state, journal.state_of(model, values)):
                yield breach(subject=ref, sentence=f"modifiée hors du journal ({differing}).")


def _gone(model: type[models.Model]) -> Iterator[Breach]:
    """Yield the rows that the journal knows and that are no more, unless it says that too."""
    kind = f"{model._meta.label_lower}:"
    told = _stating().filter(object_ref__startswith=kind).order_by("object_ref").distinct()
    for refs in batches(told.values_list(as_text("object_ref"), flat=True).iterator()):
        # A reference written by hand may be anything: no row answers to it.
        numbers = [text for ref in refs if NUMBER.fullmatch(text := ref.removeprefix(kind))]
        kept = model._base_manager.filter(pk__in=numbers).values_list("pk", flat=True)
        present = {f"{kind}{pk}" for pk in kept}
        states = _states([ref for ref in refs if ref not in present])
        for ref in (ref for ref, state in states.items() if state is not None):
            yield breach(subject=ref, sentence="ligne connue du journal, disparue.")


def _states(refs: Sequence[str]) -> States:
    """Return the last state that the journal gives to each of these rows; None for a row that was deleted."""
    told = _stating().filter(object_ref__in=refs).order_by("seq") if refs else _stating().none()
    return {
        ref: meta.get("state") for ref, meta in told.values_list(as_text("object_ref"), "meta").iterator()
    }


def _stating() -> models.QuerySet[JournalEntry]:
    """Return the entries that say what a row became."""
    return JournalEntry.objects.filter(meta__has_any_keys=["state", "gone"])


def _differing(told: dict[str, object], stored: dict[str, object]) -> str:
    """Name the fields whose value differs; one that the model did not journal yet is not compared."""
    shared = [name for name in stored if name in told and told[name] != stored[name]]
    return ", ".join(f"{name}\xa0: {stored[name]!r} au lieu de {told[name]!r}" for name in shared)


def _head() -> Iterator[Breach]:
    head = JournalHead.objects.values_list("seq", "hash").first()
    last = JournalEntry.objects.order_by("seq").values_list("seq", "hash").last()
    if head != last:
        sentence = "la tête du journal n’est pas sa dernière entrée."
        yield breach(subject="base.journalhead:1", sentence=sentence)


def _erasures() -> Iterator[Breach]:
    """Yield the private contents that are gone without an act of erasure; the legal ones raise no alarm."""
    acts = JournalEntry.objects.filter(action="base.payloads_erased").values_list("meta__seqs", flat=True)
    # One bit for each entry: acts name theirs in any order, and there may be millions.
    legal = bytearray((JournalEntry.objects.aggregate(last=models.Max("seq"))["last"] or 0) // 8 + 1)
    for seq in every.from_iterable(acts.iterator()):
        legal[seq // 8] |= 1 << seq % 8
    for seq in erased().iterator():
        if not legal[seq // 8] >> seq % 8 & 1:
            sentence = "contenu privé disparu sans acte d’effacement."
            yield breach(subject=f"base.journalentry:{seq}", sentence=sentence)


def erased() -> models.QuerySet[JournalEntry, int]:
    """Return the numbers of the entries whose private content was erased: to report, not to fail."""
    return JournalEntry.objects.filter(payload=None).order_by("seq").values_list("seq", flat=True)
