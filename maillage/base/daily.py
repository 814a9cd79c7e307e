"""One backup a day in one folder, the oldest removed."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from maillage.base.backup import backup

DAILY = "maillage-????-??-??.tar"
PARTIAL = ".maillage-*.partial"
LONGEST = timedelta(days=1)


def keep(folder: Path, *, at: datetime, kept: int) -> Path | None:
    """Write today's backup (heure de Paris) to a folder, then remove all but the `kept` newest (0: keep all).

    None where it is already there, or where another process is writing it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"maillage-{timezone.localdate(at)}.tar"
    with _alone(folder) as alone:
        if not alone or target.exists():
            return None
        _clear(folder, before=at - LONGEST)
        backup(target, at=at)
        newest_first = sorted(folder.glob(DAILY), reverse=True)
        for old in newest_first[kept:] if kept else ():
            old.unlink()
    return target


def _clear(folder: Path, *, before: datetime) -> None:
    """Remove what processes killed in the middle left; a younger one may be a backup under way by hand."""
    for left in folder.glob(PARTIAL):
        if left.stat().st_mtime < before.timestamp():
            shutil.rmtree(left)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Hold a lock that dies with its process; False where another one holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield _locked(handle)
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
