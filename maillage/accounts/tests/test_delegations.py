"""Delegations of signature."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from maillage.accounts.access import can_sign
from maillage.accounts.actions.delegations import delegate, end_delegation
from maillage.accounts.models import Delegation, Role, User
from maillage.accounts.tests.factories import (
    AT,
    LONG_AGO,
    ON,
    last_act,
    make_absence,
    make_delegation,
    make_user,
)
from maillage.base.errors import Refusal
from maillage.base.references import Reference

pytestmark = pytest.mark.django_db
SCHEME, OTHER = Reference("policy.scheme", 3), Reference("policy.scheme", 4)


@pytest.fixture
def officer() -> User:
    """Give an assemblies officer."""
    return make_user(role=Role.ASSEMBLIES_OFFICER)


def draft(user: User, **fields: object) -> Delegation:
    """Return an act not recorded yet."""
    first = {"act_number": "A-1", "grantor": make_user(), "delegate": user, "scope": "Courriers"}
    return Delegation(**{**first, "starts_on": LONG_AGO, **fields})


def test_delegation_is_recorded_and_journalled(officer: User, agent: User) -> None:
    delegation = delegate(draft(agent), by=officer, at=AT)

    assert last_act() == f"accounts.signature_delegated accounts.delegation:{delegation.pk}"


def test_delegation_is_not_recorded_by_an_agent(agent: User) -> None:
    with pytest.raises(Refusal, match="Assemblées et juridique"):
        delegate(draft(make_user()), by=agent, at=AT)


@pytest.mark.parametrize("place", ["delegate", "stand_in"])
def test_own_delegation_is_not_recorded(officer: User, agent: User, place: str) -> None:
    with pytest.raises(Refusal, match="sa propre délégation"):
        delegate(draft(agent, **{place: officer}), by=officer, at=AT)


def test_delegation_to_a_closed_account_is_refused(officer: User) -> None:
    with pytest.raises(Refusal, match="est fermé"):
        delegate(draft(make_user(is_active=False)), by=officer, at=AT)


def test_delegation_ends_and_is_journalled(officer: User, agent: User) -> None:
    delegation = make_delegation(agent)

    end_delegation(delegation, on=ON, by=officer, at=AT)

    assert delegation.ends_on == ON
    assert last_act() == f"accounts.delegation_ended accounts.delegation:{delegation.pk}"


@pytest.mark.parametrize(
    ("ends_on", "on", "says"),
    [(ON, ON, "finit déjà"), (None, date(2019, 1, 1), "ne peut pas précéder")],
)
def test_delegation_ends_once_after_its_beginning(
    officer: User, agent: User, ends_on: date | None, on: date, says: str
) -> None:
    with pytest.raises(Refusal, match=says):
        end_delegation(make_delegation(agent, ends_on=ends_on), on=on, by=officer, at=AT)


@pytest.mark.parametrize("field", ["delegate", "stand_in"])
def test_grantor_is_neither_delegate_nor_stand_in(agent: User, field: str) -> None:
    grantor = make_user()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_delegation(**{"delegate": agent, "grantor": grantor, field: grantor})


def test_delegate_is_not_their_own_stand_in(agent: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_delegation(agent, stand_in=agent)


def test_act_is_recorded_once_for_a_person(agent: User) -> None:
    make_delegation(agent, act_number="A-1")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_delegation(agent, act_number="A-1")


@pytest.mark.parametrize(
    ("ceiling", "amount", "signs"),
    [
        (None, "1000000.00", True),
        ("500.00", "500.00", True),
        ("500.00", "500.01", False),
    ],
)
def test_signature_goes_up_to_the_ceiling(
    agent: User, ceiling: str | None, amount: str, *, signs: bool
) -> None:
    make_delegation(agent, ceiling=ceiling and Decimal(ceiling))

    assert can_sign(agent, Decimal(amount), ON) is signs


@pytest.mark.parametrize(("day", "signs"), [(LONG_AGO, True), (ON, True), (date(2026, 11, 24), False)])
def test_signature_goes_from_first_to_last_day(agent: User, day: date, *, signs: bool) -> None:
    make_delegation(agent, ends_on=ON)

    assert can_sign(agent, Decimal(1), day) is signs


def test_delegation_for_a_scheme_serves_for_it_only(agent: User) -> None:
    make_delegation(agent, scheme=SCHEME)

    asked = (SCHEME, OTHER, None)
    assert [can_sign(agent, Decimal(1), ON, scheme=scheme) for scheme in asked] == [True, False, False]


def test_delegation_without_scheme_serves_for_all(agent: User) -> None:
    make_delegation(agent)

    assert can_sign(agent, Decimal(1), ON, scheme=SCHEME)


def test_stand_in_signs_only_when_the_delegate_is_away(agent: User) -> None:
    stand_in = make_user()
    make_delegation(agent, stand_in=stand_in)
    assert not can_sign(stand_in, Decimal(1), ON)

    make_absence(agent, make_user())

    before = ON - timedelta(days=3)
    assert [can_sign(stand_in, Decimal(1), day) for day in (before, ON)] == [False, True]


def test_nobody_else_signs(agent: User, visitor: AnonymousUser) -> None:
    make_delegation(agent)
    closed = make_user(is_active=False)
    make_delegation(closed)

    assert [can_sign(user, Decimal(1), ON) for user in (make_user(), visitor, closed)] == [False] * 3


def test_nobody_signs_for_a_suspended_delegate(agent: User) -> None:
    stand_in = make_user()
    make_delegation(agent, stand_in=stand_in)
    make_absence(agent, make_user())
    User.objects.filter(pk=agent.pk).update(is_active=False)

    assert not can_sign(stand_in, Decimal(1), ON)
