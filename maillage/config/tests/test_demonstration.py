"""`maillage demo`: everything from nothing, once; never outside of a demonstration."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from maillage.base.entries import JournalEntry
from maillage.base.outbox import Mail
from maillage.config import demonstration
from maillage.observatory.models import Figure

pytestmark = pytest.mark.django_db
ON, AT = date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _demonstration(settings: Any, tmp_path: Path) -> None:
    settings.DEMONSTRATION = True
    settings.STATIC_ROOT = tmp_path / "static"


def test_everything_is_there_after_the_first_time() -> None:
    done = demonstration.prepare(on=ON, at=AT)

    assert done[0] == "fichiers statiques rassemblés"
    assert done[-1] == "jeu de démonstration chargé"
    assert Figure.objects.exists()
    assert get_user_model().objects.exists()
    assert JournalEntry.objects.filter(action="base.demonstration_loaded").count() == 1


def test_nothing_is_done_the_second_time() -> None:
    demonstration.prepare(on=ON, at=AT)
    entries = JournalEntry.objects.count()

    assert demonstration.prepare(on=date(2026, 3, 3), at=AT) == []
    assert JournalEntry.objects.count() == entries


def test_no_mail_leaves_the_demonstration() -> None:
    demonstration.prepare(on=ON, at=AT)

    assert not Mail.objects.waiting().exists()


def test_gathering_cut_short_is_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demonstration, "call_command", cut_short)
    with pytest.raises(KeyboardInterrupt):
        demonstration.prepare(on=ON, at=AT)
    monkeypatch.undo()

    assert "fichiers statiques rassemblés" in demonstration.prepare(on=ON, at=AT)


def cut_short(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_changed_static_file_is_gathered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    demonstration.prepare(on=ON, at=AT)
    found: Callable[[], list[object]] = list

    monkeypatch.setattr(demonstration, "get_finders", found)

    assert demonstration.prepare(on=ON, at=AT) == ["fichiers statiques rassemblés"]


def test_demo_says_who_can_sign_in() -> None:
    said = StringIO()

    call_command("demo", "--no-serve", "--port", "8123", stdout=said)

    assert "agent@demonstration.maillage.example" in said.getvalue()
    assert said.getvalue().strip().endswith("http://localhost:8123/demonstration/")


def test_demo_is_refused_where_it_would_open_a_real_site(settings: Any) -> None:
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="MAILLAGE_DEMONSTRATION=1"):
        call_command("demo", "--no-serve")

    assert not get_user_model().objects.exists()


def test_demo_refuses_a_malformed_pack(settings: Any, tmp_path: Path) -> None:
    settings.PACK = tmp_path

    with pytest.raises(CommandError, match=r"rien n’a été chargé. figures.yaml, ligne 1"):
        call_command("demo", "--no-serve")


@pytest.mark.parametrize("options", [["--on", "2026-02-30"], ["--port", "0"], ["--port", "huit"]])
def test_demo_refuses_what_it_cannot_read(options: list[str]) -> None:
    with pytest.raises(CommandError, match="écrire un"):
        call_command("demo", "--no-serve", *options)
