"""A real `maillage serve` in processes of its own, with its own database and mail server, to be killed."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg

from tests.installation import Installation

ROOT = Path(__file__).resolve().parents[2]
SITE = "tests.faults.site"
CSRF = "x" * 32
PATIENCE = 15.0
OTHERS = ("tasks", "mails", "clock")


class Silence(Exception):  # noqa: N818 -- what a client sees of a killed process
    """No answer: nobody knows whether the act was done."""


@dataclass(frozen=True, slots=True)
class Process:
    """One process of the house."""

    pid: int
    parent: int
    name: str


@dataclass(slots=True)
class House:
    """The installation: its environment, its port, its supervisor."""

    environment: dict[str, str]
    port: int
    cookie: str = ""
    supervisor: subprocess.Popen[str] | None = None

    def run(self, module: str, *arguments: str) -> str:
        """Run a script of the site and return what it prints."""
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def begin(self, module: str, *arguments: str) -> "subprocess.Popen[str]":
        """Start a script of the site and leave it running."""
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True)

    def audit(self, *arguments: str) -> dict[str, Any]:
        """Return what the database holds."""
        facts: dict[str, Any] = json.loads(self.run(f"{SITE}.audit", *arguments))
        return facts

    def start(self) -> float:
        """Start serving; return how many seconds passed before the address was printed."""
        if self.supervisor:
            self.supervisor.communicate()
        began = time.monotonic()
        command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(self.port)]
        self.supervisor = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        assert self.supervisor.stdout
        assert self.supervisor.stdout.readline() == f"http://localhost:{self.port}\n"
        return time.monotonic() - began

    def processes(self) -> list[Process]:
        """Return every process below the supervisor, itself first."""
        assert self.supervisor
        return family(self.supervisor.pid)

    def roles(self) -> dict[str, list[Process]]:
        """Return the processes of each role: supervisor, master, web, tasks, mails and clock."""
        found = self.processes()
        masters = [p for p in found if p.name == "maillage web" and p.parent == found[0].pid]
        web = [p for p in found if p.parent in {master.pid for master in masters}]
        others = {name: [p for p in found if p.name == f"maillage {name}"] for name in OTHERS}
        return {"supervisor": found[:1], "master": masters, "web": web, **others}

    def role(self, name: str) -> list[Process]:
        """Return the processes of one role."""
        return self.roles()[name]

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database, past the processes."""
        place = Path(self.environment["MAILLAGE_DATA"])
        return Installation(data=place, database=self.environment["MAILLAGE_DATABASE"]).sql(statement)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form as the signed-in person; `Silence` when the process that answered died."""
        caller = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        body = urlencode({**fields, "csrfmiddlewaretoken": CSRF})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"session={self.cookie}; csrf={CSRF}",
        }
        try:
            caller.request("POST", path, body, headers)
            answer = caller.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, HTTPException) as error:
            raise Silence from error
        finally:
            caller.close()

    def stop(self) -> int:
        """Ask the supervisor to end and return its exit code."""
        assert self.supervisor
        self.supervisor.send_signal(signal.SIGTERM)
        code = self.supervisor.wait(30)
        self.supervisor.communicate()
        return code


def family(pid: int) -> list[Process]:
    """Return a process and all those below it, from the kernel's own list."""
    alive = {p.pid: p for p in map(read_process, filter(str.isdigit, os.listdir("/proc"))) if p}  # noqa: PTH208 -- names wanted
    found = [alive[pid]] if pid in alive else []
    for parent in found:
        found += [p for p in alive.values() if p.parent == parent.pid]
    return found


def read_process(pid: str) -> Process | None:
    """Read one process; None once it is gone or a zombie."""
    try:
        text = Path("/proc", pid, "stat").read_text(encoding="utf-8")
    except OSError:
        return None
    name, _, rest = text.partition("(")[2].rpartition(")")
    state, parent = rest.split()[:2]
    return None if state == "Z" else Process(int(pid), int(parent), name)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Model:
    """An empty installation, made once and copied for each test."""

    url: str
    cookie: str


def environment(folder: Path, url: str, mail_port: int) -> dict[str, str]:
    """Return what the processes of one house read."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": f"{SITE}.settings",
        "PYTHONPATH": str(ROOT),
        "MAILLAGE_DATA": str(folder),
        "MAILLAGE_DATABASE": url,
        "MAILLAGE_HTTPS": "0",
        "MAILLAGE_SECRET_KEY": "for these tests only " * 4,
        "MAILLAGE_SMTP": f"smtp://127.0.0.1:{mail_port}",
        "MAILLAGE_MAIL_LEASE": "2",
    }


@contextlib.contextmanager
def model(folder: Path) -> Iterator[Model]:
    """Make the tables and the person once, on the engine of the tests around."""
    with database(folder, None) as url:
        maker = House(environment(folder, url, 25), free_port())
        yield Model(url, maker.run(f"{SITE}.prepare"))


@contextlib.contextmanager
def house(folder: Path, mail_port: int, copied: Model) -> Iterator[House]:
    """Copy the model, and stop whatever is left of the house at the end."""
    (folder / "static").mkdir()
    with database(folder, copied) as url:
        built = House(environment(folder, url, mail_port), free_port(), copied.cookie)
        try:
            yield built
        finally:
            if built.supervisor and built.supervisor.poll() is None:
                built.stop()


@contextlib.contextmanager
def database(folder: Path, copied: Model | None) -> Iterator[str]:
    """Give a database of the engine under test, empty or copied; a PostgreSQL one is dropped at the end."""
    around = urlsplit(os.environ.get("MAILLAGE_DATABASE", ""))
    if around.scheme != "postgresql":
        place = folder / "maillage.sqlite3"
        if copied:
            shutil.copy(copied.url.removeprefix("sqlite:///"), place)
        yield f"sqlite:///{place}"
        return
    name = f"maillage_faults_{os.getpid()}{'_copy' if copied else ''}"
    template = f" TEMPLATE {urlsplit(copied.url).path[1:]}" if copied else ""
    with psycopg.connect(around._replace(path="/postgres").geturl(), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        admin.execute(f"CREATE DATABASE {name}{template}".encode())
        try:
            yield around._replace(path=f"/{name}").geturl()
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
