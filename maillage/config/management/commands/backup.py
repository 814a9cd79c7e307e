"""`maillage backup --out FILE`: the whole installation in one file, while people go on working."""

from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from maillage.base import backup
from maillage.base.manifest import BackupError
from maillage.base.tally import Tally


class Command(BaseCommand):
    """Write a backup and say what it holds; exit 1 with the reason, no file left, where it cannot be done."""

    help = "Sauvegarde la base et les fichiers dans une archive, sans interrompre le service."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where to write."""
        parser.add_argument("--out", type=Path, required=True, help="fichier à créer, ou dossier existant")
        parser.add_argument(
            "--dry-run", action="store_true", help="dire ce qui serait écrit, sans rien écrire"
        )

    def handle(self, *args: object, out: Path, dry_run: bool, **_: object) -> None:  # noqa: ARG002 -- Django's
        """Back up."""
        at = timezone.now()
        target = named(out, at)
        try:
            self._preview(target) if dry_run else self._write(target, at)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except (OSError, DatabaseError) as error:
            raise CommandError(f"La sauvegarde a échoué, aucun fichier n’est laissé : {error}") from error

    def _preview(self, target: Path) -> None:
        found = backup.preview(target)
        self.stdout.write(f"Serait écrit dans {target} : {figures(found.tally)}.")
        self.stdout.write(f"Fichiers : {found.files} ({filesizeformat(found.size)}).")

    def _write(self, target: Path, at: datetime) -> None:
        made = backup.backup(target, at=at)
        self.stdout.write(f"Sauvegarde écrite : {target} ({filesizeformat(made.size)}).")
        self.stdout.write(f"Elle contient {figures(made.tally)}, fichiers : {len(made.members) - 1}.")
        self.stdout.write("La clé secrète de l’installation n’y est pas : gardez-la ailleurs.")


def named(out: Path, at: datetime) -> Path:
    """Return the file to write: in a folder, one that bears the hour."""
    return out / f"maillage-{timezone.localtime(at):%Y-%m-%d-%H%M%S}.tar" if out.is_dir() else out


def figures(tally: Tally) -> str:
    """Say what a database holds."""
    return f"{len(tally.counts)} tables, {tally.rows} lignes, entrées du journal : {tally.head.seq}"
