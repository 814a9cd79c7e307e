"""`maillage tick [--at ISO]`: do once what the clock does each minute."""

from datetime import datetime

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from maillage.config import arguments
from maillage.config.clock import tick


class Command(BaseCommand):
    """Do what is due and print nothing; exit 1 naming the apps that failed, the others having run."""

    help = "Fait ce qui est dû à cet instant\xa0: relances, échéances, purges. Deux fois ne change rien."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take an instant other than now."""
        parser.add_argument(
            "--at", type=arguments.instant, help="instant, par exemple 2026-03-31T06:00 (heure de Paris)"
        )

    def handle(self, *_: object, at: datetime | None, **__: object) -> None:
        """Tick once."""
        if failed := tick(at or timezone.now()):
            raise CommandError(
                f"Échec de\xa0: {', '.join(failed)}. Les autres ont été faits. "
                "Lisez le message d’erreur plus haut, puis relancez."
            )
