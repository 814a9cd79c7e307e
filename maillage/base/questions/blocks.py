"""What a page of questions shows, in order, each with the partial template that shows it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.forms import BoundField, Form

from .answers import Outcome, raw_rows
from .definition import Group
from .kinds import Computed, Input, Item, Note, Section
from .numbers import Amount, Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One thing to show."""

    template: str
    item: Item
    field: BoundField | None = None
    unit: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a group; `remove` is the value of its button, empty when the row must stay."""

    number: int
    blocks: list[Block]
    remove: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Block):
    """A group of rows; `add` is the value of its button, empty when it is full."""

    rows: list[Row]
    add: str
    errors: list[str]


def blocks(
    form: Form, items: Iterable[Item], outcome: Outcome, entries: Mapping[str, object]
) -> Iterator[Block]:
    """Yield what is asked now: headings, notes, questions, groups, computed fields."""
    for item in items:
        if item.key not in outcome.hidden:
            if isinstance(item, Group):
                yield _rows(form, item, outcome, raw_rows(entries.get(item.key)))
            else:
                yield _block(form, item, outcome, "")


def _block(form: Form, item: Item, outcome: Outcome, place: str) -> Block:
    name = place + item.key
    if isinstance(item, Input):
        unit = "€" if isinstance(item, Amount) else "%" if isinstance(item, Rate) else ""
        return Block(template="questions/question.html", item=item, field=form[name], unit=unit)
    if isinstance(item, Computed):
        value = item.say(outcome.computed[name]) if name in outcome.computed else "—"
        return Block(template="questions/computed.html", item=item, value=value)
    template = {Section: "questions/section.html", Note: "questions/note.html"}[type(item)]
    return Block(template=template, item=item)


def _rows(form: Form, group: Group, outcome: Outcome, raw: list[Mapping[str, object]]) -> Rows:
    removable = len(raw) > max(group.fewest, 1)
    rows = [
        Row(
            number=rank + 1,
            blocks=[*_cells(form, group, outcome, f"{group.key}-{rank}-")],
            remove=f"-{group.key}:{rank}" if removable else "",
        )
        for rank in range(len(raw))
    ]
    add = f"+{group.key}" if len(raw) < group.most else ""
    errors = outcome.errors.get(group.key, []) if form.is_bound else []
    return Rows(template="questions/rows.html", item=group, rows=rows, add=add, errors=errors)


def _cells(form: Form, group: Group, outcome: Outcome, place: str) -> Iterator[Block]:
    for cell in group.cells:
        if place + cell.key not in outcome.hidden:
            yield _block(form, cell, outcome, place)
