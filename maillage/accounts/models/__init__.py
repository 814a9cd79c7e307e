"""The tables of people, one file a noun."""

from maillage.accounts.models.chart import Kind, Membership, PastUnit, Unit
from maillage.accounts.models.contacts import Absence, Contact, Topic
from maillage.accounts.models.delegations import Delegation
from maillage.accounts.models.eliminations import EliminationLine, EliminationSlip
from maillage.accounts.models.grants import RoleGrant
from maillage.accounts.models.invitations import Invitation
from maillage.accounts.models.people import Anyone, User, holds
from maillage.accounts.models.requests import DataRequest
from maillage.accounts.models.roles import OBLIGING, Role
from maillage.accounts.models.security import EmailChange, FactorReset

__all__ = [
    "OBLIGING",
    "Absence",
    "Anyone",
    "Contact",
    "DataRequest",
    "Delegation",
    "EliminationLine",
    "EliminationSlip",
    "EmailChange",
    "FactorReset",
    "Invitation",
    "Kind",
    "Membership",
    "PastUnit",
    "Role",
    "RoleGrant",
    "Topic",
    "Unit",
    "User",
    "holds",
]
