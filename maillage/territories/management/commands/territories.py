"""`maillage territories import-shapes|import-centroids|import-perimeters|import-distances|resolve`."""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from maillage.base.errors import Refusal
from maillage.territories.actions import centroids, communes, distances, perimeters, shapes
from maillage.territories.actions.brought import Origin, Report, fingerprints
from maillage.territories.files import table
from maillage.territories.outlines import read
from maillage.territories.resolve import resolve

LEVELS = ("communes", "cantons", "departements")


class Command(BaseCommand):
    """Bring official shapes, centres, perimeters and distances; a file with a mistake changes nothing."""

    help = "Importe contours, centres, périmètres et distances\xa0; dit ce que devient un ancien code."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the verb, then its files and options."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERBE")
        outlines = verbs.add_parser(
            "import-shapes", help="contours en GeoJSON (WGS84), propriétés code et nom"
        )
        outlines.add_argument("--level", required=True, choices=LEVELS, help="ce que décrivent les fichiers")
        outlines.add_argument("--on", type=_day, help="jour des codes des fichiers, AAAA-MM-JJ")
        verbs.add_parser("import-centroids", help="centres de communes\xa0: CSV code, latitude, longitude")
        verbs.add_parser("import-perimeters", help="QPV, agences\xa0: CSV kind, code, name, communes")
        verbs.add_parser("import-distances", help="matrice de distances\xa0: CSV from, to, km et minutes")
        for verb in verbs.choices.values():
            verb.add_argument("files", nargs="+", type=Path, help="fichiers à importer")
            verb.add_argument("--source", required=True, help="source et millésime, montrés avec la donnée")
            verb.add_argument(
                "--dry-run", action="store_true", help="dire ce qui changerait, sans rien écrire"
            )
        asked = verbs.add_parser("resolve", help="communes d’aujourd’hui d’un ancien code")
        asked.add_argument("code")
        asked.add_argument("--on", type=_day, help="jour où le code a été écrit, AAAA-MM-JJ")

    def handle(self, *_: object, verb: str, **options: Any) -> None:  # noqa: ANN401 -- Django's
        """Read the files, then import them in one transaction; say what came of it."""
        if verb == "resolve":
            return self._resolve(options["code"], options["on"])
        try:
            act = _act(verb, options)
            with transaction.atomic():
                report = act(origin=_origin(options))
                transaction.set_rollback(options["dry_run"])
        except Refusal as refusal:
            raise CommandError(f"Import refusé, rien n’a changé. {refusal.sentence}") from refusal
        return self._say(report, tried=options["dry_run"])

    def _say(self, report: Report, *, tried: bool) -> None:
        for name, count in report.counts.items():
            self.stdout.write(f"{name}\xa0: {count}")
        for remark in report.remarks:
            self.stdout.write(f"- {remark}")
        self.stdout.write("Essai\xa0: rien n’a été écrit." if tried else "Import enregistré.")

    def _resolve(self, code: str, on: date | None) -> None:
        found = resolve(code, on)
        if not found:
            raise CommandError(f"{code}\xa0: aucune commune d’aujourd’hui.")
        for row in found:
            self.stdout.write(f"{row.code} {row.name}")


def _act(verb: str, options: dict[str, Any]) -> Callable[..., Report]:
    """Return the act, its files read: nothing is read within the transaction."""
    files = options["files"]
    if verb == "import-shapes":
        outlines = [outline for path in files for outline in read(path)]
        if options["level"] == "communes":
            return partial(communes.import_communes, outlines, on=options["on"])
        act = shapes.import_cantons if options["level"] == "cantons" else shapes.import_departments
        return partial(act, outlines)
    columns, optional, taken = {
        "import-centroids": (centroids.COLUMNS, (), centroids.import_centroids),
        "import-perimeters": (perimeters.COLUMNS, (), perimeters.import_perimeters),
        "import-distances": (distances.COLUMNS, distances.OPTIONAL, distances.import_distances),
    }[verb]
    return partial(taken, list(chain.from_iterable(table(path, columns, optional) for path in files)))


def _origin(options: dict[str, Any]) -> Origin:
    source = options["source"].strip()
    if not 0 < len(source) <= 200:  # noqa: PLR2004 -- the column
        raise Refusal("Donnez la source et son millésime, en 200 signes au plus (--source).")
    return Origin(source=source, files=fingerprints(options["files"]), by="commande", at=timezone.now())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"«\xa0{text}\xa0»\xa0: écrire un jour, AAAA-MM-JJ.") from None
