"""The tables of places, one file a noun."""

from maillage.territories.models.councils import Council
from maillage.territories.models.distances import Distance
from maillage.territories.models.formers import Former
from maillage.territories.models.imports import Import
from maillage.territories.models.shapes import Shape
from maillage.territories.models.territory import Territory

__all__ = ["Council", "Distance", "Former", "Import", "Shape", "Territory"]
