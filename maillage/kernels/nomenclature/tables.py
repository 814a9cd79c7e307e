"""The tables and where they come from: `data/NAME.csv`, described under `[NAME]` in `data/tables.toml`."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from maillage.kernels.nomenclature.errors import UnknownTable

DATA = Path(__file__).parent / "data"
REFERENCES = "references"  # the one section of tables.toml that is no table


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: who publishes it, which version, in force when, read where and when, and how complete."""

    name: str
    title: str
    publisher: str
    version: str
    starts_on: date | None
    ends_on: date | None
    retrieved_on: date
    licence: str
    source: str
    read_in: str
    status: str
    note: str


@cache
def _described() -> dict[str, dict[str, str | date]]:
    with (DATA / "tables.toml").open("rb") as file:
        return tomllib.load(file)


def _table(name: str, told: dict[str, str | date]) -> Table:
    texts = {key: value for key, value in told.items() if isinstance(value, str)}
    dates = {key: value for key, value in told.items() if isinstance(value, date)}
    return Table(
        name=name,
        starts_on=dates.get("from"),
        ends_on=dates.get("to"),
        retrieved_on=dates["retrieved"],
        **texts,
    )


@cache
def tables() -> dict[str, Table]:
    """Return every table by its name."""
    return {name: _table(name, told) for name, told in _described().items() if name != REFERENCES}


def table(name: str) -> Table:
    """Return one table; raise `UnknownTable` where there is none of this name."""
    if name not in (known := tables()):
        raise UnknownTable(f"La table «\xa0{name}\xa0» n’existe pas. Il y a\xa0: {', '.join(known)}.")
    return known[name]


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the lines of a table, each as {column: text}; raise `UnknownTable` as `table` does."""
    with (DATA / f"{table(name).name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def reference(key: str) -> str:
    """Return in full the document that a line names by its key."""
    return str(_described()[REFERENCES][key])


def in_force(on: date, starts_on: date, ends_on: date | None) -> bool:
    """Tell whether a dated line holds on a day, its first and last days included."""
    return starts_on <= on and (ends_on is None or on <= ends_on)
