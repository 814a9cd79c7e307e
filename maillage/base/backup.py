"""A whole installation in one file: its database and its files, of one instant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from maillage.base import archive, dumps
from maillage.base.integrity import stored_files
from maillage.base.manifest import BackupError, Manifest, Members
from maillage.base.tally import Tally, amount_columns, tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a backup would hold now: figures of the database, number of files, their bytes."""

    tally: Tally
    files: int
    size: int


def backup(out: Path, *, at: datetime) -> Manifest:
    """Write a backup to `out`, which must not exist; others go on working meanwhile.

    The figures of the manifest are those of the instant of the dump. Files are listed after it, so that none
    of its rows can miss one; those of later acts come in excess. Where it cannot be done (`BackupError`,
    `OSError`, `DatabaseError`), there is no file of that name.
    """
    out = out.absolute()
    _refuse_taken(out)
    with archive.drafting(out) as folder:
        counted = dumps.dump(folder / archive.DATABASE)

        def described(members: Members) -> Manifest:
            return Manifest(at=at, engine=dumps.engine(), tally=counted, members=members)

        return archive.write(folder / out.name, _sources(folder), described)


def preview(out: Path) -> Preview:
    """Say what a backup would hold, and write nothing; `BackupError` where `out` would be refused."""
    _refuse_taken(out.absolute())
    sizes = [Path(settings.MEDIA_ROOT, name).stat().st_size for name in stored_files()]
    counted = tally(dumps.ask, dumps.engine(), amount_columns())
    return Preview(tally=counted, files=len(sizes), size=sum(sizes))


def _refuse_taken(out: Path) -> None:
    if out.exists():
        raise BackupError(f"{out} existe déjà : choisissez un autre nom, rien n’est jamais remplacé.")
    if not out.parent.is_dir():
        raise BackupError(f"Le dossier {out.parent} n’existe pas : créez-le, ou choisissez-en un autre.")


def _sources(folder: Path) -> Iterator[tuple[str, Path]]:
    yield archive.DATABASE, folder / archive.DATABASE
    for name in stored_files():
        yield archive.FILES + name, Path(settings.MEDIA_ROOT, name)
