"""A whole database to a file and back, as each engine does it best, while others write."""

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

from maillage.base.archive import sync
from maillage.base.manifest import BackupError
from maillage.base.snapshot import snapshot
from maillage.base.tally import Ask, Engine, Tally, amount_columns, tally

DEBIAN = "/usr/lib/postgresql/{}/bin"
# Whatever makes a PostgreSQL schema not empty, and how to take it away.
OBJECTS = """
    SELECT format('DROP %s %s CASCADE', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                  WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, oid::regclass)
    FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
       OR relnamespace = current_schema()::regnamespace AND relkind = 'S' AND NOT EXISTS (
          SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('a', 'i'))
    UNION ALL
    SELECT format('DROP ROUTINE %s CASCADE', oid::regprocedure)
    FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS (
       SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""


def engine() -> Engine:
    """Name the engine of the installation's database."""
    return "sqlite" if connection.vendor == "sqlite" else "postgresql"


def ask(sql: str) -> list[tuple[object, ...]]:
    """Run one query on the installation's database."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def dump(target: Path) -> Tally:
    """Write the whole database to a file, of one instant, and return its figures at that instant."""
    return _dump_sqlite(target) if connection.vendor == "sqlite" else _dump_postgresql(target)


def load(source: Path) -> None:
    """Put a dump in the place of an empty database."""
    if connection.vendor == "sqlite":
        _load_sqlite(source)
    else:
        options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
        _run("pg_restore", *options, str(source))


def is_empty() -> bool:
    """Tell whether the database holds nothing at all, not even an empty table."""
    if connection.vendor == "postgresql":
        return not ask(OBJECTS)
    file = Path(place())  # looked at first: connecting would make it
    return not (file.exists() and file.stat().st_size and ask("SELECT 1 FROM sqlite_master LIMIT 1"))


def wipe() -> None:
    """Empty a database that was empty before `load`."""
    if connection.vendor == "sqlite":
        connection.close()
        for path in _sqlite_files():
            path.unlink(missing_ok=True)
        return
    # One at a time: a CASCADE may already have taken the next one away.
    while statements := ask(OBJECTS):
        with connection.cursor() as cursor:
            cursor.execute(str(statements[0][0]))


def place() -> str:
    """Name the database for people."""
    return str(connection.settings_dict["NAME"])


def _dump_sqlite(target: Path) -> Tally:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    with closing(sqlite3.connect(f"{target.as_uri()}?mode=ro", uri=True)) as copy:
        counting: Ask = lambda sql: copy.execute(sql).fetchall()  # noqa: E731 -- closes over the copy
        if (state := counting("PRAGMA integrity_check")[0][0]) != "ok":
            raise BackupError(f"La base est endommagée ({state}) : gardez les sauvegardes précédentes.")
        return tally(counting, "sqlite", amount_columns())


def _load_sqlite(source: Path) -> None:
    connection.close()
    main, *others = _sqlite_files()
    for path in others:  # what a connection to the empty file may have left
        path.unlink(missing_ok=True)
    main.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, main)
    sync(main)
    sync(main.parent)


def _sqlite_files() -> list[Path]:
    return [Path(f"{place()}{ending}") for ending in ("", "-wal", "-shm")]


def _dump_postgresql(target: Path) -> Tally:
    with snapshot():
        shared = ask("SELECT pg_export_snapshot()")[0][0]
        _run("pg_dump", "--format=custom", f"--snapshot={shared}", f"--file={target}")
        return tally(ask, "postgresql", amount_columns())


def _run(name: str, *arguments: str) -> None:
    where = connection.settings_dict
    major = connection.pg_version // 10_000  # type: ignore[attr-defined]  # PostgreSQL's own attribute
    named = {"--dbname": "NAME", "--host": "HOST", "--port": "PORT", "--username": "USER"}
    target = [f"{option}={where[key]}" for option, key in named.items() if where[key]]
    secret = {"PGPASSWORD": str(where["PASSWORD"])} if where["PASSWORD"] else {}
    done = subprocess.run(  # noqa: S603 -- a fixed program, arguments of our own settings
        [tool(name, major), "--no-password", *target, *arguments],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{name} a échoué : {done.stderr.strip()}")


def tool(name: str, major: int) -> str:
    """Return PostgreSQL's program of the server's own major version, or say how to install it."""
    for path in (shutil.which(name, path=DEBIAN.format(major)), shutil.which(name)):
        if path and _major(path) == major:
            return path
    raise BackupError(
        f"{name} {major} manque ici. Installez-le : sudo apt-get install postgresql-client-{major}"
    )


def _major(path: str) -> int | None:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 -- a path found above
    found = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    return int(found[1]) if found else None
