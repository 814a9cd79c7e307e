"""`maillage pack new|check|lines`: begin a data pack, verify one, list the sentences of a document."""

import shutil
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from maillage.base.packs import PackError
from maillage.base.templatetags.french import pluriel
from maillage.config import packs
from maillage.network import lines

EMPTY = Path(packs.__file__).parent / "new_pack"


class Command(BaseCommand):
    """Write an empty pack, verify a pack without loading it, prepare its list of sentences."""

    help = "Prépare un paquet de données, le vérifie sans le charger, liste les phrases d’un document."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the verb, then what it needs."""
        verbs = parser.add_subparsers(dest="verb", required=True, parser_class=ArgumentParser)
        new = verbs.add_parser("new", help="écrit un paquet vide et commenté")
        new.add_argument("folder", type=Path, metavar="DOSSIER", help="dossier à créer")
        check = verbs.add_parser("check", help="vérifie un paquet, sans rien écrire")
        check.add_argument("folder", type=Path, metavar="DOSSIER")
        check.add_argument("--document", type=Path, metavar="FICHIER", help="texte que lines.yaml couvre")
        skeleton = verbs.add_parser("lines", help="écrit un lines.yaml à remplir, d’après un document")
        skeleton.add_argument("document", type=Path, metavar="FICHIER", help="document en texte, UTF-8")

    def handle(self, *args: object, verb: str, **options: Any) -> None:  # noqa: ANN401, ARG002 -- Django's signature
        """Do what the verb says."""
        verbs: dict[str, Callable[..., None]] = {
            "new": self.new,
            "check": self.check_pack,
            "lines": self.lines,
        }
        verbs[verb](**options)

    def new(self, *, folder: Path, **_: object) -> None:
        """Copy the empty pack; refuse a folder where something is already."""
        try:
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise CommandError(f"{folder} existe et n’est pas vide\xa0: donnez un autre dossier.")
            shutil.copytree(EMPTY, folder, dirs_exist_ok=True)
        except OSError as error:
            raise CommandError(f"{folder} ne peut pas être écrit ({error.strerror}).") from error
        self.stdout.write(f"Paquet écrit dans {folder}. Commencez par lire {folder / 'LISEZMOI.md'}.")

    def check_pack(self, *, folder: Path, document: Path | None, **_: object) -> None:
        """Try the load and undo it; with a document, compare its sentences with the list."""
        try:
            packs.load(folder, at=timezone.now(), dry_run=True)
            found = list(lines.gaps(folder, _text(document))) if document else []
        except PackError as error:
            raise CommandError(f"Paquet refusé. {error}") from error
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(
                f"La liste des phrases diffère du document\xa0: {len(found)} écart{pluriel(len(found))}."
            )
        self.stdout.write(f"{folder.resolve().name}\xa0: le paquet est bon.")

    def lines(self, *, document: Path, **_: object) -> None:
        """Print a list to fill in, one line for each sentence."""
        for line in lines.skeleton(_text(document)):
            self.stdout.write(line)


def _text(document: Path) -> str:
    try:
        return document.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{document} ne peut pas être lu comme un texte en UTF-8.") from error
