"""`maillage nomenclature QUESTION`: the codes and the ESS families."""

import sys
from argparse import Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from maillage.kernels.nomenclature import cli


class Command(BaseCommand):
    """Answer as `python -m maillage.kernels.nomenclature` does, today unless `--on` says another day."""

    help = (
        "Dit ce que veut dire un code (catégorie juridique, NAF, tranche d’effectif) et la famille de l’ESS."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a question and its codes."""
        cli.declare(parser, on=timezone.localdate())

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401, ARG002 -- Django's signature
        """Print the answer; exit 1 where the code is unknown."""
        if code := cli.answer(Namespace(**options), self.stdout.write):
            sys.exit(code)
