"""The header's links lead to pages that exist and say where one is."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from maillage.accounts.models import User
from maillage.config.navigation import ENTRIES, Entry, navigation


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
    [("/", ["", ""]), ("/fiche/", ["page", ""]), ("/panorama/chiffres/communes/", ["", "true"])],
)
def test_entry_is_marked_on_its_page_and_below(path: str, marks: list[str]) -> None:
    assert [entry.current for entry in entries(path)] == marks


def test_visitor_is_offered_to_sign_in() -> None:
    account = navigation(asked("/"))["account"]

    assert account == Entry(label="Se connecter", url="/compte/connexion/")


def test_person_signed_in_is_led_to_the_account() -> None:
    account = navigation(asked("/", User(email="a@exemple.fr")))["account"]

    assert isinstance(account, Entry)
    assert account.url == "/compte/"


def test_page_answered_before_anyone_is_known_still_has_its_header() -> None:
    request = RequestFactory().get("/")

    assert navigation(request)["account"] == Entry(label="Se connecter", url="/compte/connexion/")
