"""A whole pack loaded, its home page included, without the geography of France."""

from pathlib import Path

from django.conf import settings

from maillage.base.loading import Loaded, settle
from maillage.network import pack as facts
from maillage.network.tests.factories import make_places
from maillage.observatory import pack as figures
from maillage.portal import pack


def load(folder: Path) -> list[Loaded]:
    """Load each part, lower apps first."""
    below = figures.load(folder)
    return settle([*below, *facts.load(folder, below), *pack.load(folder, below)])


def load_grand_est() -> None:
    """Make the places and load the real pack."""
    make_places()
    load(settings.PACK)
