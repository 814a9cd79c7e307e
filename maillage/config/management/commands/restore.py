"""`maillage restore FILE`: a backup put back on an empty installation, proved equal, or nothing at all."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone
from django.utils.formats import date_format

from maillage.base import restore
from maillage.base.manifest import BackupError
from maillage.config import integrity
from maillage.kernels.journal.chain import Head


class Command(BaseCommand):
    """Restore and print a report; where it cannot be done, exit 1 with the reason and leave all empty."""

    help = "Restaure une sauvegarde sur une installation vide, et prouve qu’elle est revenue entière."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the archive."""
        parser.add_argument(
            "file", type=Path, metavar="FICHIER", help="sauvegarde faite par « maillage backup »"
        )
        parser.add_argument("--dry-run", action="store_true", help="tout vérifier, sans rien écrire")
        parser.add_argument(
            "--accept-breaches",
            action="store_true",
            help="restaurer même si le contenu sauvegardé ne se tenait déjà pas",
        )

    def handle(
        self,
        *args: object,  # noqa: ARG002 -- Django's
        file: Path,
        dry_run: bool,
        accept_breaches: bool,
        **_: object,
    ) -> None:
        """Restore."""
        try:
            ready = restore.plan(file)
            self._say_plan(ready)
            if not dry_run:
                self._restore(ready, accept=accept_breaches)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except (OSError, DatabaseError) as error:
            raise CommandError(f"La restauration a échoué, rien n’est laissé : {error}") from error

    def _say_plan(self, ready: restore.Plan) -> None:
        at, number = day(ready.manifest.at), len(ready.manifest.members)
        self.stdout.write(f"Sauvegarde du {at}, vérifiée d’un bout à l’autre ({number} éléments).")

    def _restore(self, ready: restore.Plan, *, accept: bool) -> None:
        found = restore.restore(ready, lambda: integrity.breaches(timezone.now()), accept=accept)
        for breach in found:
            self.stdout.write(str(breach))
        for line in report(ready):
            self.stdout.write(line)


def report(ready: restore.Plan) -> Iterator[str]:
    """Say what is back, and what is left for people to do."""
    counted, files = ready.manifest.tally, len(ready.manifest.members) - 1
    yield f"Restauré : {len(counted.counts)} tables, {counted.rows} lignes, fichiers : {files}."
    yield "Nombres de lignes, sommes des montants et empreintes sont ceux de la sauvegarde."
    yield from _about_head(counted.head)
    if ready.late:
        yield "Elle vient d’une version précédente : lancez « maillage migrate », puis « maillage check »."


def _about_head(head: Head) -> Iterator[str]:
    if not head.seq:
        yield "Journal : vide."
        return
    at = day(datetime.fromisoformat(head.at))
    yield f"Journal : dernière entrée {head.seq}, du {at}, empreinte {head.hash}."
    yield "Comparez-la aux ancres gardées ailleurs (courriels, procès-verbaux) :"
    yield "une ancre d’un numéro plus grand montre des actes faits après cette sauvegarde, à refaire."


def day(at: datetime) -> str:
    """Write an instant in words, heure de Paris."""
    return date_format(timezone.localtime(at), "j F Y à H:i")
