"""Who may do what to the sheet; every predicate also answers for a visitor."""

from maillage.accounts.models import Anyone, holds
from maillage.organisations.models.mandates import INSTRUCTING


def can_edit(user: Anyone) -> bool:
    """Agents and heads of unit change the sheet, publish it and send it."""
    return holds(user, *INSTRUCTING)


def can_import_sheets(user: Anyone) -> bool:
    """They import the sheets of other members, and withdraw them."""
    return holds(user, *INSTRUCTING)
