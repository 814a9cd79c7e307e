"""Comparing two published sheets: pure, nothing asked of the database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from maillage.network.differences.changes import Change, Field, Nature
from maillage.network.differences.items import Item, Place, Said, items
from maillage.network.format import SheetDocument

NOTHING: Said = ("", "")
# A reordering is told of each list that a reader sees: the facts of a theme, those within another fact.
ORDER = "ordre"
# What the heading and the name of a change already say.
SHOWN = {"Intitulé", "Titre", "Thème"}


def find(before: SheetDocument, after: SheetDocument) -> list[Change]:
    """Return what a reader of the second finds changed from the first, in the order of the second.

    What is withdrawn comes last under its heading. Two sheets that say the same give nothing, whatever their
    addresses; the other way round, each change says the reverse.
    """
    old = {item.place: item for item in items(before)}
    new = {item.place: item for item in items(after)}
    found = [_changed(old[place], item) if place in old else _added(item) for place, item in new.items()]
    found += [_withdrawn(item) for place, item in old.items() if place not in new]
    changes = [change for change in found if change is not None] + list(_reordered(old, new))
    ranks = {title: rank for rank, title in enumerate(_titles(new.values(), old.values()))}
    return sorted(changes, key=lambda change: (ranks[change.section], change.nature == Nature.WITHDRAWN))


def _titles(*sheets: Iterable[Item]) -> list[str]:
    return list(dict.fromkeys(item.section for sheet in sheets for item in sheet))


def _added(item: Item) -> Change:
    fields = (Field(label=label, before="", after=words) for label, words in _shown(item))
    return _change(item, Nature.ADDED, fields)


def _withdrawn(item: Item) -> Change:
    fields = (Field(label=label, before=words, after="") for label, words in _shown(item))
    return _change(item, Nature.WITHDRAWN, fields)


def _shown(item: Item) -> list[tuple[str, str]]:
    return [(label, words) for label, (_, words) in item.said.items() if words and label not in SHOWN]


def _changed(old: Item, new: Item) -> Change | None:
    both = {label: (old.said[label], said) for label, said in new.said.items()}
    fields = [_field(label, *pair) for label, pair in both.items() if pair[0][0] != pair[1][0]]
    return _change(new, Nature.CHANGED, fields) if fields else None


def _field(label: str, before: Said, after: Said) -> Field:
    """Say both; where two keys are called alike, the keys themselves tell them apart."""
    if before[1] != after[1]:
        return Field(label=label, before=before[1], after=after[1])
    return Field(label=label, before=f"{before[1]} ({before[0]})", after=f"{after[1]} ({after[0]})")


def _change(item: Item, nature: Nature, fields: Iterable[Field]) -> Change:
    return Change(
        section=item.section,
        what=item.what,
        key=item.key,
        label=item.label,
        nature=nature,
        fields=tuple(fields),
    )


def _reordered(old: dict[Place, Item], new: dict[Place, Item]) -> Iterator[Change]:
    """Yield the lists whose common members no longer come in the same order."""
    former = _lists(old, new)
    for at, rows in _lists(new, old).items():
        before = [old[row.place] for row in former.get(at, [])]
        if [row.place for row in before] != [row.place for row in rows]:
            words = _moved(before, rows)
            yield Change(
                section=rows[0].section,
                what=ORDER,
                key="/".join(at),
                label="Ordre de lecture",
                nature=Nature.CHANGED,
                fields=(Field(label="Ordre", before=words[0], after=words[1]),),
            )


def _lists(mine: dict[Place, Item], others: dict[Place, Item]) -> dict[tuple[str, ...], list[Item]]:
    """Return what both sheets tell in the same list, in the order of mine."""
    found: dict[tuple[str, ...], list[Item]] = defaultdict(list)
    for place, item in mine.items():
        if place in others and _list_of(item) == _list_of(others[place]):
            found[_list_of(item)].append(item)
    return found


def _list_of(item: Item) -> tuple[str, ...]:
    return item.what, *(str(item.said.get(label, NOTHING)[0]) for label in ("Thème", "Dans"))


def _moved(before: Sequence[Item], after: Sequence[Item]) -> tuple[str, str]:
    """Return the part of the list that moved, as it was and as it is."""
    same = [old.place == new.place for old, new in zip(before, after, strict=True)]
    first, last = same.index(False), len(same) - same[::-1].index(False)
    said = ("\xa0; ".join(item.label for item in rows[first:last]) for rows in (before, after))
    return next(said), next(said)
