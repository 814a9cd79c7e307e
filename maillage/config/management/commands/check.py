"""`maillage check [--json]`: Django's system checks, then the invariants of what is stored."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import check
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from maillage.base.integrity import Breach
from maillage.config import integrity

DJANGO_ONLY = ("tags", "list_tags", "deploy", "fail_level", "databases")


class Command(check.Command):
    """Exit 1 with one line per breach, 0 with one line saying that all holds.

    With any option or label of Django's own command, do what Django does and nothing else.
    """

    help = "Vérifie la configuration, puis que tout ce qui est enregistré se tient."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take Django's options, and `--json`."""
        super().add_arguments(parser)
        parser.set_defaults(fail_level=None)
        parser.add_argument("--json", action="store_true", help="une ligne JSON par manquement")

    def handle(self, *app_labels: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Check."""
        if app_labels or any(options[name] for name in DJANGO_ONLY):
            super().handle(*app_labels, **{**options, "fail_level": options["fail_level"] or "ERROR"})
            return
        self.check(display_num_errors=False)
        try:
            refuse_unmigrated()
            wrong = self._print(integrity.breaches(timezone.now()), as_json=options["json"])
        except DatabaseError as error:
            raise CommandError(f"La base ne se lit pas : {error}") from error
        if wrong:
            raise CommandError(f"Manquements : {wrong}. Ne modifiez rien, et suivez docs/admin/backup.md.")
        (self.stderr if options["json"] else self.stdout).write("Tout se tient : aucun manquement.")

    def _print(self, found: Iterable[Breach], *, as_json: bool) -> int:
        wrong = 0
        for breach in found:
            self.stdout.write(json.dumps(breach.facts(), ensure_ascii=False) if as_json else str(breach))
            wrong += breach.serious
        return wrong


def refuse_unmigrated() -> None:
    """Say what to do where the database has not its tables, or not all of them."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("La base n’est pas à jour : lancez « maillage migrate », puis recommencez.")
