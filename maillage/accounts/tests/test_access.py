"""Who may do what, role by role."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser

from maillage.accounts import access
from maillage.accounts.models import (
    OBLIGING,
    Anyone,
    Contact,
    FactorReset,
    Invitation,
    Role,
    RoleGrant,
    Unit,
    User,
)
from maillage.accounts.tests.factories import (
    make_contact,
    make_grant,
    make_invitation,
    make_membership,
    make_reset,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
ADMIN, DPO, HEAD = Role.ADMINISTRATOR, Role.DPO, Role.HEAD_OF_UNIT


@pytest.mark.parametrize(
    ("can", "roles"),
    [
        (access.can_see_people, OBLIGING),
        (access.can_see_chart, OBLIGING),
        (access.can_administer_people, {ADMIN}),
        (access.can_read_journal, {ADMIN, DPO, Role.ARCHIVIST}),
        (access.can_export_people, {ADMIN, DPO}),
        (access.can_name_contacts, {ADMIN, HEAD}),
        (access.can_keep_delegations, {ADMIN, Role.ASSEMBLIES_OFFICER}),
    ],
)
def test_act_is_open_to_these_roles_only(
    can: Callable[[Anyone], bool], roles: set[Role], visitor: AnonymousUser, applicant: User
) -> None:
    assert {role for role in Role if can(make_user(role=role))} == set(roles)
    assert [can(visitor), can(applicant)] == [False, False]


ON_PERSON = [
    access.can_act_on,
    access.can_grant,
    access.can_suspend,
    access.can_change_email,
    access.can_ask_reset,
]


@pytest.mark.parametrize("can", ON_PERSON)
def test_administrator_acts_on_anyone_but_themself(
    can: Callable[[Anyone, User], bool], administrator: User, agent: User
) -> None:
    assert [can(administrator, agent), can(administrator, administrator)] == [True, False]
    assert [can(agent, administrator), can(agent, agent)] == [False, False]


@pytest.mark.parametrize("can", ON_PERSON[1:])
def test_closed_account_is_only_restored(
    can: Callable[[Anyone, User], bool], administrator: User, agent: User
) -> None:
    closed = make_user(is_active=False)

    assert not can(administrator, closed)
    assert [access.can_restore(administrator, user) for user in (closed, agent)] == [True, False]


def test_merged_account_is_not_restored(administrator: User, agent: User) -> None:
    assert not access.can_restore(administrator, make_user(is_active=False, merged_into=agent))


def test_merge_needs_two_other_accounts(administrator: User, agent: User, applicant: User) -> None:
    pairs = [(agent, applicant), (agent, agent), (administrator, agent), (agent, administrator)]

    assert [access.can_merge(administrator, *pair) for pair in pairs] == [True, False, False, False]


def test_reset_is_answered_by_a_third_person(administrator: User, agent: User) -> None:
    reset, second = make_reset(agent, administrator), make_user(role=ADMIN)

    people = (second, administrator, agent)
    assert [access.can_answer_reset(user, reset) for user in people] == [True, False, False]


def test_absence_is_declared_for_oneself_or_by_the_head(agent: User, applicant: User) -> None:
    head, colleague = make_user(role=HEAD), make_user(role=Role.AGENT)

    assert [access.can_declare_absence(user, agent) for user in (agent, head, colleague)] == [
        True,
        True,
        False,
    ]
    assert not access.can_declare_absence(applicant, applicant)


def test_rows_of_the_house_are_seen_by_internal_roles_or_as_ones_own(
    agent: User, applicant: User, visitor: AnonymousUser
) -> None:
    own, other = make_contact(applicant), make_contact(make_user())

    assert set(Contact.objects.visible_to(agent)) == {own, other}
    assert list(Contact.objects.visible_to(applicant)) == [own]
    assert not Contact.objects.visible_to(visitor).exists()


def test_roles_of_others_are_not_seen_by_a_partner() -> None:
    partner = make_user(role=Role.PARTNER)
    make_grant(make_user())

    assert list(RoleGrant.objects.visible_to(partner)) == [partner.role_grants.get()]


def test_ones_own_units_are_seen(applicant: User) -> None:
    unit = make_membership(applicant).unit
    make_unit()

    assert list(Unit.objects.visible_to(applicant)) == [unit]


@pytest.mark.parametrize("role", Role.values)
def test_rows_of_administration_are_seen_by_two_roles(role: str, applicant: User) -> None:
    make_invitation(applicant)
    make_reset(applicant, make_user())
    user = make_user(role=role)

    seen = [Invitation.objects.visible_to(user).count(), FactorReset.objects.visible_to(user).count()]
    assert seen == ([1, 1] if role in {ADMIN, DPO} else [0, 0])
