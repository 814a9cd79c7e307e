"""What the sheet of a collectivité says beside its figures, its revisions, and the members of the network."""

from maillage.network.models.collectivite import Collectivite
from maillage.network.models.drafts import Draft
from maillage.network.models.entries import Entry, EntryQuerySet
from maillage.network.models.members import Member, MemberSheet, MemberSheetQuerySet
from maillage.network.models.representatives import Representative
from maillage.network.models.revisions import Revision
from maillage.network.models.sendings import Sending

__all__ = [
    "Collectivite",
    "Draft",
    "Entry",
    "EntryQuerySet",
    "Member",
    "MemberSheet",
    "MemberSheetQuerySet",
    "Representative",
    "Revision",
    "Sending",
]
