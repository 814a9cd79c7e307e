"""The console script `maillage COMMAND`."""

import os
import sys

from django.core.management import ManagementUtility


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    ManagementUtility(["maillage", *sys.argv[1:]]).execute()
