"""The supervisor: what it starts, restarts, refuses and leaves behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from maillage.base.tests.smtp import Sink
from tests.faults.house import ROOT, House, family

ROLES = ("master", "web", "tasks", "mails", "clock")


def wait_until(true: Callable[[], object], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def everyone(home: House) -> bool:
    return [len(home.role(name)) for name in ROLES] == [1, 2, 1, 1, 1]


def test_everything_runs_and_stops_clean(home: House) -> None:
    home.start()
    assert wait_until(lambda: everyone(home))
    pids = [process.pid for process in home.processes()]

    assert home.stop() == 0

    assert [family(pid) for pid in pids] == [[]] * len(pids)


@pytest.mark.parametrize("name", ROLES)
def test_process_killed_is_replaced(home: House, name: str) -> None:
    home.start()
    assert wait_until(lambda: everyone(home))
    before = home.role(name)

    os.kill(before[0].pid, signal.SIGKILL)

    assert wait_until(lambda: len(home.role(name)) == len(before) and before[0] not in home.role(name))


def test_supervisor_killed_leaves_nothing_behind_and_starts_again(home: House) -> None:
    home.start()
    pids = [process.pid for process in home.processes()]

    os.kill(pids[0], signal.SIGKILL)

    assert wait_until(lambda: not any(family(pid) for pid in pids))
    home.start()


def test_port_in_use_is_said_in_french(home: House) -> None:
    home.start()
    command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(home.port)]

    second = subprocess.run(
        command, cwd=ROOT, env=home.environment, capture_output=True, text=True, check=False
    )

    assert second.returncode == 1
    assert f"Le port {home.port} ne peut pas être ouvert" in second.stderr
    assert f"--port {home.port + 1}" in second.stderr


def test_mail_leaves_within_two_seconds(home: House, mail_server: Sink) -> None:
    home.start()
    assert wait_until(lambda: home.role("mails"))

    home.post("/ecrire/", cle="5b8f0e3e-6a4b-4f0e-9d2a-0f3f0a1b2c3d", text="Bonjour")

    assert wait_until(lambda: mail_server.accepted, seconds=2)
