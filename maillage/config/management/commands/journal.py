"""`maillage journal export|verify|anchor`: take the journal out, prove it, keep where it stands."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from maillage.base import anchors, journal
from maillage.base.references import Reference
from maillage.config import arguments
from maillage.kernels.journal.verify import lines_of, verify


class Command(BaseCommand):
    """Export the journal, verify an export (exit 0 whole, 1 altered, 2 unreadable), anchor a day."""

    help = "Exporte le journal, vérifie un export, garde l’ancre du jour."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the verb, then what it needs."""
        verbs = parser.add_subparsers(dest="verb", required=True, parser_class=ArgumentParser)
        export = verbs.add_parser("export", help="écrit le journal en lignes JSON")
        export.add_argument("--out", type=Path, required=True, metavar="FICHIER", help="fichier à écrire")
        export.add_argument("--anchors-out", type=Path, metavar="ANCRES", help="fichier des ancres à écrire")
        check = verbs.add_parser("verify", help="vérifie un export\xa0: 0 entier, 1 altéré, 2 illisible")
        check.add_argument("file", type=Path, metavar="FICHIER")
        check.add_argument("--anchors", type=Path, metavar="ANCRES", help="lignes JSON {date, seq, hash}")
        anchor = verbs.add_parser("anchor", help="garde où en est le journal et l’envoie")
        anchor.add_argument("--on", type=arguments.day, metavar="AAAA-MM-JJ", help="jour, sinon aujourd’hui")
        anchor.add_argument(
            "--dry-run", action="store_true", help="dire où en est le journal, sans rien écrire"
        )

    def handle(self, *args: object, verb: str, **options: Any) -> None:  # noqa: ANN401, ARG002 -- Django's signature
        """Do what the verb says."""
        verbs: dict[str, Callable[..., None]]
        verbs = {"export": self.export, "verify": self.verify, "anchor": self.anchor}
        verbs[verb](**options)

    def export(self, *, out: Path, anchors_out: Path | None, **_: object) -> None:
        """Write the journal; the anchors first, for one made in between would name an absent entry."""
        if anchors_out:
            count = _write(anchors_out, anchors.export_anchors())
            self.stdout.write(f"Ancres\xa0: {count}, dans {anchors_out}")
        count = _write(out, journal.lines())
        with transaction.atomic():
            journal.record(
                "commande", "base.journal_exported", Reference("base.journalhead", 1), entries=count
            )
        self.stdout.write(f"Entrées\xa0: {count}, dans {out}")

    def verify(self, *, file: Path, anchors: Path | None, **_: object) -> None:
        """Print the verdict on one line; a journal that is not whole exits as the off-line verifier does."""
        verdict = verify(lines_of(file), lines_of(anchors) if anchors else ())
        self.stdout.write(verdict.line())
        if verdict.code:
            sys.exit(verdict.code)

    def anchor(self, *, on: date | None, dry_run: bool, **_: object) -> None:
        """Print the anchor of the day, made now if it was not yet; with --dry-run, make and send nothing."""
        with transaction.atomic():
            made = anchors.anchor(on or timezone.localdate(), timezone.now())
            transaction.set_rollback(dry_run)
        if made is None:
            raise CommandError("Le journal est vide\xa0: rien à ancrer.")
        self.stdout.write(made.line())


def _write(path: Path, lines: Iterable[str]) -> int:
    """Write the lines and return how many; the file appears whole or not at all."""
    if not path.parent.is_dir():
        raise CommandError(f"Le dossier {path.parent} n’existe pas\xa0: le créer, ou en donner un autre.")
    count, partial = 0, path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.touch(mode=0o600)  # private contents are in it
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            for line in lines:
                count += bool(file.write(f"{line}\n"))
        partial.replace(path)
    except OSError as error:
        raise CommandError(f"{path} ne peut pas être écrit ({error.strerror}).") from error
    finally:
        partial.unlink(missing_ok=True)
    return count
