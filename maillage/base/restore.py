"""A backup put back on an empty installation, proved equal, or nothing at all."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from maillage.base import archive, dumps, guards
from maillage.base.integrity import Breach
from maillage.base.manifest import BackupError, Manifest
from maillage.base.tally import tally

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A verified backup that may be restored here; `late` when this version's migrations go further."""

    path: Path
    manifest: Manifest
    late: bool


def plan(path: Path) -> Plan:
    """Verify that this backup can be restored here and write nothing; `BackupError` says why not.

    The installation must be empty: no table at all, no file. Every byte of the archive is read.
    """
    _refuse_taken()
    manifest = archive.verify(path)
    if manifest.engine != dumps.engine():
        raise BackupError(
            f"Cette sauvegarde est celle d’une base {manifest.engine} : restaurez-la sur ce moteur."
        )
    known = _known_migrations()
    apps = {name.partition(".")[0] for name in known}
    done = {name for name in manifest.tally.migrations if name.partition(".")[0] in apps}
    if done - known:
        raise BackupError(
            "Cette sauvegarde vient d’une version plus récente de Maillage : installez-la d’abord."
        )
    return Plan(path=path, manifest=manifest, late=bool(known - done))


def _refuse_taken() -> None:
    media = Path(settings.MEDIA_ROOT)
    if media.is_dir() and any(media.iterdir()):
        raise BackupError(f"{media} contient des fichiers. Restaurez dans un dossier vide (MAILLAGE_DATA).")
    if not dumps.is_empty():
        raise BackupError(
            f"La base {dumps.place()} n’est pas vide. Créez-en une autre, sans lancer « migrate », "
            "indiquez-la dans MAILLAGE_DATABASE, puis recommencez."
        )


def _known_migrations() -> set[str]:
    loader = MigrationLoader(None)
    return {f"{app}.{name}" for app, name in loader.disk_migrations}


def restore(ready: Plan, breaches: Callable[[], Iterable[Breach]], *, accept: bool = False) -> list[Breach]:
    """Put everything back, compare it with the manifest, run the invariants; return what deserves attention.

    `BackupError` where anything differs or an invariant is broken, and the installation is empty again; with
    `accept`, broken invariants are returned instead. On the schema of an older version, they are not run.
    """
    with _undone_on_failure():
        _put_back(ready)
        _compare(ready.manifest)
        if ready.late:
            return []
        guards.install()
        return _accepted(list(breaches()), accept=accept)


def _compare(manifest: Manifest) -> None:
    found = tally(dumps.ask, dumps.engine(), manifest.tally.sums)
    if wrong := manifest.tally.differences(found):
        raise BackupError(f"La base restaurée diffère de la sauvegarde : {' '.join(wrong[:SHOWN])}")


def _accepted(found: list[Breach], *, accept: bool) -> list[Breach]:
    serious = [str(breach) for breach in found if breach.serious]
    if serious and not accept:
        raise BackupError(
            f"L’archive est entière, mais ce qu’elle contient ne se tient pas : {len(serious)} manquements. "
            "Prenez-en une plus ancienne, ou ajoutez --accept-breaches. " + " ".join(serious[:SHOWN])
        )
    return found


def _put_back(ready: Plan) -> None:
    media = Path(settings.MEDIA_ROOT)
    staged = media.parent / ".restoring.partial"
    staged.unlink(missing_ok=True)  # left by a process killed in the middle

    def place(name: str) -> Path:
        return staged if name == archive.DATABASE else media / PurePosixPath(name).relative_to(archive.FILES)

    try:
        archive.extract(ready.path, ready.manifest, place)
        dumps.load(staged)
    finally:
        staged.unlink(missing_ok=True)


@contextmanager
def _undone_on_failure() -> Iterator[None]:
    try:
        yield
    except BaseException:
        _empty(Path(settings.MEDIA_ROOT))
        dumps.wipe()
        raise


def _empty(folder: Path) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
