"""Installations of their own for a test: a data folder, a database of the engine under test, its commands.

`installation` has its tables and nothing in them; `empty_installation` has no table, as before a restore.
Tables are made once per run by `maillage migrate`, then copied.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("MAILLAGE_DATABASE", "")
ON_POSTGRESQL = SERVER.startswith("postgresql://")
COMMAND = [sys.executable, str(ROOT / "manage.py")]
NUMBERS = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One installation, reached as people reach it: by its commands, or by its database."""

    data: Path
    database: str

    @property
    def files(self) -> Path:
        """Where its files are."""
        return self.data / "files"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes must find around them."""
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        places = {"MAILLAGE_DATA": str(self.data), "MAILLAGE_DATABASE": self.database}
        return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **places}

    def maillage(self, *arguments: str | Path, code: int = 0, **settings: str) -> str:
        """Run a command; return all it said, its exit code being `code`."""
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            env={**self.environment, **settings},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def start(self, *arguments: str | Path, **settings: str) -> "subprocess.Popen[str]":
        """Start a command and leave it running."""
        return self._popen([*COMMAND, *map(str, arguments)], **settings)

    def python(self, code: str) -> "subprocess.Popen[str]":
        """Start Python with Django set up and leave it running."""
        return self._popen([sys.executable, "-c", f"import django; django.setup()\n{code}"])

    def _popen(self, command: list[str], **settings: str) -> "subprocess.Popen[str]":
        around = {**self.environment, **settings}
        return subprocess.Popen(command, env=around, stdout=subprocess.PIPE, text=True)

    def sql(self, *statements: str) -> list[tuple[Any, ...]]:
        """Run statements on the database, as whoever has its password; return the rows of the last one."""
        connection = self._postgresql() if ON_POSTGRESQL else self._sqlite()
        with connection as direct:
            found = [cast("Any", direct).execute(statement) for statement in statements][-1]
            return list(found.fetchall()) if found.description else []

    def _postgresql(self) -> "closing[psycopg.Connection]":
        return closing(psycopg.connect(self.database, autocommit=True))

    def _sqlite(self) -> "closing[sqlite3.Connection]":
        return closing(sqlite3.connect(self.database.removeprefix("sqlite:///"), isolation_level=None))


@contextmanager
def installed(folder: Path, template: "Installation | None" = None) -> Iterator[Installation]:
    """Give a new installation in a new folder, its database copied from another's, or without a table."""
    if not ON_POSTGRESQL:
        made = Installation(data=folder, database=f"sqlite:///{folder / 'maillage.sqlite3'}")
        if template:
            shutil.copytree(template.data, folder)
        yield made
        return
    if template:
        folder.mkdir()
    name = f"maillage_{os.getpid()}_{next(NUMBERS)}"
    like = urlsplit(template.database).path.strip("/") if template else "template0"
    _administer(f"CREATE DATABASE {name} TEMPLATE {like}")
    try:
        yield Installation(data=folder, database=urlsplit(SERVER)._replace(path=f"/{name}").geturl())
    finally:
        _administer(f"DROP DATABASE {name} WITH (FORCE)")


def _administer(statement: str) -> None:
    server = urlsplit(SERVER)._replace(path="/postgres").geturl()
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(cast("Any", statement))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Give the installation that the others are copied from; nobody writes to it."""
    folder = tmp_path_factory.mktemp("template")
    with installed(folder) as made:
        made.maillage("migrate", "--verbosity", "0")
        yield made


@pytest.fixture
def installation(tmp_path: Path, template: Installation) -> Iterator[Installation]:
    """Give an installation with its tables and no data."""
    with installed(tmp_path / "installation", template) as made:
        yield made


@pytest.fixture
def empty_installation(tmp_path: Path) -> Iterator[Installation]:
    """Give what stands before anything was installed: no folder, a database without a table."""
    with installed(tmp_path / "empty") as made:
        yield made
