"""The tables of people, one file a noun."""

from maillage.accounts.models.chart import Kind, Membership, PastUnit, Unit
from maillage.accounts.models.invitations import Invitation
from maillage.accounts.models.people import Anyone, User, holds
from maillage.accounts.models.roles import OBLIGING, Role, RoleGrant
from maillage.accounts.models.security import EmailChange, FactorReset

__all__ = [
    "OBLIGING",
    "Anyone",
    "EmailChange",
    "FactorReset",
    "Invitation",
    "Kind",
    "Membership",
    "PastUnit",
    "Role",
    "RoleGrant",
    "Unit",
    "User",
    "holds",
]
