"""What the pages about people do: roles, suspension, addresses, second factors, merges."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import EmailChange, FactorReset, Role, RoleGrant, User
from maillage.accounts.tests.factories import client_of, make_absence, make_factor, make_user
from maillage.accounts.tests.visits import address, sent

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_role_is_granted_on_its_page(administrator: User, applicant: User) -> None:
    status = sent(administrator, "grant_role", applicant, role="dpo", starts_on=TODAY, reason="Arrivée")

    assert (status, applicant.role_grants.get().role) == (302, "dpo")


def test_refusal_comes_back_on_the_form(administrator: User, agent: User) -> None:
    data = {"cle": uuid4(), "role": "agent", "starts_on": TODAY, "reason": "Arrivée"}

    answer = client_of(administrator).post(address("grant_role", agent), data)

    assert answer.status_code == 422
    assert "a déjà le rôle" in answer.content.decode()
    assert 'value="Arrivée"' in answer.content.decode()


def test_role_with_days_in_disorder_is_refused(administrator: User, applicant: User) -> None:
    days = {"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}

    assert sent(administrator, "grant_role", applicant, role="dpo", reason="x", **days) == 422


def test_form_sent_twice_acts_once(administrator: User, applicant: User) -> None:
    client, data = (
        client_of(administrator),
        {"cle": uuid4(), "role": "dpo", "starts_on": TODAY, "reason": "x"},
    )

    answers = [client.post(address("grant_role", applicant), data).status_code for _ in range(2)]

    assert (answers, applicant.role_grants.count()) == ([302, 302], 1)


def test_form_sent_again_with_another_content_is_a_conflict(administrator: User, applicant: User) -> None:
    client, data = (
        client_of(administrator),
        {"cle": uuid4(), "role": "dpo", "starts_on": TODAY, "reason": "x"},
    )
    client.post(address("grant_role", applicant), data)

    answer = client.post(address("grant_role", applicant), {**data, "role": "archivist"})

    assert answer.status_code == 409


def test_role_ends_at_once_on_its_page(administrator: User, agent: User) -> None:
    assert sent(administrator, "end_role", agent, when="now", reason="Départ") == 302
    assert RoleGrant.objects.get(user=agent).ends_on == TODAY - timedelta(days=1)


def test_role_ends_later_on_its_page(administrator: User, agent: User) -> None:
    assert sent(administrator, "end_role", agent, when="later", on=TODAY, reason="Départ") == 302
    assert RoleGrant.objects.get(user=agent).ends_on == TODAY


def test_role_ending_later_needs_a_day(administrator: User, agent: User) -> None:
    assert sent(administrator, "end_role", agent, when="later", reason="Départ") == 422


def test_account_is_suspended_then_restored_on_its_pages(administrator: User, agent: User) -> None:
    assert sent(administrator, "suspend", agent, reason="Départ") == 302

    page = reverse("accounts:restore", args=[agent.pk])
    assert client_of(administrator).get(page).status_code == 200
    assert client_of(administrator).post(page).status_code == 302

    agent.refresh_from_db()
    assert agent.is_active


def test_address_change_is_asked_on_its_page(administrator: User, agent: User) -> None:
    assert sent(administrator, "change_email", agent, email="neuve@exemple.fr") == 302
    assert EmailChange.objects.get().user == agent


def test_reset_is_asked_then_approved_on_its_pages(administrator: User, agent: User) -> None:
    make_factor(agent)
    second = make_user(role=Role.ADMINISTRATOR)
    assert sent(administrator, "ask_reset", agent, reason="Vue au bureau") == 302
    page = reverse("accounts:answer_reset", args=[FactorReset.objects.get().pk])

    answers = [
        client_of(user).post(page, {"answer": "approve"}).status_code for user in (administrator, second)
    ]

    assert (answers, FactorReset.objects.get().status) == ([404, 302], "approved")


def test_reset_is_refused_on_its_page(administrator: User, agent: User) -> None:
    assert sent(administrator, "answer_reset", agent, answer="refuse") == 302
    assert FactorReset.objects.get().status == "refused"


def test_reset_needs_an_answer(administrator: User, agent: User) -> None:
    assert sent(administrator, "answer_reset", agent, answer="perhaps") == 422


def test_twin_is_found_by_its_address(administrator: User, agent: User, applicant: User) -> None:
    answer = client_of(administrator).post(address("choose_twin", agent), {"email": applicant.email})

    assert answer["Location"] == reverse("accounts:merge", args=[agent.pk, applicant.pk])


def test_twin_unknown_is_refused(administrator: User, agent: User) -> None:
    assert sent(administrator, "choose_twin", agent, email=agent.email) == 422


def test_accounts_are_merged_on_their_page(administrator: User, agent: User, applicant: User) -> None:
    page = reverse("accounts:merge", args=[applicant.pk, agent.pk])
    client = client_of(administrator)
    assert "Rôles" in client.get(page).content.decode()

    assert client.post(page).status_code == 302

    agent.refresh_from_db()
    assert agent.merged_into == applicant


def test_obstacle_to_a_merge_takes_the_button_away(administrator: User, agent: User, applicant: User) -> None:
    make_absence(agent, applicant)

    shown = client_of(administrator).get(reverse("accounts:merge", args=[applicant.pk, agent.pk]))

    assert "se remplacent" in shown.content.decode()
    assert "Fusionner les deux comptes</button>" not in shown.content.decode()


def test_merge_page_is_unknown_to_an_agent(agent: User, colleague: User) -> None:
    page = reverse("accounts:merge", args=[agent.pk, colleague.pk])

    assert client_of(agent).get(page).status_code == 404
