"""Every page of administration: who opens it, and who does not know of it."""

import re

import pytest
from django.urls import reverse

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import client_of, make_user
from maillage.accounts.tests.visits import ROWS, address

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
ABOUT = {name: set[str]() for name in ROWS} | {"person": {"agent", "dpo"}, "unit": {"agent", "dpo"}}
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
