"""What the sheet of a collectivité says beside its figures: who it is, and its facts in words."""

from maillage.network.models.collectivite import Collectivite
from maillage.network.models.entries import Entry, EntryQuerySet
from maillage.network.models.revisions import Revision

__all__ = ["Collectivite", "Entry", "EntryQuerySet", "Revision"]
