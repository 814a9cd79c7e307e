"""The tables of structures, one file a noun."""

from maillage.organisations.models.changes import Change
from maillage.organisations.models.establishments import Establishment
from maillage.organisations.models.exchanges import Exchange
from maillage.organisations.models.mandates import AttachmentRequest, Mandate
from maillage.organisations.models.organisations import Family, Organisation
from maillage.organisations.models.projects import Project
from maillage.organisations.models.recognitions import Recognition

__all__ = [
    "AttachmentRequest",
    "Change",
    "Establishment",
    "Exchange",
    "Family",
    "Mandate",
    "Organisation",
    "Project",
    "Recognition",
]
