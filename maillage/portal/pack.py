"""Loading the part of a data pack that opens the home page: `home.yaml`, which a pack may do without."""

from collections.abc import Container, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from maillage.base.loading import Stored, store
from maillage.base.packs import Document, Fact, read
from maillage.observatory.facts import FigureKey
from maillage.observatory.models import Figure
from maillage.portal.models import Front

NAME = "home.yaml"
MOST = 4  # figures that fit in one row


class HomeFile(Fact):
    """The whole file."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    lead: Annotated[str, Field(min_length=1, max_length=300)]
    figures: Annotated[list[FigureKey], Field(max_length=MOST)]


def load(folder: Path, below: Sequence[Stored]) -> list[Stored]:
    """Make the stored opening that of the pack; `below`: what the apps below have just stored from it.

    Raises `PackError` for a figure that the pack does not declare, or that is named twice.
    """
    if not (folder / NAME).exists():
        return [store("accueil", Front, {})]
    document = read(folder / NAME, HomeFile)
    _check(document, next(kind.rows.keys() for kind in below if kind.gone.model is Figure))
    return [store("accueil", Front, {"accueil": document.fact.model_dump()})]


def _check(document: Document[HomeFile], known: Container[str]) -> None:
    keys = document.fact.figures
    for rank, key in enumerate(keys):
        if key in keys[:rank]:
            raise document.mistake(f"«\xa0{key}\xa0» est nommé deux fois", "figures", rank)
        if key not in known:
            raise document.mistake(f"«\xa0{key}\xa0» n’est déclaré nulle part", "figures", rank)
