"""What a posted page adds to a draft: answers, and the buttons that add or remove a row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from .answers import raw_rows
from .choices import MultipleChoice
from .definition import MOST_ROWS, Definition, Group
from .drafts import Draft
from .kinds import Input, Item
from .texts import storable

# Names of our own fields; no key of a question holds a hyphen.
SHOWN = "questions-vues"
GESTURE = "questions-ligne"
_GESTURE = re.compile(r"([+-])([a-z][a-z0-9_]*)(?::([0-9]{1,4}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A draft after a page was posted; `gesture`: a row came or went, nothing is to be checked yet."""

    draft: Draft
    gesture: bool
    shown: frozenset[str]


def receive(definition: Definition, draft: Draft, posted: QueryDict) -> Received:
    """Return the draft with what was posted; unknown fields are ignored, what the page did not show stays."""
    shown = frozenset(posted.get(SHOWN, "").split())
    entries = _merged(definition.top, draft["saisie"], posted, shown, "")
    for group in definition.groups.values():
        if group.key in shown:
            entries[group.key] = _rows(group, draft["saisie"].get(group.key), posted, shown)
    gesture = _GESTURE.fullmatch(posted.get(GESTURE, ""))
    group_named = definition.groups.get(gesture[2]) if gesture else None
    if gesture and group_named:
        entries[group_named.key] = _with_gesture(group_named, raw_rows(entries.get(group_named.key)), gesture)
    moved: Draft = {"version": definition.version, "saisie": entries, "ecarte": draft["ecarte"]}
    return Received(draft=moved, gesture=group_named is not None, shown=shown)


def _merged(
    items: Mapping[str, Item],
    before: Mapping[str, object],
    posted: QueryDict,
    shown: frozenset[str],
    place: str,
) -> dict[str, object]:
    """Return the entries of one place; a question shown and not posted had all its boxes unticked."""
    entries = dict(before)
    for key, item in items.items():
        if isinstance(item, Input) and (place + key in posted or place + key in shown):
            texts = [storable(text) for text in posted.getlist(place + key)[:500]]
            entries[key] = texts if isinstance(item, MultipleChoice) else (texts or [""])[-1]
    return entries


def _rows(
    group: Group, before: object, posted: QueryDict, shown: frozenset[str]
) -> list[Mapping[str, object]]:
    """Return the rows posted, as many as the page showed."""
    cells = {cell.key: cell for cell in group.cells}
    rows = raw_rows(before)
    count = sum(f"{group.key}-{rank}" in shown for rank in range(MOST_ROWS))
    rows = [*rows, *[{}] * (count - len(rows))]
    return [_merged(cells, row, posted, shown, f"{group.key}-{rank}-") for rank, row in enumerate(rows)]


def _with_gesture(
    group: Group, rows: list[Mapping[str, object]], gesture: re.Match[str]
) -> list[Mapping[str, object]]:
    if gesture[1] == "+":
        return [*rows, {}] if len(rows) < group.most else rows
    rank = int(gesture[3] or len(rows))
    return rows[:rank] + rows[rank + 1 :]
