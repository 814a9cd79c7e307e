"""Two accounts for one person: what belongs to the second moves to the first, and the second is closed."""

from datetime import datetime
from itertools import combinations

from django.db.models import Q

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, day_of, require_administrator, require_another_administrator
from maillage.accounts.actions.people import end_sessions
from maillage.accounts.models import Absence, Delegation, RoleGrant, User
from maillage.base.errors import Refusal
from maillage.base.journal import record

# What moves, as (label on the preview, relation, its field): the rows then name the account that is kept.
MOVES = (
    ("Rôles", "role_grants", "user"),
    ("Affectations", "memberships", "user"),
    ("Sujets suivis", "contacts", "user"),
    ("Absences", "absences", "user"),
    ("Remplacements", "absences_covered", "stand_in"),
    ("Délégations reçues", "delegations", "delegate"),
    ("Délégations données", "delegations_given", "grantor"),
    ("Délégations en remplacement", "delegations_covered", "stand_in"),
    ("Invitations envoyées", "invitations_sent", "invited_by"),
    ("Invitations acceptées", "invitations", "user"),
)


def what_moves(drop: User) -> list[tuple[str, int]]:
    """Return, for the preview, how many rows of each sort would move."""
    return [(label, getattr(drop, relation).count()) for label, relation, _ in MOVES]


def obstacles(keep: User, drop: User) -> list[str]:
    """Say what must be settled first: the two accounts face each other in one act."""
    found = []
    pair = [keep, drop]
    if Absence.objects.filter(user__in=pair, stand_in__in=pair).exists():
        found.append("Ces deux comptes se remplacent pendant une absence\xa0: annulez-la d’abord.")
    places = ("grantor", "delegate", "stand_in")
    facing = [Q(**{f"{one}__in": pair, f"{other}__in": pair}) for one, other in combinations(places, 2)]
    if Delegation.objects.filter(facing[0] | facing[1] | facing[2]).exists():
        found.append("Une délégation de signature lie ces deux comptes\xa0: mettez-y fin d’abord.")
    return found


@act
def merge(keep: User, drop: User, *, by: By, at: datetime) -> None:
    """Move everything from `drop` to `keep` and close `drop` for good; what both have stays."""
    for person in (keep, drop):
        require_administrator(by, person, at=at)
    if keep == drop or drop.merged_into_id or not keep.is_active:
        raise Refusal("Choisissez un compte ouvert à garder et un autre compte, jamais fusionné.")
    if problems := obstacles(keep, drop):
        raise Refusal(" ".join(problems))
    require_another_administrator(drop, on=day_of(at))
    counts = {relation: move_rows(keep, drop, relation, field) for _, relation, field in MOVES}
    drop.merged_into = keep
    drop.is_active = False
    drop.suspended_at = at
    drop.save(update_fields=["merged_into", "is_active", "suspended_at"])
    end_sessions(drop)
    keep.forget_roles()
    record(by, "accounts.merged", keep, drop=drop.pk, moved=counts, at=at)
    record(by, "accounts.closed_by_merge", drop, keep=keep.pk, at=at)


def move_rows(keep: User, drop: User, relation: str, field: str) -> int:
    """Give the rows of a relation to the account kept, leaving out those it already has."""
    rows = getattr(drop, relation).all()
    if relation == "role_grants":
        rows = rows.exclude(pk__in=[grant.pk for grant in rows if clashes(grant, keep)])
    if relation == "memberships":
        rows = rows.exclude(unit__in=keep.memberships.values("unit"))
    return int(rows.update(**{field: keep}))


def clashes(grant: RoleGrant, keep: User) -> bool:
    """Tell whether the account kept holds the same role on some of the same days."""
    return keep.role_grants.filter(role=grant.role).meeting(grant.starts_on, grant.ends_on).exists()
