"""The tables of people, one file a noun."""

from maillage.accounts.models.people import Anyone, User, holds
from maillage.accounts.models.roles import OBLIGING, Role, RoleGrant

__all__ = ["OBLIGING", "Anyone", "Role", "RoleGrant", "User", "holds"]
