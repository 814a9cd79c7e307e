"""Recording delegations of signature and their end."""

from datetime import date, datetime

from maillage.accounts.access import DELEGATION_KEEPERS
from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, require_open, require_role
from maillage.accounts.models import Delegation
from maillage.base.errors import Refusal
from maillage.base.journal import record


@act
def delegate(delegation: Delegation, *, by: By, at: datetime) -> Delegation:
    """Record a delegation given by an act; refuse to record one's own."""
    require_role(by, *DELEGATION_KEEPERS, at=at)
    if by in {delegation.delegate, delegation.stand_in}:
        raise Refusal("On n’enregistre pas sa propre délégation. Demandez à une autre personne.")
    require_open(delegation.delegate)
    delegation.full_clean()
    delegation.save()
    record(
        by,
        "accounts.signature_delegated",
        delegation,
        act=delegation.act_number,
        grantor=delegation.grantor_id,
        delegate=delegation.delegate_id,
        stand_in=delegation.stand_in_id,
        at=at,
    )
    return delegation


@act
def end_delegation(delegation: Delegation, *, on: date, by: By, at: datetime) -> None:
    """End a delegation after that day (act of withdrawal, end of office)."""
    require_role(by, *DELEGATION_KEEPERS, at=at)
    if delegation.ends_on is not None and delegation.ends_on <= on:
        raise Refusal(f"Cette délégation finit déjà le {delegation.ends_on:%d/%m/%Y}.")
    if on < delegation.starts_on:
        raise Refusal("Le dernier jour ne peut pas précéder le premier.")
    delegation.ends_on = on
    delegation.save()
    record(by, "accounts.delegation_ended", delegation, at=at)
