"""`maillage serve`: the processes of one installation, each restarted when it dies, none left behind."""

import http.client
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from socket import create_server, socket
from typing import NoReturn

from django.db import connections
from django.urls import get_resolver

from maillage.config import processes
from maillage.config.parentage import call_it, die_with

STOP = {signal.SIGTERM, signal.SIGINT}
WATCHED = {*STOP, signal.SIGCHLD}
HEALTHY_AFTER = 2.0
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
GRACE = 25.0


class PortTaken(Exception):  # noqa: N818 -- said in French by the command
    """Something else listens there."""


@dataclass(slots=True)
class Child:
    """One process: what it runs, and when it may start (monotonic seconds)."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    started: float = 0.0
    starts_at: float = 0.0
    pause: float = 0.0


def serve(host: str, port: int, *, web_workers: int, say: Callable[[str], None]) -> None:
    """Start every process and keep them until SIGTERM or SIGINT; `PortTaken` when the port is in use.

    Everything is imported before the first fork and shared from then on: a restart costs milliseconds.
    """
    listener = listen(host, port)
    get_resolver().url_patterns  # noqa: B018 -- imports every view once, before the forks
    connections.close_all()
    children = [
        Child("web", processes.Web(listener, web_workers).run),
        Child("tasks", processes.tasks),
        Child("mails", processes.mails),
        Child("clock", processes.clock),
    ]
    supervise(children, ready=partial(announce, listener, say))


def listen(host: str, port: int) -> socket:
    """Hold the port for as long as the supervisor lives, whatever happens to the web processes."""
    try:
        return create_server((host, port), backlog=512)
    except OSError as error:
        raise PortTaken(f"Le port {port} ne peut pas être ouvert ({error.strerror}).") from error


def announce(listener: socket, say: Callable[[str], None]) -> bool:
    """Say the address once it answers; tell whether that is done."""
    host, port = listener.getsockname()[:2]
    caller = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=1)  # noqa: S104 -- read, not bound
    try:
        caller.request("GET", "/sante/", headers={"Host": f"localhost:{port}"})
        caller.getresponse()
    except OSError:
        return False
    finally:
        caller.close()
    say(f"http://localhost:{port}")
    return True


def supervise(children: list[Child], *, ready: Callable[[], bool]) -> None:
    """Start the children, restart whichever dies, stop them all on a signal."""
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    said = False
    while True:
        for child in children:
            if not child.pid and child.starts_at <= time.monotonic():
                start(child)
        said = said or ready()
        news = signal.sigtimedwait(WATCHED, pause(children, said=said))
        if news and news.si_signo in STOP:
            break
        reap(children)
    stop(children)


def pause(children: list[Child], *, said: bool) -> float:
    """Return how long nothing needs to be looked at, in seconds."""
    waits = [child.starts_at - time.monotonic() for child in children if not child.pid]
    return max(0.0, min([*waits, 3600.0 if said else 0.1]))


def start(child: Child) -> None:
    """Fork the process."""
    sys.stdout.flush()
    parent = os.getpid()
    child.started = time.monotonic()
    child.pid = os.fork()
    if not child.pid:
        _become(child, parent)


def _become(child: Child, parent: int) -> NoReturn:
    code = 1
    try:
        die_with(parent)
        call_it(f"maillage {child.name}")
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        child.run()
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 0
    except BaseException:  # noqa: BLE001 -- the last frame of this process: say why, then end
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # No clean-up that belongs to the supervisor may run in its child.
        os._exit(code)


def reap(children: list[Child]) -> None:
    """Take note of the dead and plan their return: at once, later and later for those that die young."""
    while dead := _next_dead():
        for child in children:
            if child.pid == dead:
                young = time.monotonic() - child.started < HEALTHY_AFTER
                child.pause = min(child.pause * 2 or FIRST_PAUSE, LONGEST_PAUSE) if young else 0.0
                child.pid, child.starts_at = 0, time.monotonic() + child.pause


def _next_dead() -> int:
    try:
        return os.waitpid(-1, os.WNOHANG)[0]
    except ChildProcessError:
        return 0


def stop(children: list[Child]) -> None:
    """Ask every process to end, wait for what is under way, then kill what is left."""
    _signal(children, signal.SIGTERM)
    end = time.monotonic() + GRACE
    while any(child.pid for child in children) and time.monotonic() < end:
        signal.sigtimedwait({signal.SIGCHLD}, 0.5)
        reap(children)
    _signal(children, signal.SIGKILL)


def _signal(children: list[Child], number: signal.Signals) -> None:
    for child in children:
        if child.pid:
            os.kill(child.pid, number)
