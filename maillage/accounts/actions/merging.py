"""Two accounts for one person: what belongs to the second moves to the first, and the second is closed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q, QuerySet

from maillage.accounts.actions import chart, roles
from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, day_of, require_administrator, require_another_administrator
from maillage.accounts.actions.addresses import cancel_waiting
from maillage.accounts.actions.people import end_sessions
from maillage.accounts.models import (
    Absence,
    DataRequest,
    Delegation,
    EliminationSlip,
    FactorReset,
    Membership,
    RoleGrant,
    User,
)
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
# What the same person cannot have twice on the same day.
SAME = {"role_grants": "role", "memberships": "unit"}
DAY = timedelta(days=1)


def what_moves(drop: User) -> list[tuple[str, int]]:
    """Return, for the preview, how many rows of each sort would move."""
    return [(label, getattr(drop, relation).count()) for label, relation, _ in MOVES]


def obstacles(keep: User, drop: User) -> list[str]:
    """Say what must be settled first: what `drop` began, and acts in which the two accounts face each other.

    What two people must do would otherwise be done by one, under two accounts.
    """
    found = [sentence for sentence, rows in unfinished(drop) if rows.exists()]
    pair = [keep, drop]
    if Absence.objects.filter(user__in=pair, stand_in__in=pair).exists():
        found.append("Ces deux comptes se remplacent pendant une absence\xa0: annulez-la d’abord.")
    places = ("grantor", "delegate", "stand_in")
    facing = [Q(**{f"{one}__in": pair, f"{other}__in": pair}) for one, other in combinations(places, 2)]
    if Delegation.objects.filter(facing[0] | facing[1] | facing[2]).exists():
        found.append("Une délégation de signature lie ces deux comptes\xa0: mettez-y fin d’abord.")
    return found


def unfinished(drop: User) -> Iterator[tuple[str, QuerySet[Any]]]:
    """Yield what waits for someone else's answer, with the sentence that says so."""
    resets = FactorReset.objects.filter(status=FactorReset.Status.ASKED)
    yield (
        "Une réinitialisation du second facteur attend sa réponse\xa0: répondez-y d’abord.",
        resets.filter(Q(user=drop) | Q(asked_by=drop)),
    )
    yield (
        "Ce compte attend une réponse sur ses données personnelles\xa0: elle vient d’abord.",
        DataRequest.objects.open().filter(person=drop),
    )
    slips = EliminationSlip.objects.filter(status__in=("drafted", "submitted"))
    yield (
        "Un bordereau d’élimination de ce compte attend le visa des archives\xa0: il vient d’abord.",
        slips.filter(Q(drafted_by=drop) | Q(submitted_by=drop)),
    )


@act
def merge(keep: User, drop: User, *, by: By, at: datetime) -> None:
    """Move everything from `drop` to `keep` and close `drop` for good; what both have is ended on `drop`."""
    for person in (keep, drop):
        require_administrator(by, person, at=at)
    if keep == drop or drop.merged_into_id or not keep.is_active:
        raise Refusal("Choisissez un compte ouvert à garder et un autre compte, jamais fusionné.")
    if problems := obstacles(keep, drop):
        raise Refusal(" ".join(problems))
    require_another_administrator(drop, on=day_of(at))
    counts = {relation: move_rows(keep, drop, relation, field) for _, relation, field in MOVES}
    end_the_rest(drop, by=by, at=at)
    email = retire(drop, into=keep, by=by, at=at)
    keep.forget_roles()
    record(by, "accounts.merged", keep, drop=drop.pk, moved=counts, at=at)
    record(by, "accounts.closed_by_merge", drop, private={"email": email}, keep=keep.pk, at=at)


def move_rows(keep: User, drop: User, relation: str, field: str) -> int:
    """Give the rows of a relation to the account kept, leaving out those it already has."""
    rows = getattr(drop, relation).all()
    if relation in SAME:
        rows = rows.exclude(pk__in=[row.pk for row in rows if clashes(row, keep, relation)])
    return int(rows.update(**{field: keep}))


def clashes(row: RoleGrant | Membership, keep: User, relation: str) -> bool:
    """Tell whether the account kept holds the same role or place on some of the same days."""
    same = {SAME[relation]: getattr(row, SAME[relation])}
    return bool(getattr(keep, relation).filter(**same).meeting(row.starts_on, row.ends_on).exists())


def end_the_rest(drop: User, *, by: By, at: datetime) -> None:
    """End what the account kept already had: nobody could end it on a closed account."""
    today = day_of(at)
    for grant in drop.role_grants.meeting(today, None):
        roles.close(grant, today - DAY, reason="Fusion", by=by, at=at)
    for membership in drop.memberships.meeting(today, None):
        chart.close(membership, today - DAY, by=by, at=at)


def retire(drop: User, *, into: User, by: By, at: datetime) -> str:
    """Close an account for good, and free its address, which the person may use again; return it."""
    email = drop.email
    cancel_waiting(drop, by=by, at=at)
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=drop).delete()
    drop.set_unusable_password()
    drop.email, drop.merged_into = f"fusionne-{drop.pk}@invalid", into
    drop.is_active, drop.suspended_at = False, at
    drop.save(update_fields=["password", "email", "merged_into", "is_active", "suspended_at"])
    end_sessions(drop)
    return email
