"""`maillage load PACK [--dry-run]`: make the published facts those of a data pack."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from maillage.base.packs import PackError
from maillage.config import packs
from maillage.network.models import Collectivite


class Command(BaseCommand):
    """Load a pack; loading it twice changes nothing, a malformed one is refused whole."""

    help = "Charge un paquet de données\xa0; deux fois le même ne change rien."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder of the pack."""
        parser.add_argument("pack", type=Path, help="dossier du paquet, par exemple packs/grand-est")
        parser.add_argument("--dry-run", action="store_true", help="dire ce qui changerait, sans rien écrire")

    def handle(self, *_: object, pack: Path, dry_run: bool, **__: object) -> None:
        """Load and print one line per kind of fact."""
        try:
            report = packs.load(pack, at=timezone.now(), dry_run=dry_run)
        except PackError as error:
            raise CommandError(f"Paquet refusé, rien n’a été chargé. {error}") from error
        if not report:
            self.stdout.write(f"{pack.resolve().name}\xa0: rien n’a changé depuis le dernier chargement.")
        for line in report:
            self.stdout.write(
                f"{line.kind}\xa0: {line.created} créés, {line.updated} modifiés, "
                f"{line.unchanged} inchangés, {line.removed} retirés"
                + (f", {line.kept} gardés tels que modifiés ici" if line.kept else "")
            )
        self._name_the_site()

    def _name_the_site(self) -> None:
        """Say what to set where the site still carries another name than the collectivité of the pack."""
        told = Collectivite.objects.first()
        if told and told.name != settings.COLLECTIVITE_NAME:
            self.stdout.write(
                f"À faire\xa0: l’en-tête du site dit encore «\xa0{settings.COLLECTIVITE_NAME}\xa0». "
                f"Réglez MAILLAGE_COLLECTIVITE sur «\xa0{told.name}\xa0»."
            )
