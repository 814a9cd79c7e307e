"""Two accounts of one person."""

from datetime import date

import pytest

from maillage.accounts.actions.merging import merge, obstacles, what_moves
from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import (
    AT,
    ON,
    acts,
    client_of,
    make_absence,
    make_contact,
    make_delegation,
    make_grant,
    make_invitation,
    make_membership,
    make_unit,
    make_user,
)
from maillage.base.entries import JournalEntry
from maillage.base.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin() -> User:
    """Give a second account, with a row of each sort."""
    user, other = make_user(role=Role.AGENT), make_user()
    make_membership(user)
    make_contact(user)
    make_absence(user, other)
    make_absence(other, user)
    make_delegation(user, other)
    make_delegation(other, user)
    make_delegation(other, make_user(), stand_in=user)
    make_invitation(user)
    make_invitation(other, user=user)
    return user


def test_preview_counts_what_would_move(twin: User) -> None:
    assert [count for _, count in what_moves(twin)] == [1] * 10


def test_everything_moves_to_the_account_kept(administrator: User, applicant: User, twin: User) -> None:
    merge(applicant, twin, by=administrator, at=AT)

    assert [count for _, count in what_moves(twin)] == [0] * 10
    assert [count for _, count in what_moves(applicant)] == [1] * 10
    assert applicant.has_role(Role.AGENT, on=ON)


def test_merged_account_is_closed_with_its_sessions(administrator: User, applicant: User) -> None:
    drop = make_user()
    client = client_of(drop)

    merge(applicant, drop, by=administrator, at=AT)

    drop.refresh_from_db()
    assert (drop.is_active, drop.merged_into, drop.suspended_at) == (False, applicant, AT)
    assert client.get("/compte/").status_code == 302


def test_merge_is_journalled_on_both_accounts(administrator: User, applicant: User, twin: User) -> None:
    merge(applicant, twin, by=administrator, at=AT)

    assert acts() == ["accounts.merged", "accounts.closed_by_merge"]
    assert JournalEntry.objects.get(seq=1).meta["moved"]["role_grants"] == 1


def test_role_and_unit_of_both_stay_where_they_are(administrator: User) -> None:
    keep, drop, unit = make_user(role=Role.AGENT), make_user(role=Role.AGENT), make_unit()
    make_membership(keep, unit)
    make_membership(drop, unit)

    merge(keep, drop, by=administrator, at=AT)

    assert [keep.role_grants.count(), keep.memberships.count()] == [1, 1]
    assert [drop.role_grants.count(), drop.memberships.count()] == [1, 1]


def test_role_held_at_other_times_moves(administrator: User) -> None:
    keep, drop = make_user(), make_user()
    make_grant(keep, starts_on=date(2024, 1, 1))
    make_grant(drop, ends_on=date(2023, 12, 31))

    merge(keep, drop, by=administrator, at=AT)

    assert keep.role_grants.count() == 2


def test_merge_with_oneself_is_refused(administrator: User, applicant: User) -> None:
    with pytest.raises(Refusal, match="un autre compte"):
        merge(applicant, applicant, by=administrator, at=AT)


@pytest.mark.parametrize("keeps", [True, False])
def test_own_account_is_not_merged(administrator: User, applicant: User, *, keeps: bool) -> None:
    pair = (administrator, applicant) if keeps else (applicant, administrator)

    with pytest.raises(Refusal, match="son propre compte"):
        merge(*pair, by=administrator, at=AT)


def test_account_is_not_merged_twice(administrator: User, applicant: User) -> None:
    drop = make_user(is_active=False, merged_into=applicant)

    with pytest.raises(Refusal, match="jamais fusionné"):
        merge(make_user(), drop, by=administrator, at=AT)


def test_closed_account_is_not_kept(administrator: User, applicant: User) -> None:
    with pytest.raises(Refusal, match="un compte ouvert"):
        merge(make_user(is_active=False), applicant, by=administrator, at=AT)


def test_absence_between_the_two_is_an_obstacle(administrator: User) -> None:
    keep, drop = make_user(), make_user()
    make_absence(keep, drop)

    with pytest.raises(Refusal, match="se remplacent"):
        merge(keep, drop, by=administrator, at=AT)


def test_delegation_between_the_two_is_an_obstacle() -> None:
    keep, drop = make_user(), make_user()
    make_delegation(make_user(), keep, stand_in=drop)

    assert obstacles(keep, drop) == [
        "Une délégation de signature lie ces deux comptes\xa0: mettez-y fin d’abord."
    ]
