"""The answers in the making: what names mean in one place, outside groups or in one row."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from . import formulas
from .conditions import Condition, compared, holds
from .kinds import Computed, Input, Item
from .texts import Unreadable, Value


@dataclass(slots=True)
class Scope:
    """What was typed in one place, and what has been understood of it so far."""

    items: Mapping[str, Item]
    raw: Mapping[str, object]
    parent: "Scope | None" = None
    values: dict[str, Value] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    rows: dict[str, list["Scope"]] = field(default_factory=dict)

    @property
    def filled(self) -> bool:
        """Tell a row in which something asked was typed and understood."""
        return any(isinstance(self.items[key], Input) for key in self.values)

    @property
    def blank(self) -> bool:
        """Tell a row in which nothing was typed, or nothing that is asked."""
        return not self.errors and not self.filled

    def asks(self, item: Item) -> bool:
        """Tell whether the item's condition is true here; note it as hidden when not."""
        asked = item.condition is None or holds(item.condition, self._compare)
        if not asked:
            self.hidden.add(item.key)
        return asked

    def take(self, item: Input) -> None:
        """Read what was typed for a question: an answer, a mistake, or nothing."""
        try:
            value = item.read(self.raw.get(item.key))
        except Unreadable as error:
            self.errors[item.key] = str(error)
            return
        if value is not None:
            self.values[item.key] = value
        elif item.required:
            self.missing.add(item.key)

    def work_out(self, item: Computed) -> None:
        """Work out a computed field; leave it without value where it has none."""
        terms = [self._figures(term) for term in item.formula.terms]
        try:
            result = formulas.compute(item.formula, terms, places=item.digits)
        except Unreadable as error:
            self.errors[item.key] = str(error)
            return
        if result is not None:
            self.values[item.key] = str(result)

    def _holder(self, name: str) -> "Scope":
        return self.parent if self.parent and name not in self.items else self

    def _compare(self, leaf: Condition) -> bool:
        holder = self._holder(leaf.question)
        item, value = holder.items[leaf.question], holder.values.get(leaf.question)
        if leaf.operator == "renseignee":
            return (value is not None) == leaf.value
        if not isinstance(item, Input | Computed) or value is None:
            return False
        return compared(leaf.operator, item.rank(value), [item.constant(value) for value in leaf.constants])

    def _figures(self, term: str) -> list[Value | None]:
        if formulas.is_figure(term):
            return [term]
        group, _, column = term.rpartition(".")
        if group:
            rows = (self.parent or self).rows.get(group, [])
            return [row.values.get(column) if row.filled else None for row in rows]
        holder = self._holder(term)
        if term in holder.rows:
            return [1 if row.filled else None for row in holder.rows[term]]
        return [holder.values.get(term)]
