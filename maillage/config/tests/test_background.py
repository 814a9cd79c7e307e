"""The command of the clock, the address of the mail server, the patience of the supervisor."""

import os
import time
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from maillage.base.ticks import Tick
from maillage.config import clock
from maillage.config.env import BadEnvironment, MailServer, mail_server
from maillage.config.supervisor import Child, reap, start


def boom(at: datetime) -> None:
    raise LookupError(at)


@pytest.mark.django_db
def test_tick_does_what_is_due_at_the_instant_told() -> None:
    call_command("tick", "--at", "2026-03-02T10:00", stdout=StringIO())

    assert Tick.objects.get(name="base").done_at == datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_tick_twice_does_nothing_more() -> None:
    for _ in range(2):
        call_command("tick", "--at", "2026-03-02T10:00+00:00")

    assert not Tick.objects.exclude(error="").exists()


@pytest.mark.django_db
def test_tick_names_the_app_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "JOBS", [("boom", boom), *clock.JOBS])

    with pytest.raises(CommandError, match="boom"):
        call_command("tick", "--at", "2026-03-02T10:00")

    assert Tick.objects.get(name="base").done_at


def test_tick_refuses_what_is_not_an_instant() -> None:
    with pytest.raises(CommandError, match="demain"):
        call_command("tick", "--at", "demain")


def test_serve_refuses_a_port_that_is_not_a_number() -> None:
    with pytest.raises(CommandError, match="port"):
        call_command("serve", "--port", "huit mille")


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("smtp://courrier", ("courrier", 25, "", "", False, False)),
        ("smtp+starttls://moi:a%40b@courrier", ("courrier", 587, "moi", "a@b", True, False)),
        ("smtps://moi:x@courrier:4650", ("courrier", 4650, "moi", "x", False, True)),
    ],
)
def test_address_of_the_mail_server_is_read(
    monkeypatch: pytest.MonkeyPatch, address: str, read: tuple[object, ...]
) -> None:
    monkeypatch.setenv("MAILLAGE_SMTP", address)

    server = mail_server("MAILLAGE_SMTP", "")

    names = MailServer.__dataclass_fields__
    assert tuple(getattr(server, name) for name in names) == read


@pytest.mark.parametrize("address", ["courrier", "http://courrier", "smtp://"])
def test_address_that_is_no_mail_server_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("MAILLAGE_SMTP", address)

    with pytest.raises(BadEnvironment, match="MAILLAGE_SMTP"):
        mail_server("MAILLAGE_SMTP", "")


@pytest.mark.parametrize("name", list(settings.RATE_LIMITS))
def test_limited_address_exists(name: str) -> None:
    assert reverse(name)


def test_process_that_dies_young_comes_back_later_and_later() -> None:
    child, pauses = Child("young", lambda: None), []

    for _ in range(7):
        die(child)
        pauses.append(child.pause)

    assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


def test_process_that_lived_comes_back_at_once() -> None:
    child = Child("old", lambda: None, pause=5.0)

    die(child, age=10)

    assert child.pause == 0.0


def die(child: Child, *, age: float = 0) -> None:
    start(child)
    child.started -= age
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    reap([child])
    assert child.starts_at <= time.monotonic() + child.pause
