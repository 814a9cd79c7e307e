"""`maillage demo [--port N] [--on DATE]`: a populated demonstration, served on this machine."""

from datetime import date

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from maillage.accounts.demo import DEMO_PASSPHRASE, demo_people
from maillage.base.packs import PackError
from maillage.config import arguments, demonstration


class Command(BaseCommand):
    """Prepare everything that is not ready yet, say who can sign in, and serve."""

    help = "Prépare et sert une démonstration complète (données fictives, aucun message envoyé)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the port, the day of the demonstration, and whether to serve."""
        parser.add_argument("--port", type=arguments.port, default=8000)
        parser.add_argument(
            "--on", type=arguments.day, default=None, help="jour de la démonstration, AAAA-MM-JJ"
        )
        parser.add_argument("--no-serve", action="store_true", help="préparer seulement")

    def handle(self, *_: object, port: int, on: date | None, no_serve: bool, **__: object) -> None:
        """Prepare, print the accounts, serve."""
        if not settings.DEMONSTRATION:
            raise CommandError(
                "Cette commande crée des comptes ouverts à tous\xa0: mettre MAILLAGE_DEMONSTRATION=1."
            )
        try:
            done = demonstration.prepare(on=on or timezone.localdate(), at=timezone.now())
        except PackError as error:
            raise CommandError(f"Paquet refusé, rien n’a été chargé. {error}") from error
        for line in done:
            self.stdout.write(line)
        self.stdout.write(f"Comptes de démonstration (phrase de passe\xa0: {DEMO_PASSPHRASE})\xa0:")
        for person in demo_people():
            self.stdout.write(f"  {person.email}")
        self.stdout.write(f"Tous, avec leur code du moment\xa0: http://localhost:{port}/demonstration/")
        if not no_serve:
            call_command("serve", port=port)
