"""What each process of a running installation does: web, queued tasks, mails, clock."""

import os
import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import gethostname, socket
from threading import Event, Thread

from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from gunicorn.app.base import BaseApplication

from maillage.base import queue
from maillage.base.delivery import deliver_next
from maillage.config.clock import tick
from maillage.config.parentage import die_with
from maillage.config.wsgi import application

MEMORY = Path("/dev/shm")  # noqa: S108 -- where gunicorn keeps its signs of life, off the disk


class Web(BaseApplication):  # type: ignore[misc] # gunicorn publishes no types
    """Gunicorn on a socket that the supervisor holds, so that none of its deaths closes the port."""

    def __init__(self, listener: socket, workers: int) -> None:
        self.settings = {
            "bind": f"fd://{listener.fileno()}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": 4,
            "timeout": 60,
            "graceful_timeout": 20,
            "keepalive": 5,
            "preload_app": True,
            "loglevel": "warning",
            "control_socket_disable": True,
            "worker_tmp_dir": str(MEMORY) if MEMORY.is_dir() else None,
            "post_fork": lambda server, _: die_with(server.pid),
        }
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn asks for its settings."""
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """Gunicorn asks for what it serves."""
        return application


def tasks() -> None:
    """Run queued tasks until told to stop; the one under way is finished first."""
    with beating("tasks") as name:
        worker = Worker(
            queue_names=["*"],
            interval=1,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )
        worker.configure_signals()
        worker.run()


def mails() -> None:
    """Hand over each mail within a second of its commit, until told to stop."""
    stop = stopped_by_signals()
    with beating("mails"):
        while not stop.is_set():
            if not deliver_next(timezone.now()):
                stop.wait(1)


def clock() -> None:
    """Tick at once, then at the top of each minute, until told to stop."""
    stop = stopped_by_signals()
    with beating("clock"):
        while not stop.is_set():
            tick(timezone.now())
            stop.wait(60 - timezone.now().second)


def stopped_by_signals() -> Event:
    """Return what SIGTERM or SIGINT sets."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


@contextmanager
def beating(kind: str) -> Iterator[str]:
    """Give signs of life from a thread as long as the block lasts; yield the name they go by."""
    name = f"{gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
    queue.beat(name, kind, at=timezone.now())
    stop = Event()
    thread = Thread(target=_beat, args=(stop, name, kind), daemon=True)
    thread.start()
    try:
        yield name
    finally:
        stop.set()
        thread.join()


def _beat(stop: Event, name: str, kind: str) -> None:
    while not stop.wait(queue.BEAT_EVERY.total_seconds()):
        try:
            queue.beat(name, kind, at=timezone.now())
        except DatabaseError as error:
            queue.logger.warning("Signe de vie manqué\xa0: %s", error)
        finally:
            connection.close()
