"""The journal: what was done, by whom, on what, in one chain of hashes (kernels/journal/verify.py).

What is proved for ever (the facts) holds no personal data; what does (`private`) is kept apart behind a
salted commitment: it can be erased and the chain still holds.
"""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.utils import timezone

from maillage.base.engines.chain import ChainedConnection
from maillage.base.entries import JournalEntry, JournalHead, JournalPayload
from maillage.base.references import Reference, model_of
from maillage.kernels.journal import chain

Actor = AbstractBaseUser | AnonymousUser | str
BATCH = 500  # rows named by one entry, at most
# A datetime is also a date: it comes first.
WRITTEN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (datetime, chain.instant),
    (date, date.isoformat),
    (Decimal, "{:f}".format),
    (Reference, str),
)
_automaton = re.compile(r"[a-z_]+").fullmatch
_action = re.compile(r"[a-z_]+\.[a-z_]+").fullmatch


class _Waiting(NamedTuple):
    draft: chain.Draft
    at: datetime | None


def record(
    by: Actor,
    action: str,
    subject: models.Model | Reference,
    *,
    private: Mapping[str, object] | None = None,
    gone: bool = False,
    at: datetime | None = None,
    **facts: object,
) -> None:
    """Put an act in the journal, in the transaction that does it; outside one, `TransactionManagementError`.

    `facts` are kept for ever: no personal data, no float. `private` holds the personal data, erasable. What
    the model declares `journaled` is read back from the stored row: call after the last save, or before a
    deletion with gone=True. The entry takes its hour when chained, unless given, and never an earlier one
    than the entry before it.
    """
    if not _action(action):
        raise ValueError(f"Acte «\xa0{action}\xa0»\xa0: écrire application.verbe_passé.")
    ref = Reference.of(subject)
    proof: dict[str, object] = {"gone": True} if gone else snapshot(ref)
    if clash := facts.keys() & {"state", "gone"}:
        raise ValueError(f"Noms réservés au journal\xa0: {', '.join(sorted(clash))}.")
    draft = chain.Draft(
        actor_ref=_actor(by),
        action=action,
        object_ref=str(ref),
        meta=chain.tidy(cast("dict[str, object]", plain({**facts, **proof}))),
        payload=chain.tidy(cast("dict[str, object]", plain(private or {}))),
        salt=secrets.token_hex(32),
    )
    _connection().collect(_Waiting(draft, at), _chain)


def _connection() -> ChainedConnection:
    connection = transaction.get_connection()
    if not isinstance(connection, ChainedConnection):
        raise ImproperlyConfigured("Le journal demande un moteur de maillage.base.engines.")
    return connection


def _actor(by: Actor) -> str:
    if isinstance(by, AbstractBaseUser):
        return str(Reference.of(by))
    if isinstance(by, str) and _automaton(by):
        return by
    raise ValueError(f"Auteur «\xa0{by}\xa0»\xa0: une personne enregistrée, ou un automate en minuscules.")


def plain(value: object) -> object:
    """Return a value as JSON keeps it exactly: amounts and dates as text, instants in UTC."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    write = next((write for kind, write in WRITTEN if isinstance(value, kind)), None)
    return write(value) if write else value


def journaled_fields(model: type[models.Model] | None) -> tuple[str, ...]:
    """Return the fields whose values each entry about a row of this model carries."""
    return cast("tuple[str, ...]", getattr(model, "journaled", ()))


def state_of(model: type[models.Model], values: Sequence[object]) -> dict[str, object]:
    """Return stored values, given in the order of `journaled`, in the very form that an entry keeps."""
    state = {}
    for name, value in zip(journaled_fields(model), values, strict=True):
        field = cast("models.Field[object, object]", model._meta.get_field(name))
        state[name] = plain(field.get_prep_value(value))
    return cast("dict[str, object]", chain.tidy(state))


def snapshot(ref: Reference) -> dict[str, object]:
    """Return {"state": the stored values of the `journaled` fields}; nothing where none is declared."""
    model = model_of(ref.kind)
    if model is None or not (names := journaled_fields(model)):
        return {}
    row = model._base_manager.filter(pk=ref.id).values_list(*names).first()
    if row is None:
        raise ValueError(
            f"{ref}\xa0: aucune ligne\xa0; record() vient après le save, avant le delete (gone=True)."
        )
    return {"state": state_of(model, row)}


def _chain(drafts: Sequence[object], using: str) -> None:
    """Chain what an act recorded; called once, by the connection, at the end of the transaction."""
    head = _locked_head(using)
    link, entries, payloads = head.link, [], []
    for draft, at in cast("Sequence[_Waiting]", drafts):
        # The one clock read of base: the hour of the chain is its own, whatever the act says.
        made = chain.append(link, draft, at=at or timezone.now())
        link = made.head
        entries.append(JournalEntry(**asdict(made) | {"at": datetime.fromisoformat(made.at)}))
        payloads.append(JournalPayload(entry_id=made.seq, salt=draft.salt, payload=draft.payload))
    JournalEntry.objects.using(using).bulk_create(entries)
    JournalPayload.objects.using(using).bulk_create(payloads)
    head.seq, head.at, head.hash = link.seq, datetime.fromisoformat(link.at), link.hash
    head.save(using=using, force_update=True)


def _locked_head(using: str) -> JournalHead:
    heads = JournalHead.objects.using(using)
    if (head := heads.select_for_update().filter(pk=1).first()) is not None:
        return head
    last: Mapping[str, Any] = JournalEntry.objects.using(using).values("seq", "at", "hash").last() or {}
    # Of two first acts at the same time, one makes the row and the other waits for it.
    heads.bulk_create([JournalHead(pk=1, **last)], ignore_conflicts=True)
    return heads.select_for_update().get(pk=1)


def entries_about(subject: models.Model | Reference) -> models.QuerySet[JournalEntry]:
    """Return what was done on a row, in order."""
    return JournalEntry.objects.filter(object_ref=Reference.of(subject))


@transaction.atomic
def erase(
    subject: models.Model | Reference,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    entries: models.QuerySet[JournalEntry] | None = None,
) -> int:
    """Erase the private content of the entries about a row, or of `entries` (GDPR, art. 17); return how many.

    The chain stays whole: only what proved nothing without its salt goes. The erasure is itself journalled,
    with the numbers and the reason, which is kept for ever: no personal data in it.
    """
    chosen = entries_about(subject) if entries is None else entries
    kept = JournalPayload.objects.filter(entry__in=chosen)
    seqs = sorted(kept.values_list("pk", flat=True))
    for start in range(0, len(seqs), BATCH):
        batch = seqs[start : start + BATCH]
        JournalPayload.objects.filter(pk__in=batch).delete()
        record(by, "base.payloads_erased", subject, at=at, reason=reason, seqs=batch)
    return len(seqs)


def lines(*, private: bool = True) -> Iterator[str]:
    """Yield the journal, one line per entry, never kept in memory; it verifies without `private` too."""
    rows = JournalEntry.objects.order_by("seq").select_related(*["payload"] if private else [])
    return (row.line(private=private) for row in rows.iterator(chunk_size=2000))
