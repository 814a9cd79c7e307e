"""How tests bring files: through the command, as the administration does."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from maillage.territories.actions.brought import Origin
from maillage.territories.tests.conftest import AT

ORIGIN = Origin(source="Essai 2026", files={}, by="commande", at=AT)


def bring(verb: str, *files: Path, options: tuple[str, ...] = ()) -> str:
    """Run an import; return what it said."""
    said = StringIO()
    call_command("territories", verb, *options, "--source", "Essai 2026", *map(str, files), stdout=said)
    return said.getvalue().replace("\xa0", " ")


def shapes(*files: Path, level: str = "communes", options: tuple[str, ...] = ()) -> str:
    """Import shapes of a level."""
    return bring("import-shapes", *files, options=("--level", level, *options))
