"""A questionnaire: its questions, groups of rows, computed fields and balances, as frozen data."""

from collections.abc import Iterator
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .choices import Choice, MultipleChoice, YesNo
from .codes import Code
from .days import Day, Fuzzy
from .kinds import Computed, Input, Item, Key, Note, Section, Short, Text
from .numbers import Amount, Rate, Real, Whole

MOST_ROWS = 200

_Question: TypeAlias = (
    Text
    | Whole
    | Real
    | Amount
    | Rate
    | Day
    | Fuzzy
    | YesNo
    | Choice
    | MultipleChoice
    | Code
    | Computed
    | Note
)
Cell: TypeAlias = Annotated[_Question, Field(discriminator="type")]


class Group(Item):
    """Questions repeated over rows."""

    type: Literal["groupe"]
    row_label: Short = Field(default="Ligne", alias="ligne")
    cells: tuple[Cell, ...] = Field(alias="questions", min_length=1, max_length=50)
    fewest: int = Field(default=0, alias="min_lignes", ge=0, le=MOST_ROWS)
    most: int = Field(default=20, alias="max_lignes", ge=1, le=MOST_ROWS)

    @model_validator(mode="after")
    def _rows_in_order(self) -> Self:
        if self.fewest > self.most:
            raise ValueError("« min_lignes » dépasse « max_lignes »")
        return self


class Balance(BaseModel):
    """Two figures that must be equal, such as the total of expenses and the total of income."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    left: Key = Field(alias="gauche")
    right: Key = Field(alias="droite")
    message: str = Field(default="", max_length=500)


class Definition(BaseModel):
    """One version of a questionnaire; made by `parsing.parse`, which also checks that names hold together."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    key: str = Field(alias="cle", pattern=r"^[a-z][a-z0-9-]*$", max_length=60)
    version: int = Field(ge=1, le=100_000)
    title: Short = Field(alias="titre")
    items: tuple[Annotated[_Question | Section | Group, Field(discriminator="type")], ...] = Field(
        alias="questions",
        min_length=1,
        max_length=500,
    )
    balances: tuple[Balance, ...] = Field(default=(), alias="equilibres", max_length=50)

    @cached_property
    def top(self) -> dict[str, Item]:
        """The items outside groups, by key."""
        return {item.key: item for item in self.items}

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The groups of rows, by key."""
        return {item.key: item for item in self.items if isinstance(item, Group)}

    @cached_property
    def named(self) -> dict[str, Item]:
        """Every item by its name, "group.column" for the cells of a group."""
        cells = {f"{group.key}.{cell.key}": cell for group in self.groups.values() for cell in group.cells}
        return {**self.top, **cells}

    @cached_property
    def sections(self) -> dict[str, str]:
        """Key of each item outside groups -> key of the section it stands in, "" before the first."""
        found, current = {}, ""
        for item in self.items:
            current = item.key if isinstance(item, Section) else current
            found[item.key] = current
        return found

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The names, each after all that its condition or formula needs; raise graphlib.CycleError."""
        graph = {name: set(self._needs(name)) for name in self.named}
        return tuple(name for name in TopologicalSorter(graph).static_order() if name in self.named)

    def resolve(self, reference: str, group: str = "") -> str:
        """Return the name meant by a reference written in `group`: its own column first, then outside."""
        column = f"{group}.{reference}"
        return column if group and column in self.named else reference

    def _needs(self, name: str) -> Iterator[str]:
        item, group = self.named[name], name.rpartition(".")[0]
        if group:
            yield group
        elif self.sections[name] not in ("", name):
            yield self.sections[name]
        leaves = item.condition.leaves() if item.condition else []
        for reference in [leaf.question for leaf in leaves] + _terms(item):
            yield self.resolve(reference, group)
            counted = self._counted(reference)
            cells = self.groups[counted].cells if counted else ()
            yield from (f"{counted}.{cell.key}" for cell in cells if isinstance(cell, Input))

    def _counted(self, reference: str) -> str:
        """Return the group whose rows must all be read first: to count them, to leave out the empty ones."""
        column = reference.rpartition(".")[0]
        worked_out = isinstance(self.named.get(reference), Computed)
        return reference if reference in self.groups else column if worked_out else ""


def _terms(item: Item) -> list[str]:
    return list(item.formula.names) if isinstance(item, Computed) else []
