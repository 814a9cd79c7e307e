import fcntl
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from maillage.base import archive, daily, due, dumps, receipts
from maillage.base.backup import backup, preview
from maillage.base.entries import JournalEntry
from maillage.base.manifest import BackupError
from maillage.base.references import Reference
from maillage.base.tally import amount_columns, tally

AT = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)
SUBJECT = Reference("base.specimen", 1)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    settings.MEDIA_ROOT = folder
    return folder


def put(media: Path, name: str, data: bytes) -> None:
    (media / name).parent.mkdir(parents=True, exist_ok=True)
    (media / name).write_bytes(data)


def test_backup_holds_the_figures_of_the_database(tmp_path: Path) -> None:
    receipts.issue(SUBJECT, {"text": "Bonjour"}, by="commande", at=AT)

    made = backup(tmp_path / "one.tar", at=AT)

    last = JournalEntry.objects.get()
    assert made.tally == tally(dumps.ask, dumps.engine(), amount_columns())
    assert made.tally.counts["base_receipt"] == 1
    assert (made.tally.head.seq, made.tally.head.hash) == (last.seq, last.hash)
    assert (made.at, made.engine) == (AT, connection.vendor)


def test_backup_holds_every_file_and_follows_no_link(tmp_path: Path, media: Path) -> None:
    put(media, "2026/03/statuts.pdf", b"%PDF")
    put(media, "vide", b"")
    (media / "lien").symlink_to("/etc/passwd")

    made = backup(tmp_path / "one.tar", at=AT)

    assert list(made.members) == ["database", "files/vide", "files/2026/03/statuts.pdf"]
    assert archive.verify(tmp_path / "one.tar") == made


def test_backup_leaves_only_its_file(tmp_path: Path) -> None:
    backup(tmp_path / "one.tar", at=AT)

    assert [path.name for path in tmp_path.iterdir()] == ["one.tar"]


def test_backup_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "one.tar").write_text("précieux", encoding="utf-8")

    with pytest.raises(BackupError, match="existe déjà"):
        backup(tmp_path / "one.tar", at=AT)

    assert (tmp_path / "one.tar").read_text(encoding="utf-8") == "précieux"


def test_backup_into_no_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="n’existe pas : créez-le"):
        backup(tmp_path / "absent" / "one.tar", at=AT)


def test_preview_writes_nothing(tmp_path: Path, media: Path) -> None:
    put(media, "statuts.pdf", b"%PDF")

    found = preview(tmp_path / "one.tar")

    assert (found.files, found.size) == (1, 4)
    assert found.tally == tally(dumps.ask, dumps.engine(), amount_columns())
    assert not (tmp_path / "one.tar").exists()


def test_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("backup", out=tmp_path)

    said = capsys.readouterr().out
    (made,) = tmp_path.glob("maillage-*.tar")
    assert said.startswith(f"Sauvegarde écrite : {made}")
    assert "La clé secrète de l’installation n’y est pas" in said


def test_command_on_trial_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("backup", out=tmp_path / "one.tar", dry_run=True)

    assert f"Serait écrit dans {tmp_path / 'one.tar'}" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_command_that_cannot_write_says_why(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("backup", out=tmp_path / "absent" / "one.tar")


def test_restore_on_an_installation_in_use_is_refused(tmp_path: Path) -> None:
    backup(tmp_path / "one.tar", at=AT)

    with pytest.raises(CommandError, match="n’est pas vide"):
        call_command("restore", tmp_path / "one.tar")


def test_restore_on_files_is_refused(tmp_path: Path, media: Path) -> None:
    put(media, "statuts.pdf", b"%PDF")

    with pytest.raises(CommandError, match="contient des fichiers"):
        call_command("restore", tmp_path / "one.tar")


def fake_program(folder: Path, version: str) -> None:
    program = folder / "pg_dump"
    program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version} (Debian)'\n", encoding="ascii")
    program.chmod(0o755)


def test_program_of_the_server_version_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_program(tmp_path, "99.4")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    assert dumps.tool("pg_dump", 99) == str(tmp_path / "pg_dump")


def test_program_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_program(tmp_path, "98.4")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    with pytest.raises(BackupError, match="apt-get install postgresql-client-99"):
        dumps.tool("pg_dump", 99)


def test_daily_backup_is_made_once_a_day(tmp_path: Path) -> None:
    made = [daily.keep(tmp_path / "b", at=AT + timedelta(hours=n), kept=9) for n in (0, 5, 24)]

    assert made == [
        tmp_path / "b" / "maillage-2026-03-05.tar",
        None,
        tmp_path / "b" / "maillage-2026-03-06.tar",
    ]


def test_daily_backup_bears_the_day_of_paris(tmp_path: Path) -> None:
    made = daily.keep(tmp_path, at=datetime(2026, 3, 5, 23, 30, tzinfo=UTC), kept=9)

    assert made == tmp_path / "maillage-2026-03-06.tar"


@pytest.mark.parametrize(
    ("kept", "left"), [(2, ["2026-03-04", "2026-03-05"]), (0, ["2026-03-03", "2026-03-04", "2026-03-05"])]
)
def test_daily_backups_too_old_are_removed(tmp_path: Path, kept: int, left: list[str]) -> None:
    for name in ("maillage-2026-03-03.tar", "maillage-2026-03-04.tar", "à-garder.tar"):
        (tmp_path / name).touch()

    daily.keep(tmp_path, at=AT, kept=kept)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *(f"maillage-{day}.tar" for day in left),
        "à-garder.tar",
    ]


def test_daily_backup_waits_for_nobody(tmp_path: Path) -> None:
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)

    assert daily.keep(tmp_path, at=AT, kept=9) is None
    os.close(handle)


def test_daily_backup_clears_what_a_killed_one_left(tmp_path: Path) -> None:
    for name, hours in (("killed", 25), ("running", 1)):
        folder = tmp_path / f".maillage-{name}.partial"
        folder.mkdir()
        moment = (AT - timedelta(hours=hours)).timestamp()
        os.utime(folder, times=(moment, moment))

    daily.keep(tmp_path, at=AT, kept=9)

    assert {path.name for path in tmp_path.iterdir()} == {
        ".maillage-running.partial",
        "maillage-2026-03-05.tar",
    }


def test_clock_asks_for_one_backup_a_day(settings: Settings, tmp_path: Path) -> None:
    settings.BACKUP_DIR = tmp_path

    for hours in (0, 1, 72):
        due.due(AT + timedelta(hours=hours))

    assert DBTaskResult.objects.filter(task_path="maillage.base.tasks.back_up").count() == 2


def test_clock_asks_for_none_without_a_folder() -> None:
    due.due(AT)

    assert django_settings.BACKUP_DIR is None
    assert not DBTaskResult.objects.filter(task_path="maillage.base.tasks.back_up").exists()
