"""Make the entries that `verify` proves: one form, defined there, used here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from maillage.kernels.journal.verify import GENESIS, Json, canonical_read, commitment, normal, seal


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where a chain stands: its last number, hour and hash; a chain with no entry stands at zero."""

    seq: int = 0
    at: str = ""
    hash: str = GENESIS


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link: the facts of an act, the commitment to its private content, the link before it."""

    seq: int
    at: str
    actor_ref: str
    action: str
    object_ref: str
    payload_commit: str
    meta: dict[str, Json]
    prev_hash: str
    hash: str

    @property
    def head(self) -> Head:
        """Return where the chain stands after this entry."""
        return Head(seq=self.seq, at=self.at, hash=self.hash)


def instant(at: datetime) -> str:
    """Return an aware instant as the form writes it: UTC, microseconds; texts then sort as times.

    >>> instant(datetime(2026, 7, 14, 9, 30, tzinfo=UTC))
    '2026-07-14T09:30:00.000000Z'
    """
    if at.tzinfo is None:
        raise ValueError("L’heure d’une entrée porte son fuseau.")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(value: object) -> bytes:
    """Return the one form of a value, whatever the order of its keys and the make-up of its accents.

    >>> canonical({"b": 1, "a": ["é", None]}).decode()
    '{"a":["é",null],"b":1}'
    """
    return canonical_read(normal(value))


def tidy(value: Mapping[str, object]) -> dict[str, Json]:
    """Return an object as the chain keeps it, its text in NFC; refuse floats, dates and odd keys."""
    found = normal(value)
    if not isinstance(found, dict):
        raise TypeError("Un objet est attendu.")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An act not yet chained; the salt is 64 random hex digits."""

    actor_ref: str
    action: str
    object_ref: str
    meta: dict[str, Json]
    payload: dict[str, Json]
    salt: str


def append(prev: Head, draft: Draft, *, at: datetime) -> Entry:
    """Return the entry that follows `prev`; its hour never goes back behind the one before it."""
    entry = Entry(
        seq=prev.seq + 1,
        at=max(prev.at, instant(at)),
        actor_ref=draft.actor_ref,
        action=draft.action,
        object_ref=draft.object_ref,
        payload_commit=commitment(draft.salt, canonical(tidy(draft.payload))),
        meta=tidy(draft.meta),
        prev_hash=prev.hash,
        hash="",
    )
    facts = {name: value for name, value in asdict(entry).items() if name not in {"prev_hash", "hash"}}
    return replace(entry, hash=seal(prev.hash, canonical_read(facts)))


def export(entry: Entry, *, salt: str | None, payload: dict[str, Json] | None) -> str:
    """Return the entry as its line of the export; without salt and payload where they were erased."""
    line: dict[str, object] = asdict(entry)
    if salt is not None and payload is not None:
        line |= {"salt": salt, "payload": payload}
    return canonical(line).decode()
