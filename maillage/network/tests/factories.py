"""The world of a pack: the places it names, and the pack itself, loaded."""

from pathlib import Path

from django.conf import settings

from maillage.base.loading import Loaded, settle
from maillage.network import pack
from maillage.observatory import pack as figures
from maillage.territories.tests.factories import little_world, make_commune

# Named by the Grand Est pack beside those of the little world.
COMMUNES = {
    "54099": "Val de Briey",
    "54526": "Tomblaine",
    "55411": "Rambluzin-et-Benoite-Vaux",
    "57227": "Forbach",
}


def make_places() -> None:
    """Make the little world and the other communes of the pack."""
    little_world()
    for code, name in COMMUNES.items():
        make_commune(code, name)


def load(folder: Path) -> list[Loaded]:
    """Load the figures, then the facts of a pack, without the geography of France."""
    below = figures.load(folder)
    return settle([*below, *pack.load(folder, below)])


def load_grand_est() -> None:
    """Make the places and load the real pack."""
    make_places()
    load(settings.PACK)
