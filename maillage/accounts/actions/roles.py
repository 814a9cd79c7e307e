"""Granting roles and ending them."""

from datetime import date, datetime, timedelta

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import (
    By,
    day_of,
    lock,
    person_or_none,
    require_administrator,
    require_another_administrator,
    require_open,
)
from maillage.accounts.models import Role, RoleGrant, User
from maillage.base.errors import Refusal
from maillage.base.journal import record


@act
def grant_role(
    user: User,
    role: str,
    *,
    starts_on: date,
    ends_on: date | None = None,
    reason: str = "",
    by: By,
    at: datetime,
) -> RoleGrant:
    """Grant a role from a day, both days included; refuse to oneself, twice, or on a closed account."""
    # The row is locked so that two administrators cannot grant the same role at once.
    lock(User.objects.filter(pk=user.pk))
    user = User.objects.get(pk=user.pk)
    require_administrator(by, user, at=at)
    require_open(user)
    label = Role(role).label
    if user.role_grants.filter(role=role).meeting(starts_on, ends_on).exists():
        raise Refusal(f"{user} a déjà le rôle «\xa0{label}\xa0» sur une partie de ces dates.")
    grant = RoleGrant(
        user=user,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=person_or_none(by),
        reason=reason,
    )
    grant.full_clean()
    grant.save()
    record(by, "accounts.role_granted", grant, private={"reason": reason}, user=user.pk, at=at)
    return grant


@act
def end_role(grant: RoleGrant, *, on: date | None, reason: str = "", by: By, at: datetime) -> None:
    """End a role: `on` is its last day, None ends it at once.

    Refuse one's own, a day already past, a role already ending by then, and the last administrator's.
    At once, a role that begins today or later was never used and is erased; the journal keeps it.
    """
    require_administrator(by, grant.user, at=at)
    today = day_of(at)
    last = today - timedelta(days=1) if on is None else on
    if grant.ends_on is not None and grant.ends_on <= last:
        raise Refusal(f"Ce rôle finit déjà le {grant.ends_on:%d/%m/%Y}.")
    if on is not None and on < max(today, grant.starts_on):
        raise Refusal(
            "Le dernier jour ne peut être ni passé, ni avant le premier. Choisissez une autre date."
        )
    if grant.role == Role.ADMINISTRATOR:
        require_another_administrator(grant.user, on=last + timedelta(days=1))
    close(grant, last, reason=reason, by=by, at=at)
    grant.user.forget_roles()


def close(grant: RoleGrant, last: date, *, reason: str, by: By, at: datetime) -> None:
    """Write the end of a grant and its line in the journal."""
    gone = last < grant.starts_on
    if not gone:
        grant.ends_on = last
        grant.save()
    record(
        by,
        "accounts.role_ended",
        grant,
        private={"reason": reason},
        user=grant.user_id,
        gone=gone,
        at=at,
    )
    if gone:
        grant.delete()
