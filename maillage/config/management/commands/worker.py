"""`maillage worker [tasks|mails|clock]`: one of the processes of `serve`, for another supervisor."""

from django.core.management.base import BaseCommand, CommandParser

from maillage.config import processes

KINDS = {"tasks": processes.tasks, "mails": processes.mails, "clock": processes.clock}


class Command(BaseCommand):
    """Run one process until SIGTERM; `serve` runs them all."""

    help = "Fait tourner un seul processus\xa0: tâches, courriels ou horloge."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which one."""
        parser.add_argument("kind", nargs="?", choices=list(KINDS), default="tasks", help="lequel (tasks)")

    def handle(self, *args: object, kind: str, **_: object) -> None:  # noqa: ARG002 -- Django's
        """Run it."""
        KINDS[kind]()
