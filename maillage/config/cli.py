"""The console script `maillage COMMAND`."""

import os
import sys
from difflib import get_close_matches

from django.core.management import ManagementUtility, get_commands
from django.core.management.base import BaseCommand
from django.db import OperationalError, ProgrammingError

from maillage.config.env import BadEnvironment


class Console(ManagementUtility):
    """Django's command line, which says in French that a command does not exist."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        """Return the command; exit 1, with the nearest name there is, where it does not exist."""
        if subcommand not in (known := get_commands()):
            near = "".join(
                f" Vouliez-vous dire «\xa0{name}\xa0»\xa0?"
                for name in get_close_matches(subcommand, known, 1)
            )
            sys.exit(f"La commande «\xa0{subcommand}\xa0» n’existe pas.{near} Toutes\xa0: maillage help")
        return super().fetch_command(subcommand)


def main() -> None:
    """Run the command named on the command line.

    Exit 1, saying what to do, where the installation is not ready; `--traceback` shows where it stopped.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    try:
        Console(["maillage", *sys.argv[1:]]).execute()
    except BadEnvironment as error:
        sys.exit(f"Réglage refusé, rien n’est démarré. {error}")
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        reason = " ".join(str(error).split())
        sys.exit(
            f"La base ne répond pas, ou n’est pas à jour ({reason}). Vérifiez MAILLAGE_DATABASE, "
            "puis lancez «\xa0maillage migrate\xa0»."
        )
