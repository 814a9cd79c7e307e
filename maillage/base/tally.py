"""What a database holds, in figures that a copy must give again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal

from django.apps import apps

from maillage.base.entries import JournalEntry
from maillage.base.money import AmountField
from maillage.kernels.journal.chain import Head, instant

# Runs one query: on the connection of the installation, or on a copy that Django does not know.
Ask = Callable[[str], list[tuple[Any, ...]]]

Engine = Literal["sqlite", "postgresql"]

TABLES: dict[Engine, str] = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND SUBSTR(name, 1, 7) <> 'sqlite_'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Rows per table, sum of each column of amounts (euros), last entry of the journal, migrations done."""

    counts: dict[str, int]
    sums: dict[str, str]
    head: Head
    migrations: list[str]

    @property
    def rows(self) -> int:
        """How many rows in all."""
        return sum(self.counts.values())

    def differences(self, other: "Tally") -> list[str]:
        """Say, one French sentence each, where another database does not give the same figures."""
        counts = _compared("lignes de la table", self.counts, other.counts)
        sums = _compared("somme de", self.sums, other.sums)
        heads = [] if self.head == other.head else ["La dernière entrée du journal n’est pas la même."]
        same = self.migrations == other.migrations
        return [*counts, *sums, *heads, *([] if same else ["Les migrations faites ne sont pas les mêmes."])]


def tally(ask: Ask, engine: Engine, amounts: Iterable[str]) -> Tally:
    """Count what a database holds; `amounts` names the columns to sum, as `table.column`."""
    tables = sorted(table for (table,) in ask(TABLES[engine]))
    return Tally(
        counts={table: ask(f"SELECT COUNT(*) FROM {_quoted(table)}")[0][0] for table in tables},  # noqa: S608 -- quoted
        sums={name: _sum(ask, *name.partition(".")[::2]) for name in sorted(amounts)},
        head=_head(ask) if JournalEntry._meta.db_table in tables else Head(),
        migrations=_migrations(ask) if "django_migrations" in tables else [],
    )


def amount_columns() -> list[str]:
    """Name every column of amounts that the models declare, as `table.column`."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return sorted(
        f"{model._meta.db_table}.{field.column}"
        for model in models
        for field in model._meta.local_concrete_fields
        if isinstance(field, AmountField)
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sum(ask: Ask, table: str, column: str) -> str:
    # In whole cents: SQLite would sum decimals as floats.
    cents = f"CAST(ROUND({_quoted(column)} * 100) AS BIGINT)"
    total = ask(f"SELECT COALESCE(SUM({cents}), 0) FROM {_quoted(table)}")[0][0]  # noqa: S608 -- quoted
    return str(Decimal(total).scaleb(-2))


def _head(ask: Ask) -> Head:
    table = _quoted(JournalEntry._meta.db_table)
    for seq, at, digest in ask(f"SELECT seq, at, hash FROM {table} ORDER BY seq DESC LIMIT 1"):  # noqa: S608 -- quoted
        # SQLite gives the hour as text, without its zone.
        read = datetime.fromisoformat(str(at))
        return Head(seq=seq, at=instant(read if read.tzinfo else read.replace(tzinfo=UTC)), hash=digest)
    return Head()


def _migrations(ask: Ask) -> list[str]:
    return [
        f"{app}.{name}" for app, name in ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    ]


def _compared(what: str, mine: Mapping[str, object], theirs: Mapping[str, object]) -> list[str]:
    names = sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))
    return [f"{what} {name} : {mine.get(name)} attendu, {theirs.get(name)} trouvé." for name in names]
