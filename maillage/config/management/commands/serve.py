"""`maillage serve [--port] [--host] [--web-workers]`: the whole installation on one port."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.config import arguments, supervisor


class Command(BaseCommand):
    """Serve until interrupted; exit 1 with a clear message when the port is in use."""

    help = "Sert le site\xa0: pages, tâches, courriels et horloge, chacun relancé s’il meurt."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where to listen."""
        parser.add_argument("--port", type=arguments.port, default=8000, help="port d’écoute (8000)")
        parser.add_argument("--host", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
        parser.add_argument("--web-workers", type=int, default=2, help="processus qui servent les pages (2)")

    def handle(self, *_: object, port: int, host: str, web_workers: int, **__: object) -> None:
        """Serve."""
        try:
            supervisor.serve(host, port, web_workers=web_workers, say=self._say)
        except supervisor.PortTaken as error:
            raise CommandError(
                f"{error} Un autre programme s’en sert peut-être\xa0: arrêtez-le, ou prenez un autre port, "
                f"par exemple --port {port + 1}."
            ) from error

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
