"""A populated installation from nothing, in one command; what has not changed is not done again."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from maillage.accounts import demo as accounts
from maillage.base.journal import record
from maillage.base.packs import PackLoad
from maillage.config import packs
from maillage.network import demo as network
from maillage.organisations import demo as organisations

# In the order of the layers, lower first: each app's fictitious rows, made by its own actions.
LOADERS: list[Callable[[date], None]] = [accounts.load, organisations.load, network.load]
NAME = "demonstration"


def prepare(*, on: date, at: datetime) -> list[str]:
    """Migrate, gather static files, load the pack and the fictitious set; return what was done, in French."""
    done = []
    if _migrations_due():
        call_command("migrate", verbosity=0, interactive=False)
        done.append("base de données à jour")
    if _gather_static():
        done.append("fichiers statiques rassemblés")
    if report := packs.load(settings.PACK, at=at):
        made = ", ".join(f"{line.created} {line.kind}" for line in report if line.created)
        done.append(f"paquet {settings.PACK.name} chargé{f' ({made})' if made else ''}")
    if _load_fictitious(on=on, at=at):
        done.append("jeu de démonstration chargé")
    return done


def _migrations_due() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _gather_static() -> bool:
    """Gather the static files unless their names, sizes and dates are those of the last gathering."""
    files = sorted(
        (path, storage.size(path), storage.get_modified_time(path).isoformat())
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    now = hashlib.sha256(repr(files).encode()).hexdigest()
    mark: Path = settings.STATIC_ROOT / ".gathered"
    if mark.exists() and mark.read_text(encoding="ascii") == now:
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    # Last, so that a gathering cut short is done again; the folder itself may have had nothing to receive.
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(now, encoding="ascii")
    return True


@transaction.atomic
def _load_fictitious(*, on: date, at: datetime) -> bool:
    sources = sorted(settings.CODE.glob("*/demo*.py"))
    sha256 = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    if PackLoad.objects.filter(name=NAME, sha256=sha256).exists():
        return False
    for load in LOADERS:
        load(on)
    mark = PackLoad.objects.create(name=NAME, sha256=sha256, loaded_at=at)
    record("commande", "base.demonstration_loaded", mark, on=on.isoformat())
    return True
