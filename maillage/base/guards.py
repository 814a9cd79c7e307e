"""Triggers that hold, on both engines and against direct SQL, what the models declare.

`TRANSITIONS` (status -> legal next ones; "" -> legal first ones): an illegal status is refused.
`append_only = True`: rows are never changed nor deleted; `"erasable"`: deleted, but never changed.
`install()` follows every `migrate`: SQLite loses the triggers of a table that a migration rebuilds.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import truncate_name

from maillage.base import triggers
from maillage.base.triggers import Guard

Models = Iterable[type[models.Model]]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The quoted names a condition needs."""

    table: str
    unique: tuple[str, ...]
    status: str = ""


def transitions_of(model: type[models.Model]) -> dict[str, set[str]]:
    """Return the legal moves that a model declares; nothing for one without a status."""
    declared: dict[str, set[str]] = getattr(model, "TRANSITIONS", {})
    return declared


def status_column(model: type[models.Model]) -> str:
    """Return the column of the status."""
    return str(getattr(model._meta.get_field("status"), "column", "status"))


def guards_of(model: type[models.Model], connection: BaseDatabaseWrapper) -> list[Guard]:
    """Return the triggers that a model's declarations ask for on this engine."""
    quote, meta = connection.ops.quote_name, model._meta
    unique = tuple(quote(str(field.column)) for field in meta.local_concrete_fields if field.unique)
    columns = _Columns(quote(meta.db_table), unique)
    asked: list[tuple[str, str, str]] = []
    if moves := transitions_of(model):
        status = quote(status_column(model))
        asked += _status_guards(moves, _Columns(columns.table, unique, status), connection.vendor)
    if kind := getattr(model, "append_only", False):
        asked += _append_only_guards(columns, erasable=kind == "erasable", vendor=connection.vendor)
    return [_named(meta.db_table, *guard) for guard in asked]


def _named(table: str, what: str, event: str, condition: str) -> Guard:
    name = truncate_name(f"guard_{table}_{what}", 60)
    return Guard(name, table, event, condition, f"Refusé par {name}.")


def _status_guards(moves: dict[str, set[str]], its: _Columns, vendor: str) -> list[tuple[str, str, str]]:
    legal = [
        f"(OLD.{its.status} = {_text(before)} AND NEW.{its.status} IN {_texts(after)})"
        for before, after in sorted(moves.items())
        if before and after
    ]
    guards = [
        ("first", "INSERT", f"NEW.{its.status} NOT IN {_texts(moves[''])}"),
        ("move", "UPDATE", f"NEW.{its.status} <> OLD.{its.status} AND NOT ({' OR '.join(legal) or '1 = 0'})"),
    ]
    if vendor == "sqlite":  # INSERT OR REPLACE deletes the former row without asking its triggers
        guards.append(("replace", "INSERT", _exists(its, f" AND {its.status} <> NEW.{its.status}")))
    return guards


def _append_only_guards(its: _Columns, *, erasable: bool, vendor: str) -> list[tuple[str, str, str]]:
    guards = [("update", "UPDATE", "1 = 1")]
    if vendor == "sqlite":
        guards.append(("again", "INSERT", _exists(its)))
    if not erasable:
        guards.append(("delete", "DELETE", "1 = 1"))
        guards += [("truncate", "TRUNCATE", "1 = 1")] if vendor == "postgresql" else []
    return guards


def _exists(its: _Columns, more: str = "") -> str:
    same = " OR ".join(f"{column} = NEW.{column}" for column in its.unique)
    return f"EXISTS (SELECT 1 FROM {its.table} WHERE ({same}){more})"  # noqa: S608 -- names of ours


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _texts(values: Iterable[str]) -> str:
    return f"({', '.join(map(_text, sorted(values))) or 'NULL'})"


def install(of: Models | None = None, *, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Create what is absent, replace what differs, drop what is declared no more; return the names touched.

    Safe to repeat. Models whose table (or status column) is not migrated yet wait for the next call.
    """
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        wanted, present = _wanted(connection, of), triggers.present(connection, cursor)
        tables = {model._meta.db_table for model in _models(of)}
        stale = {name for name, (table, _) in present.items() if table in tables and name not in wanted}
        altered = {
            name for name in wanted if present.get(name) != triggers.expected(connection, wanted[name])
        }
        for name in sorted(stale | altered & present.keys()):
            triggers.drop(connection, cursor, name, present[name][0])
        for name in sorted(altered):
            triggers.create(connection, cursor, wanted[name])
    return sorted(stale | altered)


def missing(of: Models | None = None, *, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of the triggers that are absent, disabled or not as declared."""
    connection = connections[using]
    wanted = _wanted(connection, of)
    with connection.cursor() as cursor:
        present = triggers.present(connection, cursor)
    return sorted(n for n, guard in wanted.items() if present.get(n) != triggers.expected(connection, guard))


def remove(of: Models | None = None, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop these guards: for tests, and for a restore that must write past rows."""
    connection = connections[using]
    tables = {model._meta.db_table for model in _models(of)}
    with transaction.atomic(using), connection.cursor() as cursor:
        for name, (table, _) in triggers.present(connection, cursor).items():
            if table in tables:
                triggers.drop(connection, cursor, name, table)


def _models(of: Models | None) -> list[type[models.Model]]:
    known = apps.get_models(include_auto_created=True) if of is None else of
    return [model for model in known if model._meta.managed and not model._meta.proxy]


def _wanted(connection: BaseDatabaseWrapper, of: Models | None) -> dict[str, Guard]:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        guarded = [
            model for model in _models(of) if model._meta.db_table in tables and _ready(model, connection)
        ]
    return {guard.name: guard for model in guarded for guard in guards_of(model, connection)}


def _ready(model: type[models.Model], connection: BaseDatabaseWrapper) -> bool:
    if not transitions_of(model):
        return True
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
    return status_column(model) in {column.name for column in columns}
