"""Recipe R12: a backup made while people write comes back the same, to the byte, or is refused."""

import json
import os
import signal
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from maillage.base import archive
from maillage.base.manifest import Manifest
from tests.installation import ON_POSTGRESQL, Installation, installed

DRILLS = 50 if os.environ.get("MAILLAGE_COUNTS") == "proof" else 1

# A file, then its receipt with a journal entry and a mail, told once committed.
WRITER = """
import itertools
from pathlib import Path
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from maillage.base import receipts
from maillage.base.references import Reference

folder = Path(settings.MEDIA_ROOT, "one")
folder.mkdir(parents=True, exist_ok=True)
for number in itertools.count():
    (folder / str(number)).write_text(f"content {number}")
    with transaction.atomic():
        made = receipts.issue(Reference("base.specimen", 1), {"n": number}, by="commande", at=timezone.now())
        send_mail(made.number, "Bonjour", None, ["personne@exemple.fr"])
    print(made.number, number, flush=True)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """A backup made under load and put back: what was acknowledged before it, what the restore said."""

    path: Path
    receipts: set[str]
    files: set[str]
    restored: Installation
    said: str


@contextmanager
def written_to(place: Installation) -> Iterator[list[list[str]]]:
    """Have someone write without rest; give the first acts they were told of: number of the receipt, file."""
    writer = place.python(WRITER)
    assert writer.stdout
    try:
        yield [writer.stdout.readline().split() for _ in range(5)]
    finally:
        writer.kill()
        writer.communicate()


@pytest.fixture(scope="module", params=range(DRILLS))
def drill(tmp_path_factory: pytest.TempPathFactory, template: Installation) -> Iterator[Drill]:
    folder = tmp_path_factory.mktemp("drill")
    path = folder / "one.tar"
    with installed(folder / "from", template) as source, installed(folder / "to") as target:
        with written_to(source) as told:
            source.maillage("backup", "--out", path)
        said = target.maillage("restore", path)
        numbers, files = {number for number, _ in told}, {f"files/one/{name}" for _, name in told}
        yield Drill(path=path, receipts=numbers, files=files, restored=target, said=said)


def files_of(manifest: Manifest) -> dict[str, tuple[str, int]]:
    return {name: facts for name, facts in manifest.members.items() if name != archive.DATABASE}


def test_backup_under_load_comes_back_equal(drill: Drill, tmp_path: Path) -> None:
    drill.restored.maillage("backup", "--out", tmp_path / "again.tar")

    first, second = archive.verify(drill.path), archive.verify(tmp_path / "again.tar")
    assert second.tally == first.tally
    assert files_of(second) == files_of(first)


def test_backup_holds_all_that_was_acknowledged(drill: Drill) -> None:
    kept = {number for (number,) in drill.restored.sql("SELECT number FROM base_receipt")}

    assert drill.receipts <= kept
    assert drill.files <= archive.verify(drill.path).members.keys()


def test_backup_is_of_one_instant(drill: Drill) -> None:
    counts = archive.verify(drill.path).tally.counts

    assert counts["base_receipt"] == counts["base_journalentry"] == counts["base_mail"] >= len(drill.receipts)


def test_restore_says_where_the_journal_stands(drill: Drill) -> None:
    head = archive.verify(drill.path).tally.head

    assert f"dernière entrée {head.seq}, du " in drill.said
    assert head.hash in drill.said
    assert "Comparez-la aux ancres gardées ailleurs" in drill.said


def test_restored_installation_goes_on(drill: Drill) -> None:
    before = archive.verify(drill.path).tally.head.seq

    with written_to(drill.restored):
        pass

    assert drill.restored.sql("SELECT MAX(seq) FROM base_journalentry")[0][0] >= before + 5
    assert "Tout se tient" in drill.restored.maillage("check")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, template: Installation) -> Iterator[Path]:
    """Give a backup with data; each test alters a copy."""
    folder = tmp_path_factory.mktemp("saved")
    with installed(folder / "from", template) as source:
        with written_to(source):
            pass
        source.sql("UPDATE base_mail SET attempts = 9")
        source.maillage("backup", "--out", folder / "one.tar")
        yield folder / "one.tar"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Give one empty installation to all restores that are refused: each must leave it empty."""
    with installed(tmp_path_factory.mktemp("to") / "empty") as made:
        yield made


def refused(place: Installation, path: Path) -> str:
    """Try to restore; return why it was refused, the installation being as empty as before."""
    said = place.maillage("restore", path, code=1)
    assert not list(place.files.glob("*"))
    if ON_POSTGRESQL:
        assert place.sql("SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace") == []
    else:
        assert not Path(place.database.removeprefix("sqlite:///")).exists()
    return said


def test_truncated_backup_is_refused(saved: Path, empty: Installation, tmp_path: Path) -> None:
    cut = tmp_path / "cut.tar"
    cut.write_bytes(saved.read_bytes()[:-20_000])

    assert "archive coupée ou illisible" in refused(empty, cut)


def test_altered_backup_is_refused(saved: Path, empty: Installation, tmp_path: Path) -> None:
    altered = tmp_path / "altered.tar"
    data = bytearray(saved.read_bytes())
    data[2000] ^= 1
    altered.write_bytes(data)

    assert "modifié depuis la sauvegarde : database" in refused(empty, altered)


def resealed(path: Path, folder: Path, **change: object) -> Path:
    """Write the archive again, its manifest saying something else, its hashes and its seal right."""
    with tarfile.open(path) as tar:
        tar.extractall(folder, filter="data")
    manifest = archive.verify(path)
    said = json.loads(manifest.text())
    other = {
        **said,
        **change,
        "tally": {**said["tally"], **cast("dict[str, object]", change.get("tally", {}))},
    }
    sources = ((name, folder / name) for name in manifest.members)
    archive.write(folder / "forged.tar", sources, lambda _: Manifest.read(json.dumps(other).encode()))
    return folder / "forged.tar"


@pytest.mark.parametrize(
    ("tally", "why"),
    [
        ({"counts": {"base_receipt": 1}}, "lignes de la table"),
        ({"sums": {"nowhere": "1.00"}}, "rien n’est laissé"),
        ({"migrations": ["base.9999_later"]}, "version plus récente"),
    ],
)
def test_backup_whose_figures_lie_leaves_nothing(
    saved: Path, empty: Installation, tmp_path: Path, tally: dict[str, object], why: str
) -> None:
    assert why in refused(empty, resealed(saved, tmp_path, tally=tally))


def test_backup_of_the_other_engine_is_refused(saved: Path, empty: Installation, tmp_path: Path) -> None:
    other = "sqlite" if ON_POSTGRESQL else "postgresql"

    assert f"d’une base {other}" in refused(empty, resealed(saved, tmp_path, engine=other))


def test_backup_of_broken_data_comes_back_only_if_asked(
    saved: Path, empty: Installation, empty_installation: Installation
) -> None:
    assert "ne se tient pas" in refused(empty, saved)
    assert "I5 base.mail" in empty_installation.maillage("restore", saved, "--accept-breaches")


def test_restore_on_trial_writes_nothing(saved: Path, empty_installation: Installation) -> None:
    assert "vérifiée d’un bout à l’autre" in empty_installation.maillage("restore", saved, "--dry-run")
    assert not empty_installation.files.exists()


def test_backup_of_an_older_version_asks_to_migrate(
    installation: Installation, empty_installation: Installation, tmp_path: Path
) -> None:
    installation.sql("DELETE FROM django_migrations WHERE app = 'observatory'")
    installation.maillage("backup", "--out", tmp_path / "one.tar")

    assert "version précédente" in empty_installation.maillage("restore", tmp_path / "one.tar")
    assert "La base n’est pas à jour" in empty_installation.maillage("check", code=1)


def test_triggers_lost_before_the_backup_are_put_back(
    installation: Installation, empty_installation: Installation, tmp_path: Path
) -> None:
    installation.sql("DROP TRIGGER guard_base_receipt_update" + " ON base_receipt" * ON_POSTGRESQL)
    installation.maillage("backup", "--out", tmp_path / "one.tar")

    empty_installation.maillage("restore", tmp_path / "one.tar")

    assert "Tout se tient" in empty_installation.maillage("check")


def test_backup_killed_leaves_no_half_archive(installation: Installation, tmp_path: Path) -> None:
    for tenths in (5, 8, 11):
        path = tmp_path / f"{tenths}.tar"
        running = installation.start("backup", "--out", path)
        time.sleep(tenths / 10)
        running.send_signal(signal.SIGKILL)
        running.communicate()

        assert not path.exists() or archive.verify(path)
