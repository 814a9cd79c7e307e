"""A draft carried to a new version of its questions: nothing typed is ever lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .answers import raw_rows
from .choices import Chosen, MultipleChoice
from .definition import Definition, Group
from .drafts import Draft, SetAside
from .kinds import Input, Item, Text
from .texts import Unreadable

# Old type -> the types that can read what was typed; a text can receive any answer, in words.
_READ_BY = {
    "entier": {"decimal", "montant"},
    "decimal": {"entier", "montant"},
    "montant": {"entier", "decimal"},
    "texte": {"courriel", "telephone", "siret", "commune"},
    "date": {"date_floue"},
    "oui_non": {"choix", "choix_multiples"},
    "choix": {"choix_multiples", "oui_non"},
}
GONE = "cette question n’est plus posée"
CHANGED = "cette question n’attend plus la même forme de réponse"
NO_LONGER = "ce choix n’est plus proposé"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a draft in a new version: names, with the reason for what was set aside."""

    kept: tuple[str, ...] = ()
    converted: tuple[str, ...] = ()
    set_aside: tuple[tuple[str, str], ...] = ()

    @property
    def sentences(self) -> list[str]:
        """Tell the person in French what changed; nothing when all was kept as it was."""
        told = [f"« {label} » : votre réponse a été convertie, vérifiez-la." for label in self.converted]
        return told + [
            f"« {label} » : {reason}. Votre réponse est gardée à part." for label, reason in self.set_aside
        ]


@dataclass(slots=True)
class _Move:
    """One draft on its way, and what happens to each answer."""

    version: int
    entries: dict[str, object] = field(default_factory=dict)
    aside: list[SetAside] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    converted: list[str] = field(default_factory=list)
    reasons: list[tuple[str, str]] = field(default_factory=list)

    def set_aside(self, name: str, item: Item | None, raw: object, reason: str) -> None:
        """Keep an answer under the label it was given to."""
        label = item.label if item else name
        self.aside.append({"version": self.version, "cle": name, "libelle": label, "valeur": raw})
        self.reasons.append((label, reason))


def migrate(draft: Draft, old: Definition, new: Definition) -> tuple[Draft, Report]:
    """Carry a draft of `old` to `new`; report in French what was converted or set aside.

    An answer stays under its key (or the key whose `anciennement` names it), as typed, when its question has
    kept its type; it is converted when the new type can read it; else it is set aside with the label and the
    version it was given to.
    """
    move = _Move(old.version)
    # A question that kept its key goes before one that takes the place of another.
    for key in sorted(draft["saisie"], key=lambda key: key not in new.top):
        if not empty(draft["saisie"][key]):
            _carry(move, old, new, key, draft["saisie"][key])
    moved: Draft = {"version": new.version, "saisie": move.entries, "ecarte": [*draft["ecarte"], *move.aside]}
    report = Report(kept=tuple(move.kept), converted=tuple(move.converted), set_aside=tuple(move.reasons))
    return moved, report


def empty(raw: object) -> bool:
    """Tell whether nothing was typed, in a question or in all the rows of a group."""
    if isinstance(raw, list | tuple):
        return all(empty(one) for one in raw)
    if isinstance(raw, Mapping):
        return all(empty(one) for one in raw.values())
    return raw is None or (isinstance(raw, str) and not raw.strip())


def _carry(move: _Move, old: Definition, new: Definition, key: str, raw: object) -> None:
    before, after = old.top.get(key), _successor(key, new.top)
    if isinstance(before, Group) and isinstance(after, Group) and after.key not in move.entries:
        move.entries[after.key] = [*_rows(move, before, after, raw)]
    else:
        _place(move, key, (before, after), raw, move.entries)


def _successor(key: str, items: Mapping[str, Item]) -> Item | None:
    heirs = (item for item in items.values() if key in item.formerly)
    return items.get(key) or next(heirs, None)


def _rows(move: _Move, before: Group, after: Group, raw: object) -> Iterator[dict[str, object]]:
    """Carry a group row by row; what is set aside tells its row in its name."""
    old_cells = {cell.key: cell for cell in before.cells}
    new_cells = {cell.key: cell for cell in after.cells}
    for rank, row in enumerate(raw_rows(raw)):
        carried: dict[str, object] = {}
        for key in sorted(row, key=lambda key: key not in new_cells):
            if not empty(row[key]):
                pair = (old_cells.get(key), _successor(key, new_cells))
                _place(move, f"{before.key}-{rank}-{key}", pair, row[key], carried)
        yield carried


def _place(
    move: _Move, name: str, pair: tuple[Item | None, Item | None], raw: object, entries: dict[str, object]
) -> None:
    """Put one answer where it belongs now: as it is, converted, in part, or aside."""
    before, after = pair
    if not isinstance(after, Input) or after.key in entries:
        move.set_aside(name, before, raw, GONE)
    elif not isinstance(before, Input):
        move.set_aside(name, before, raw, CHANGED)
    elif _type(before) == _type(after):
        _keep(move, name, (before, after), raw, entries)
    else:
        _convert(move, name, (before, after), raw, entries)


def _keep(move: _Move, name: str, pair: tuple[Input, Input], raw: object, entries: dict[str, object]) -> None:
    before, after = pair
    ticked = raw if isinstance(raw, list) else [raw]
    gone = [one for one in ticked if str(one) not in after.labels] if isinstance(after, Chosen) else []
    left = [one for one in ticked if one not in gone]
    if gone:
        move.set_aside(name, before, gone if isinstance(after, MultipleChoice) else raw, NO_LONGER)
    if left:
        entries[after.key] = left if gone else raw
        move.kept.append(name)


def _convert(
    move: _Move, name: str, pair: tuple[Input, Input], raw: object, entries: dict[str, object]
) -> None:
    before, after = pair
    try:
        converted = _rewritten(before, after, raw)
        after.read(converted)
    except Unreadable:
        move.set_aside(name, before, raw, CHANGED)
        return
    entries[after.key] = converted
    move.converted.append(before.label)


def _rewritten(before: Input, after: Input, raw: object) -> object:
    """Return what to type in the new question for the old answer; raise `Unreadable` when nothing fits."""
    if isinstance(after, Text):
        value = before.read(raw)
        return "" if value is None else before.say(value)
    if _type(after) not in _READ_BY.get(_type(before), ()):
        raise Unreadable(CHANGED)
    return [raw] if isinstance(after, MultipleChoice) else raw


def _type(item: Item) -> str:
    return str(getattr(item, "type", ""))
