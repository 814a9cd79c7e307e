"""From what was typed to a stored answer, or to the list of what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from . import texts
from .definition import MOST_ROWS, Balance, Definition, Group
from .kinds import Computed, Input, Item
from .numbers import Number
from .scope import Scope
from .texts import Value

Answers: TypeAlias = dict[str, Value | list[dict[str, Value]]]

REQUIRED = "Répondez à cette question : elle est obligatoire."


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a set of entries comes to.

    Names are keys, and "group-2-column" inside the third row; "" speaks of the whole questionnaire.
    """

    version: int
    answers: Answers
    errors: dict[str, list[str]]
    hidden: frozenset[str]
    computed: dict[str, str]

    @property
    def stored(self) -> dict[str, object]:
        """The canonical JSON to keep: version of the questions, answers, computed ones included."""
        return {"version": self.version, "reponses": self.answers}


def clean(definition: Definition, entries: Mapping[str, object], *, strict: bool = False) -> Outcome:
    """Read entries against a definition; never raise, whatever they hold.

    Answers whose condition is false are left out, rows in which nothing is typed too; unknown keys are
    ignored, or with `strict` refused. The answers are complete when `errors` is empty.
    """
    scope = Scope(definition.top, entries)
    for name in definition.order:
        _visit(definition, scope, name)
    errors = _errors(definition, scope)
    unknown = sorted(str(key)[:60] for key in entries.keys() - definition.top.keys())
    if strict and unknown:
        errors.setdefault("", []).append(f"Questions inconnues : {', '.join(unknown)}. Retirez-les.")
    return Outcome(
        version=definition.version,
        answers=_answers(definition, scope),
        errors=errors,
        hidden=frozenset(
            name for place, part in _places(scope) for name in (place + key for key in part.hidden)
        ),
        computed=dict(_computed(scope)),
    )


def _visit(definition: Definition, scope: Scope, name: str) -> None:
    group, _, key = name.rpartition(".")
    if group:
        for row in scope.rows.get(group, []):
            _fill(row, row.items[key])
    elif definition.sections[key] in scope.hidden:
        scope.hidden.add(key)
    else:
        _fill(scope, scope.items[key])


def _fill(scope: Scope, item: Item) -> None:
    if not scope.asks(item):
        return
    if isinstance(item, Input):
        scope.take(item)
    elif isinstance(item, Computed):
        scope.work_out(item)
    elif isinstance(item, Group):
        cells = {cell.key: cell for cell in item.cells}
        scope.rows[item.key] = [Scope(cells, row, scope) for row in raw_rows(scope.raw.get(item.key))]


def raw_rows(raw: object) -> list[Mapping[str, object]]:
    """Return the rows typed in a group, at most 200; what is not a row counts as an empty one."""
    rows = raw[:MOST_ROWS] if isinstance(raw, list) else []
    return [row if isinstance(row, Mapping) else {} for row in rows]


def _places(scope: Scope) -> Iterator[tuple[str, Scope]]:
    yield "", scope
    for group, rows in scope.rows.items():
        for rank, row in enumerate(rows):
            yield f"{group}-{rank}-", row


def _computed(scope: Scope) -> Iterator[tuple[str, str]]:
    for place, part in _places(scope):
        for key, value in part.values.items():
            if isinstance(part.items[key], Computed):
                yield place + key, str(value)


def _answers(definition: Definition, scope: Scope) -> Answers:
    answers: Answers = {}
    for key in definition.top:
        if key in scope.values:
            answers[key] = scope.values[key]
        rows = [_row(row) for row in scope.rows.get(key, []) if row.filled]
        if rows:
            answers[key] = rows
    return answers


def _row(row: Scope) -> dict[str, Value]:
    return {key: row.values[key] for key in row.items if key in row.values}


def _errors(definition: Definition, scope: Scope) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for place, part in _places(scope):
        if not place or not part.blank:
            errors.update({place + key: [sentence] for key, sentence in part.errors.items()})
            errors.update({place + key: [REQUIRED] for key in part.missing})
    for group in definition.groups.values():
        if group.key in scope.rows:
            errors.update(_count_errors(group, sum(not row.blank for row in scope.rows[group.key])))
    # A balance over figures that could not be read would only mislead.
    numbers = (part.items[key] for _, part in _places(scope) for key in part.errors)
    unread = any(isinstance(item, Number | Computed) for item in numbers)
    unbalanced = [] if unread else [*_unbalanced(definition, scope)]
    return errors | ({"": unbalanced} if unbalanced else {})


def _count_errors(group: Group, rows: int) -> dict[str, list[str]]:
    if rows < group.fewest:
        return {
            group.key: [f"Remplissez au moins {texts.counted(group.fewest, 'ligne')} ; il y en a {rows}."]
        }
    if rows > group.most:
        return {
            group.key: [f"Au plus {texts.counted(group.most, 'ligne')} : retirez-en {rows - group.most}."]
        }
    return {}


def _unbalanced(definition: Definition, scope: Scope) -> Iterator[str]:
    for balance in definition.balances:
        if not {balance.left, balance.right} & scope.hidden:
            left, right = (Decimal(str(scope.values.get(key, 0))) for key in (balance.left, balance.right))
            if left != right:
                yield _arithmetic(definition, balance, left, right)


def _arithmetic(definition: Definition, balance: Balance, left: Decimal, right: Decimal) -> str:
    """Show the subtraction, greater figure first, so that a person can do it again."""
    first, second = (balance.left, balance.right) if left > right else (balance.right, balance.left)
    high, low = max(left, right), min(left, right)
    told = f"{_told(definition.top[first], high)} − {_told(definition.top[second], low)}"
    difference = _say(definition.top[first], high - low)
    return f"{told} = {difference} d’écart : les deux doivent être égaux. {balance.message}".strip()


def _told(item: Item, value: Decimal) -> str:
    return f"{item.label} {_say(item, value)}"


def _say(item: Item, value: Decimal) -> str:
    return item.say(str(value)) if isinstance(item, Number | Computed) else texts.plain(value)
