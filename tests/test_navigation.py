"""The header's links lead to pages that exist and say where one is."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory

from maillage.accounts.models import RoleGrant, User
from maillage.config.navigation import ENTRIES, FOOTER, Entry, navigation


def asked(path: str, user: User | AnonymousUser | None = None) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return request


def entries(path: str) -> list[Entry]:
    found = navigation(asked(path))["navigation"]
    assert isinstance(found, list)
    return found


def test_every_entry_leads_to_a_page() -> None:
    assert len(entries("/")) == len(ENTRIES)


@pytest.mark.parametrize(
    ("path", "marks"),
    [
        ("/", ["", "", ""]),
        ("/fiche/", ["page", "", ""]),
        ("/panorama/chiffres/communes/", ["", "true", ""]),
        ("/territoires/88160/", ["", "", "true"]),
    ],
)
def test_entry_is_marked_on_its_page_and_below(path: str, marks: list[str]) -> None:
    assert [entry.current for entry in entries(path)] == marks


def test_visitor_is_offered_to_sign_in() -> None:
    account = navigation(asked("/"))["account"]

    assert account == Entry(label="Se connecter", url="/compte/connexion/")


def test_person_signed_in_is_led_to_the_account() -> None:
    account = navigation(asked("/", User(email="a@exemple.fr")))["account"]

    assert isinstance(account, Entry)
    assert account.url == "/bureau/"


def test_page_answered_before_anyone_is_known_still_has_its_header() -> None:
    request = RequestFactory().get("/")

    assert navigation(request)["account"] == Entry(label="Se connecter", url="/compte/connexion/")


@pytest.mark.parametrize(("role", "label"), [("agent", "Annuaire"), ("dpo", "Administration")])
@pytest.mark.django_db
def test_who_works_here_finds_people_from_the_header(role: str, label: str) -> None:
    user = User.objects.create(email="a@exemple.fr")
    RoleGrant.objects.create(user=user, role=role, starts_on=date(2020, 1, 1))

    found = navigation(asked("/administration/personnes/", user))["navigation"]

    assert isinstance(found, list)
    assert found[-1] == Entry(label=label, url="/administration/", current="true")


@pytest.mark.django_db
def test_who_works_here_finds_structures_from_the_header() -> None:
    user = User.objects.create(email="a@exemple.fr")
    RoleGrant.objects.create(user=user, role="elected", starts_on=date(2020, 1, 1))

    found = navigation(asked("/structures/suivis/", user))["navigation"]

    assert isinstance(found, list)
    assert found[-2] == Entry(label="Structures", url="/structures/", current="true")


@pytest.mark.django_db
def test_applicant_is_not_shown_the_people() -> None:
    user = User.objects.create(email="a@exemple.fr")

    found = navigation(asked("/", user))["navigation"]

    assert isinstance(found, list)
    assert [entry.label for entry in found] == [*(label for label, _ in ENTRIES), "Mes structures"]


@pytest.mark.parametrize("path", ["/", "/fiche/", "/compte/connexion/", "/nulle-part/"])
@pytest.mark.django_db
def test_foot_of_each_page_leads_to_what_the_law_asks(client: Client, path: str) -> None:
    page = client.get(path).content.decode()

    assert [label for label, _ in FOOTER if label not in page] == []


@pytest.mark.parametrize("path", ["/", "/fiche/", "/compte/connexion/", "/nulle-part/"])
@pytest.mark.django_db
def test_every_page_leads_to_the_search(client: Client, path: str) -> None:
    assert 'href="/recherche/"' in client.get(path).content.decode()
