"""`maillage organisations import FICHIER [--dry-run]`: bring structures in from a CSV file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from maillage.base.errors import Refusal
from maillage.organisations.imports import Report, bring_in, lines_of

SHOWN = 20  # mistakes; the others are counted


class Command(BaseCommand):
    """Create the structures of a file that are not known yet; a file with a mistake brings nothing in."""

    help = "Importe des structures d’un fichier CSV\xa0; celles qui sont déjà connues sont laissées."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the verb and the file."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERBE")
        verb = verbs.add_parser("import", help="fichier CSV, une structure par ligne")
        verb.add_argument("file", type=Path, help="colonnes nom et commune, les autres facultatives")
        verb.add_argument("--dry-run", action="store_true", help="dire ce qui changerait, sans rien écrire")

    def handle(self, *_: object, file: Path, dry_run: bool, **__: object) -> None:
        """Read the file, then create what is new, or say what is wrong in it."""
        try:
            lines = lines_of(file)
            with transaction.atomic():
                report = bring_in(lines, by="commande", at=timezone.now())
                transaction.set_rollback(dry_run or bool(report.mistakes))
        except Refusal as refusal:
            raise CommandError(f"Import refusé, rien n’a changé. {refusal.sentence}") from refusal
        self._say(report, tried=dry_run)

    def _say(self, report: Report, *, tried: bool) -> None:
        for mistake in report.mistakes[:SHOWN]:
            self.stderr.write(mistake)
        if report.mistakes:
            raise CommandError(
                f"Import refusé, rien n’a changé. Lignes à corriger\xa0: {len(report.mistakes)}."
            )
        self.stdout.write(f"structures créées\xa0: {report.created}")
        self.stdout.write(f"déjà connues, laissées telles quelles\xa0: {report.known}")
        self.stdout.write("Essai\xa0: rien n’a été écrit." if tried else "Import enregistré.")
