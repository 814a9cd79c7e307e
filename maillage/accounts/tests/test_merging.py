"""Two accounts of one person."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from maillage.accounts.actions import addresses, elimination, requests
from maillage.accounts.actions.merging import merge, obstacles, what_moves
from maillage.accounts.actions.people import is_taken
from maillage.accounts.holdings import Subject
from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import (
    AT,
    ON,
    acts,
    client_of,
    make_absence,
    make_contact,
    make_delegation,
    make_factor,
    make_grant,
    make_invitation,
    make_membership,
    make_reset,
    make_unit,
    make_user,
)
from maillage.accounts.tests.people_data import draft_of
from maillage.accounts.tests.signing import is_in, person, sign_in
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
    assert [count for _, count in what_moves(twin)][:10] == [1] * 10


def test_everything_moves_to_the_account_kept(administrator: User, applicant: User, twin: User) -> None:
    merge(applicant, twin, by=administrator, at=AT)

    assert {count for _, count in what_moves(twin)} == {0}
    assert [count for _, count in what_moves(applicant)][:10] == [1] * 10
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


def test_role_and_unit_of_both_are_ended_on_the_account_closed(administrator: User) -> None:
    keep, drop, unit = make_user(role=Role.AGENT), make_user(role=Role.AGENT), make_unit()
    make_membership(keep, unit)
    make_membership(drop, unit)

    merge(keep, drop, by=administrator, at=AT)

    assert [keep.role_grants.on(ON).count(), keep.memberships.on(ON).count()] == [1, 1]
    assert [drop.role_grants.on(ON).count(), drop.memberships.on(ON).count()] == [0, 0]
    assert acts()[:2] == ["accounts.role_ended", "accounts.left_unit"]


def test_unit_of_both_at_other_times_moves(administrator: User) -> None:
    keep, drop, unit = make_user(), make_user(), make_unit()
    make_membership(keep, unit, starts_on=date(2024, 1, 1))
    make_membership(drop, unit, ends_on=date(2023, 12, 31))

    merge(keep, drop, by=administrator, at=AT)

    assert keep.memberships.count() == 2


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


def test_closed_account_keeps_no_way_in(administrator: User, applicant: User, client: Client) -> None:
    drop = person("double@exemple.fr")
    make_factor(drop)
    SocialAccount.objects.create(user=drop, provider="p", uid="1")

    merge(applicant, drop, by=administrator, at=AT)

    kept = [model.objects.filter(user=drop).count() for model in (EmailAddress, Authenticator, SocialAccount)]
    sign_in(client, "double@exemple.fr")
    assert (kept, is_in(client)) == ([0, 0, 0], False)


def test_address_of_the_closed_account_serves_the_one_kept(administrator: User, applicant: User) -> None:
    drop = make_user("double@exemple.fr")

    merge(applicant, drop, by=administrator, at=AT)

    assert is_taken("double@exemple.fr") is False
    assert addresses.change_email(applicant, "double@exemple.fr", by=administrator, at=AT).user == applicant


def test_freed_address_is_still_known_as_theirs(administrator: User, applicant: User) -> None:
    merge(applicant, make_user("double@exemple.fr"), by=administrator, at=AT)

    assert "double@exemple.fr" in Subject(applicant).emails


def test_link_that_waits_on_the_closed_account_is_worthless(administrator: User, applicant: User) -> None:
    drop = make_user()
    change = addresses.change_email(drop, "neuve@exemple.fr", by=administrator, at=AT)

    merge(applicant, drop, by=administrator, at=AT)

    change.refresh_from_db()
    assert change.status == "cancelled"


def test_reset_asked_under_the_other_account_is_an_obstacle(administrator: User, agent: User) -> None:
    keep, drop = make_user(role=Role.ADMINISTRATOR), make_user(role=Role.ADMINISTRATOR)
    make_reset(agent, drop)

    with pytest.raises(Refusal, match="réinitialisation du second facteur attend"):
        merge(keep, drop, by=administrator, at=AT)


def test_reset_for_the_closed_account_is_an_obstacle(administrator: User, applicant: User) -> None:
    drop = make_user()
    make_reset(drop, administrator)

    with pytest.raises(Refusal, match="réinitialisation du second facteur attend"):
        merge(applicant, drop, by=administrator, at=AT)


def test_request_about_data_is_an_obstacle(administrator: User, applicant: User) -> None:
    drop = make_user()
    requests.file("access", by=drop, at=AT)

    with pytest.raises(Refusal, match="données personnelles"):
        merge(applicant, drop, by=administrator, at=AT)


@pytest.mark.parametrize("submitted", [True, False])
def test_slip_drafted_under_the_other_account_is_an_obstacle(administrator: User, *, submitted: bool) -> None:
    keep, drop = make_user(role=Role.ARCHIVIST), make_user(role=Role.ARCHIVIST)
    slip = draft_of(1, by=drop)
    if submitted:
        elimination.submit(slip, by=drop, at=AT)

    with pytest.raises(Refusal, match="visa des archives"):
        merge(keep, drop, by=administrator, at=AT)
