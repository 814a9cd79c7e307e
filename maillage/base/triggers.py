"""How a guard is written on each engine, and read back to be compared word for word."""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

# Trigger as found or as expected: its table, and all that makes it work.
Found = tuple[str, tuple[object, ...]]
# PostgreSQL's bits of pg_trigger.tgtype: for each row 1, before 2, then the event.
EVENTS = {"INSERT": 7, "DELETE": 11, "UPDATE": 19, "TRUNCATE": 34}
RETURNS = {"INSERT": "NEW", "DELETE": "OLD", "UPDATE": "NEW", "TRUNCATE": "NULL"}
READ_SQLITE = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'guard_*'"
READ_POSTGRESQL = """
    SELECT t.tgname, c.relname, t.tgtype::int, t.tgenabled::text, p.proname::text, p.prosrc,
           t.tgqual IS NULL AND t.tgattr::text = ''
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND t.tgname LIKE 'guard\\_%'
      AND c.relnamespace = current_schema()::regnamespace
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger: on this event, where the condition holds, the act is refused."""

    name: str
    table: str
    event: str
    condition: str
    message: str


def present(connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> dict[str, Found]:
    """Return the guards in the database: name -> table and definition."""
    cursor.execute(READ_SQLITE if connection.vendor == "sqlite" else READ_POSTGRESQL)
    return {name: (table, tuple(definition)) for name, table, *definition in cursor.fetchall()}


def expected(connection: BaseDatabaseWrapper, guard: Guard) -> Found:
    """Return what `present` gives for a guard in working order."""
    if connection.vendor == "sqlite":
        return guard.table, (_sqlite(guard),)
    return guard.table, (EVENTS[guard.event], "A", guard.name, _body(guard), True)


def create(connection: BaseDatabaseWrapper, cursor: CursorWrapper, guard: Guard) -> None:
    """Write a guard into the database."""
    if connection.vendor == "sqlite":
        cursor.execute(_sqlite(guard))
        return
    # One function each, naming columns only in its text: a migration may alter or drop them freely.
    name, table, body = f'"{guard.name}"', f'"{guard.table}"', f"$guard${_body(guard)}$guard$"
    scope = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}")
    cursor.execute(
        f"CREATE TRIGGER {name} BEFORE {guard.event} ON {table} FOR EACH {scope} EXECUTE FUNCTION {name}()",
    )
    # Always: also under session_replication_role = replica.
    cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def drop(connection: BaseDatabaseWrapper, cursor: CursorWrapper, name: str, table: str) -> None:
    """Take a guard out of the database."""
    if connection.vendor == "sqlite":
        cursor.execute(f'DROP TRIGGER "{name}"')
        return
    cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
    cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"()')


def _sqlite(guard: Guard) -> str:
    return (
        f'CREATE TRIGGER "{guard.name}" BEFORE {guard.event} ON "{guard.table}" FOR EACH ROW '
        f"WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    )


def _body(guard: Guard) -> str:
    return (
        f" BEGIN IF {guard.condition} THEN "
        f"RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{guard.message}'; "
        f"END IF; RETURN {RETURNS[guard.event]}; END "
    )
