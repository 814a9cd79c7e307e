"""Every page of administration: who opens it, who does not know of it, and what it does."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import (
    Absence,
    Contact,
    Delegation,
    EmailChange,
    FactorReset,
    Invitation,
    Kind,
    Membership,
    Role,
    RoleGrant,
    Unit,
    User,
)
from maillage.accounts.tests.factories import (
    client_of,
    make_absence,
    make_contact,
    make_delegation,
    make_factor,
    make_invitation,
    make_membership,
    make_reset,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

# Each page with the roles beside administration that open it, on a colleague or a row about one.
LISTS = {
    "people": {"agent", "dpo"},
    "chart": {"agent", "dpo"},
    "contacts": {"agent", "dpo"},
    "delegations": {"agent", "dpo"},
    "invitations": set(),
    "factor_resets": set(),
    "journal": {"dpo"},
}
FORMS: dict[str, set[str]] = {
    "invite": set(),
    "new_unit": set(),
    "name_contact": set(),
    "new_delegation": set(),
}
ABOUT = {
    "person": {"agent", "dpo"},
    "unit": {"agent", "dpo"},
    **{
        name: set[str]()
        for name in (
            "grant_role",
            "suspend",
            "change_email",
            "ask_reset",
            "choose_twin",
            "join",
            "absence",
            "hand_over",
            "end_role",
            "leave",
            "end_absence",
            "cancel_invitation",
            "change_unit",
            "close_unit",
            "end_contact",
            "end_delegation",
            "answer_reset",
        )
    },
}
ROWS: dict[str, Callable[[User], Model]] = {
    "unit": lambda user: make_membership(user).unit,
    "change_unit": lambda _: make_unit(),
    "close_unit": lambda _: make_unit(),
    "end_role": lambda user: user.role_grants.get(),
    "leave": make_membership,
    "end_absence": lambda user: make_absence(user, make_user(), ends_on="2036-01-01"),
    "cancel_invitation": make_invitation,
    "end_contact": make_contact,
    "end_delegation": make_delegation,
    "answer_reset": lambda user: make_reset(user, make_user(role=Role.ADMINISTRATOR)),
}


@pytest.fixture
def colleague() -> User:
    """Give someone the pages are about."""
    return make_user(role=Role.AGENT, name="Camille Durand")


def address(name: str, person: User) -> str:
    """Return the address of a page about this person or about a row of theirs."""
    if name not in ABOUT:
        return reverse(f"accounts:{name}")
    row = ROWS[name](person) if name in ROWS else person
    return reverse(f"accounts:{name}", args=[row.pk])


PAGES = {**LISTS, **FORMS, **ABOUT}


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_for_administration(name: str, administrator: User, colleague: User) -> None:
    answer = client_of(administrator).get(address(name, colleague))

    assert answer.status_code == 200
    assert len(re.findall("<h1", answer.content.decode())) == 1


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_a_visitor_to_sign_in(name: str, colleague: User) -> None:
    answer = client_of(None).get(address(name, colleague))

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/compte/connexion/")


@pytest.mark.parametrize("name", PAGES)
def test_page_is_unknown_to_strangers(name: str, applicant: User, colleague: User) -> None:
    page = address(name, colleague)

    answers = [client_of(user).get(page).status_code for user in (applicant, make_user(role=Role.PARTNER))]
    assert answers == [404, 404]


@pytest.mark.parametrize(("name", "opens"), PAGES.items())
@pytest.mark.parametrize("role", ["agent", "dpo"])
def test_page_opens_for_some_internal_roles(role: str, name: str, opens: set[str], colleague: User) -> None:
    answer = client_of(make_user(role=role)).get(address(name, colleague))

    assert answer.status_code == (200 if role in opens else 404)


@pytest.mark.parametrize("name", [*FORMS, *sorted(ABOUT.keys() - {"person", "unit"})])
def test_act_is_unknown_to_an_agent_who_posts(name: str, agent: User, colleague: User) -> None:
    assert client_of(agent).post(address(name, colleague)).status_code == 404


@pytest.mark.parametrize("name", [*LISTS, "person", "unit"])
def test_reading_page_refuses_to_be_posted(name: str, administrator: User, colleague: User) -> None:
    assert client_of(administrator).post(address(name, colleague)).status_code == 405


@pytest.mark.parametrize("name", [*FORMS, *sorted(ABOUT.keys() - {"person", "unit"})])
def test_act_refuses_other_methods(name: str, administrator: User, colleague: User) -> None:
    assert client_of(administrator).delete(address(name, colleague)).status_code == 405


@pytest.mark.parametrize("name", sorted(ABOUT))
def test_page_of_what_does_not_exist_is_unknown(name: str, administrator: User) -> None:
    assert client_of(administrator).get(reverse(f"accounts:{name}", args=[99999])).status_code == 404


def sent(user: User, page: str, person: User, /, **typed: object) -> int:
    """Post a form and return its status."""
    data = {"cle": uuid4(), **typed}
    return int(client_of(user).post(address(page, person), data).status_code)


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


def test_unit_is_created_changed_and_closed_on_its_pages(administrator: User) -> None:
    assert sent(administrator, "new_unit", administrator, kind="pole", name="Avant", starts_on=TODAY) == 302
    pk, client = Unit.objects.get().pk, client_of(administrator)

    client.post(reverse("accounts:change_unit", args=[pk]), {"name": "Après", "on": TODAY})
    client.post(reverse("accounts:close_unit", args=[pk]), {"on": TODAY})

    unit = Unit.objects.get()
    assert (unit.name, unit.ends_on) == ("Après", TODAY)


def test_person_joins_and_leaves_on_their_pages(administrator: User, agent: User) -> None:
    unit = make_unit(Kind.POLE)
    status = sent(administrator, "join", agent, unit=unit.pk, title="Chargée", starts_on=TODAY)
    place = Membership.objects.get()

    client_of(administrator).post(reverse("accounts:leave", args=[place.pk]), {"on": TODAY})

    place.refresh_from_db()
    assert (status, place.ends_on) == (302, TODAY)


def test_contact_is_named_and_ended_on_its_pages(administrator: User, agent: User) -> None:
    typed = {"topic": "department", "label": "Marne (51)", "user": agent.pk, "starts_on": TODAY}
    status = sent(administrator, "name_contact", agent, **typed)
    contact = Contact.objects.get()

    client_of(administrator).post(reverse("accounts:end_contact", args=[contact.pk]), {"on": TODAY})

    contact.refresh_from_db()
    assert (status, contact.user, contact.ends_on) == (302, agent, TODAY)


def test_hand_over_shows_what_moves_before_moving_it(
    administrator: User, agent: User, colleague: User
) -> None:
    make_contact(agent, label="Marne (51)")
    client, page = client_of(administrator), address("hand_over", agent)
    typed = {"receiver": str(colleague.pk), "on": TODAY.isoformat()}

    shown = client.get(page, typed).content.decode()
    assert "Ce que Camille Durand suivra" in shown
    assert Contact.objects.filter(user=agent, ends_on=None).exists()

    assert client.post(page, typed).status_code == 302
    assert Contact.objects.get(ends_on=None).user == colleague


def test_own_absence_is_declared_and_ended_on_its_pages(agent: User, colleague: User) -> None:
    typed = {"starts_on": TODAY, "ends_on": TODAY, "stand_in": colleague.pk}
    status = sent(agent, "absence", agent, **typed)
    absence = Absence.objects.get()

    client_of(agent).post(reverse("accounts:end_absence", args=[absence.pk]), {"on": TODAY})

    assert (status, Absence.objects.exists()) == (302, False)


def test_absence_with_days_in_disorder_is_refused(agent: User, colleague: User) -> None:
    days = {"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}

    assert sent(agent, "absence", agent, stand_in=colleague.pk, **days) == 422


def test_delegation_is_recorded_and_ended_on_its_pages(
    administrator: User, agent: User, colleague: User
) -> None:
    people = {"grantor": agent.pk, "delegate": colleague.pk}
    act = {"act_number": "A-1", "scope": "Courriers", "ceiling": "1 234,56", "starts_on": TODAY}
    status = sent(administrator, "new_delegation", agent, **people, **act)
    delegation = Delegation.objects.get()

    client_of(administrator).post(reverse("accounts:end_delegation", args=[delegation.pk]), {"on": TODAY})

    delegation.refresh_from_db()
    assert (status, str(delegation.ceiling), delegation.ends_on) == (302, "1234.56", TODAY)


def test_delegation_to_its_grantor_is_refused_in_words(administrator: User, agent: User) -> None:
    people = {"grantor": agent.pk, "delegate": agent.pk, "cle": uuid4()}
    act = {"act_number": "A-1", "scope": "Courriers", "starts_on": TODAY}

    answer = client_of(administrator).post(address("new_delegation", agent), {**people, **act})

    assert answer.status_code == 422
    assert "On ne se délègue pas sa propre signature." in answer.content.decode()


def test_invitation_is_sent_and_cancelled_on_its_pages(administrator: User) -> None:
    typed = {"email": "neuve@exemple.fr", "name": "Neuve", "roles": ["agent"]}
    status = sent(administrator, "invite", administrator, **typed)
    page = reverse("accounts:cancel_invitation", args=[Invitation.objects.get().pk])

    client_of(administrator).post(page)

    assert (status, Invitation.objects.get().status) == (302, "cancelled")


@pytest.mark.parametrize("name", ["accept_invitation", "confirm_email"])
def test_link_that_does_not_work_says_so(name: str) -> None:
    answer = client_of(None).get(reverse(f"accounts:{name}", args=["abc"]))

    assert answer.status_code == 422
    assert "Ce lien" in answer.content.decode()


@pytest.mark.parametrize("role", ["", *Role.values])
def test_own_account_opens_for_everyone_signed_in(role: str) -> None:
    assert client_of(make_user(role=role)).get("/compte/").status_code == 200


def test_own_account_asks_a_visitor_to_sign_in() -> None:
    assert client_of(None).get("/compte/").status_code == 302


def test_administration_leads_to_the_people(agent: User) -> None:
    assert client_of(agent).get("/administration/")["Location"] == "/administration/personnes/"
