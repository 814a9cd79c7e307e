"""Loading a whole data pack: each app's part, in one transaction."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from maillage.base import packs
from maillage.base.journal import record
from maillage.base.loading import Loaded, Stored, settle
from maillage.network import pack as network
from maillage.network.actions import revisions
from maillage.network.format import SheetError
from maillage.network.models import Collectivite
from maillage.observatory import pack as observatory
from maillage.portal import pack as portal
from maillage.territories import pack as territories


class DryRun(Exception):  # noqa: N818 -- not an error: it only undoes the trial
    """Raised to undo a trial load; carries what would have changed."""

    def __init__(self, report: list[Loaded]) -> None:
        super().__init__()
        self.report = report


def load(folder: Path, *, at: datetime, dry_run: bool = False) -> list[Loaded]:
    """Load the shipped geography, then the pack; each unless its last load had the same fingerprint.

    Returns what changed. Raises `PackError` and changes nothing where the pack is malformed.
    """
    try:
        return _load(folder, at=at, dry_run=dry_run)
    except DryRun as trial:
        return trial.report


@transaction.atomic
def _load(folder: Path, *, at: datetime, dry_run: bool) -> list[Loaded]:
    report = [*territories.load_reference(at=at), *_load_pack(folder, at=at)]
    if dry_run:
        raise DryRun(report)
    return report


def _load_pack(folder: Path, *, at: datetime) -> list[Loaded]:
    name, sha256 = packs.name_of(folder), packs.fingerprint(folder)
    if _is_loaded(name, sha256):
        return []
    report = settle(_store(folder))
    load = packs.PackLoad.objects.create(name=name, sha256=sha256, loaded_at=at)
    counts = {line.kind: [line.created, line.updated, line.unchanged, line.removed] for line in report}
    record("commande", "base.pack_loaded", load, sha256=sha256, counts=counts)
    _publish(folder, at=at)
    return report


def _publish(folder: Path, *, at: datetime) -> None:
    """Keep the sheet as a revision, where the pack has changed what it says."""
    note = f"Paquet «\xa0{packs.name_of(folder)}\xa0» chargé"
    try:
        revisions.publish(note=note, by="commande", at=at)
    except SheetError as error:
        raise packs.PackError(folder, 1, f"la fiche ne peut être publiée\xa0: {error}") from error


def _is_loaded(name: str, sha256: str) -> bool:
    """Say whether what stands is this very pack: the same one last time, and none other since."""
    last = packs.PackLoad.objects.filter(name=name).first()
    return last is not None and last.sha256 == sha256 and Collectivite.objects.filter(pack=name).exists()


def _store(folder: Path) -> list[Stored]:
    """Store each app's part, lower apps first: the sheet names the figures and their topics."""
    figures = observatory.load(folder)
    return [*figures, *network.load(folder, figures), *portal.load(folder, figures)]
