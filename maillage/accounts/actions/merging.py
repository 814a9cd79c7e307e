"""Two accounts for one person: what belongs to the second moves to the first, and the second is closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Count, Exists, Q, QuerySet, Value

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
    User,
)
from maillage.base.errors import Refusal
from maillage.base.journal import record


@dataclass(frozen=True, slots=True)
class Moved:
    """What moves: the rows of a relation then name, in a field, the account that is kept.

    `same`: the fields of what a person cannot have twice on the same day.
    """

    label: str
    relation: str
    field: str
    same: tuple[str, ...] = ()


MOVES = (
    Moved("Rôles", "role_grants", "user", ("role",)),
    Moved("Affectations", "memberships", "user", ("unit",)),
    Moved("Sujets suivis", "contacts", "user"),
    Moved("Absences", "absences", "user"),
    Moved("Remplacements", "absences_covered", "stand_in"),
    Moved("Délégations reçues", "delegations", "delegate"),
    Moved("Délégations données", "delegations_given", "grantor"),
    Moved("Délégations en remplacement", "delegations_covered", "stand_in"),
    Moved("Invitations envoyées", "invitations_sent", "invited_by"),
    Moved("Invitations acceptées", "invitations", "user"),
)
DAY = timedelta(days=1)


def what_moves(drop: User) -> list[tuple[str, int]]:
    """Return, for the preview, how many rows of each sort would move: one query for all of them."""
    sorts = list(moves())
    rows = [getattr(drop, moved.relation).order_by().annotate(what=Value(moved.label)) for moved in sorts]
    counted = [one.values_list("what").annotate(Count("pk")) for one in rows]
    counts = dict(counted[0].union(*counted[1:], all=True))
    return [(moved.label, counts.get(moved.label, 0)) for moved in sorts]


def moves() -> Iterator[Moved]:
    """Yield what moves, then what models of the apps above declare.

    `moves_with_person`: their key to a person -> its label, then the fields of what cannot be held twice.
    """
    yield from MOVES
    for relation in User._meta.related_objects:
        declared: dict[str, tuple[str, ...]] = getattr(relation.related_model, "moves_with_person", {})
        if relation.field.name in declared:
            label, *same = declared[relation.field.name]
            yield Moved(label, str(relation.get_accessor_name()), relation.field.name, tuple(same))


def obstacles(keep: User, drop: User) -> list[str]:
    """Say what must be settled first: what `drop` began, and acts in which the two accounts face each other.

    What two people must do would otherwise be done by one, under two accounts.
    """
    checks = [*unfinished(drop), *facing(keep, drop)]
    found = User.objects.filter(pk=drop.pk).values_list(*[Exists(rows) for _, rows in checks]).get()
    return [sentence for (sentence, _), true in zip(checks, found, strict=True) if true]


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


def facing(keep: User, drop: User) -> Iterator[tuple[str, QuerySet[Any]]]:
    """Yield the acts between the two accounts, which one person cannot do alone, with the same sentence."""
    pair = [keep, drop]
    yield (
        "Ces deux comptes se remplacent pendant une absence\xa0: annulez-la d’abord.",
        Absence.objects.filter(user__in=pair, stand_in__in=pair),
    )
    places = combinations(("grantor", "delegate", "stand_in"), 2)
    two = [Q(**{f"{one}__in": pair, f"{other}__in": pair}) for one, other in places]
    yield (
        "Une délégation de signature lie ces deux comptes\xa0: mettez-y fin d’abord.",
        Delegation.objects.filter(two[0] | two[1] | two[2]),
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
    counts = {moved.relation: move_rows(keep, drop, moved) for moved in moves()}
    end_the_rest(drop, by=by, at=at)
    email = retire(drop, into=keep, by=by, at=at)
    keep.forget_roles()
    record(by, "accounts.merged", keep, drop=drop.pk, moved=counts, at=at)
    record(by, "accounts.closed_by_merge", drop, private={"email": email}, keep=keep.pk, at=at)


def move_rows(keep: User, drop: User, moved: Moved) -> int:
    """Give the rows of a relation to the account kept, leaving out those it already has."""
    rows = getattr(drop, moved.relation).all()
    if moved.same:
        rows = rows.exclude(pk__in=[row.pk for row in rows if clashes(row, keep, moved)])
    return int(rows.update(**{moved.field: keep}))


def clashes(row: Any, keep: User, moved: Moved) -> bool:  # noqa: ANN401 -- a period of any app
    """Tell whether the account kept holds the same thing on some of the same days."""
    same = {name: getattr(row, name) for name in moved.same}
    return bool(getattr(keep, moved.relation).filter(**same).meeting(row.starts_on, row.ends_on).exists())


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
