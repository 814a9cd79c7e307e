"""Granting roles and ending them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from maillage.accounts.actions.roles import end_role, grant_role
from maillage.accounts.models import Role, RoleGrant, User
from maillage.accounts.tests.factories import AT, ON, client_of, last_act, make_grant, make_user
from maillage.base.entries import JournalEntry
from maillage.base.errors import Refusal

pytestmark = pytest.mark.django_db
TOMORROW, YESTERDAY = ON + timedelta(days=1), ON - timedelta(days=1)


def test_role_is_granted_and_journalled(administrator: User, applicant: User) -> None:
    grant = grant_role(applicant, Role.AGENT, starts_on=ON, reason="Arrivée", by=administrator, at=AT)

    assert applicant.has_role(Role.AGENT, on=ON)
    assert grant.granted_by == administrator
    assert last_act() == f"accounts.role_granted accounts.rolegrant:{grant.pk}"


def test_journal_of_a_role_proves_the_right_and_hides_the_reason(
    administrator: User, applicant: User
) -> None:
    grant_role(applicant, Role.AGENT, starts_on=ON, reason="Arrivée", by=administrator, at=AT)

    entry = JournalEntry.objects.get(action="accounts.role_granted")
    state = {"role": "agent", "starts_on": "2026-11-23", "ends_on": None}
    assert entry.meta == {"user": applicant.pk, "state": state}
    assert entry.payload.payload == {"reason": "Arrivée"}


def test_automaton_grants_the_first_role(applicant: User) -> None:
    grant = grant_role(applicant, Role.ADMINISTRATOR, starts_on=ON, by="commande", at=AT)

    assert grant.granted_by is None


def test_role_is_not_granted_by_an_agent(agent: User, applicant: User) -> None:
    with pytest.raises(Refusal, match="Administration de la plateforme"):
        grant_role(applicant, Role.AGENT, starts_on=ON, by=agent, at=AT)


def test_role_is_not_granted_to_oneself(administrator: User) -> None:
    with pytest.raises(Refusal, match="son propre compte"):
        grant_role(administrator, Role.DPO, starts_on=ON, by=administrator, at=AT)


def test_role_is_not_granted_on_a_closed_account(administrator: User) -> None:
    closed = make_user(is_active=False)

    with pytest.raises(Refusal, match="est fermé"):
        grant_role(closed, Role.AGENT, starts_on=ON, by=administrator, at=AT)


def test_role_is_not_granted_twice_on_the_same_days(administrator: User, agent: User) -> None:
    with pytest.raises(Refusal, match="a déjà le rôle"):
        grant_role(agent, Role.AGENT, starts_on=ON, ends_on=TOMORROW, by=administrator, at=AT)


def test_role_is_granted_again_after_its_end(administrator: User) -> None:
    user = make_user()
    make_grant(user, ends_on=YESTERDAY)

    grant_role(user, Role.AGENT, starts_on=ON, by=administrator, at=AT)

    assert user.role_grants.count() == 2


def test_role_ends_at_once(administrator: User, agent: User) -> None:
    grant = agent.role_grants.get()

    end_role(grant, on=None, by=administrator, at=AT)

    assert not User.objects.get(pk=agent.pk).has_role(Role.AGENT, on=ON)
    assert last_act() == f"accounts.role_ended accounts.rolegrant:{grant.pk}"


def test_role_ends_after_a_day(administrator: User, agent: User) -> None:
    end_role(agent.role_grants.get(), on=TOMORROW, by=administrator, at=AT)

    user = User.objects.get(pk=agent.pk)
    days = [ON, TOMORROW, date(2026, 11, 25)]
    assert [user.has_role(Role.AGENT, on=day) for day in days] == [True, True, False]


def test_role_that_begins_today_is_erased_at_once(administrator: User) -> None:
    grant = make_grant(make_user(), starts_on=ON)

    end_role(grant, on=None, by=administrator, at=AT)

    assert not RoleGrant.objects.filter(role=Role.AGENT).exists()
    assert JournalEntry.objects.get().meta["gone"] is True


@pytest.mark.parametrize("on", [YESTERDAY, date(2019, 1, 1)])
def test_role_does_not_end_in_the_past(on: date, administrator: User, agent: User) -> None:
    with pytest.raises(Refusal, match="ni passé"):
        end_role(agent.role_grants.get(), on=on, by=administrator, at=AT)


def test_role_already_ended_is_not_ended_later(administrator: User) -> None:
    grant = make_grant(make_user(), ends_on=ON)

    with pytest.raises(Refusal, match="finit déjà le 23/11/2026"):
        end_role(grant, on=TOMORROW, by=administrator, at=AT)


def test_own_role_is_not_ended(administrator: User) -> None:
    with pytest.raises(Refusal, match="son propre compte"):
        end_role(administrator.role_grants.get(), on=None, by=administrator, at=AT)


def test_last_administrator_stays(administrator: User) -> None:
    with pytest.raises(Refusal, match="dernier compte d’administration"):
        end_role(administrator.role_grants.get(), on=None, by="commande", at=AT)


def test_administrator_ends_when_another_stays(administrator: User) -> None:
    other = make_user(role=Role.ADMINISTRATOR)

    end_role(other.role_grants.get(), on=None, by=administrator, at=AT)

    assert not User.objects.get(pk=other.pk).has_role(Role.ADMINISTRATOR, on=ON)


def test_role_of_a_suspended_person_is_ended(administrator: User, agent: User) -> None:
    agent.is_active = False
    agent.save()

    end_role(agent.role_grants.get(), on=None, reason="Départ", by=administrator, at=AT)

    assert agent.role_grants.get().ends_on == YESTERDAY


def test_role_of_a_suspended_person_is_ended_from_their_page(administrator: User, agent: User) -> None:
    User.objects.filter(pk=agent.pk).update(is_active=False)
    address = reverse("accounts:end_role", args=[agent.role_grants.get().pk])

    shown = client_of(administrator).get(agent.get_absolute_url()).content.decode()

    assert (address in shown, client_of(administrator).get(address).status_code) == (True, 200)


def test_role_of_a_merged_account_is_not_ended(administrator: User, agent: User) -> None:
    User.objects.filter(pk=agent.pk).update(is_active=False, merged_into=administrator)
    address = reverse("accounts:end_role", args=[agent.role_grants.get().pk])

    assert client_of(administrator).get(address).status_code == 404


@pytest.mark.parametrize(("first", "last"), [(TOMORROW, None), (date(2020, 1, 1), YESTERDAY)])
def test_role_of_yesterday_or_tomorrow_opens_nothing_today(first: date, last: date | None) -> None:
    user = make_user()
    make_grant(user, Role.ADMINISTRATOR, starts_on=first, ends_on=last)

    assert [user.has_role(Role.ADMINISTRATOR, on=ON), user.is_obliged(ON)] == [False, False]
