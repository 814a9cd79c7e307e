"""The table of limits, at the door of sign-in forms."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from pytest_django.fixtures import Settings

from maillage.base.limits import client_address, network, person, typed_email

pytestmark = pytest.mark.django_db

Door = Callable[..., int]


def answer(_: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


urlpatterns = [path("entrer/", answer, name="door"), path("ailleurs/", answer, name="elsewhere")]


@pytest.fixture
def door(settings: Settings, client: Client, tmp_path: Path) -> Door:
    settings.ROOT_URLCONF = __name__
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.RATE_LIMITS = {"door": [("ip", 6, 60), ("email+ip", 2, 60)]}

    def knock(email: str = "a@exemple.fr", ip: str = "192.0.2.1", url: str = "/entrer/") -> int:
        return client.post(url, {"login": email}, REMOTE_ADDR=ip).status_code

    return knock


def test_tries_beyond_the_limit_are_refused(door: Door) -> None:
    assert [door() for _ in range(3)] == [204, 204, 429]


def test_page_says_when_to_try_again(door: Door, client: Client) -> None:
    door(), door()

    page = client.post("/entrer/", {"login": "A@exemple.fr "}, REMOTE_ADDR="192.0.2.1")

    assert page.status_code == 429
    assert "Réessayez dans" in page.content.decode()
    assert 0 < int(page["Retry-After"]) <= 60


def test_victim_signs_in_from_another_address(door: Door) -> None:
    [door() for _ in range(5)]

    assert door(ip="198.51.100.7") == 204


def test_one_address_trying_many_people_is_refused(door: Door) -> None:
    assert [door(email=f"{n}@exemple.fr") for n in range(7)] == [204] * 6 + [429]


@pytest.mark.usefixtures("door")
def test_reading_is_never_counted(client: Client) -> None:
    assert {client.get("/entrer/").status_code for _ in range(9)} == {204}


def test_address_outside_of_the_table_is_never_counted(door: Door) -> None:
    assert {door(url="/ailleurs/") for _ in range(9)} == {204}


@pytest.mark.parametrize(
    ("proxies", "told", "seen"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 192.0.2.7", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "n’importe quoi", "192.0.2.1"),
    ],
)
def test_forwarded_address_is_believed_only_from_our_proxies(
    settings: Settings, proxies: int, told: str, seen: str
) -> None:
    settings.TRUSTED_PROXIES = proxies

    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=told)

    assert client_address(request) == seen


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("inconnu", ""),
    ],
)
def test_household_counts_as_one(address: str, counted: str) -> None:
    assert network(address) == counted


def test_email_is_read_whatever_its_case_and_field() -> None:
    factory = RequestFactory()

    emails = [typed_email(factory.post("/", {name: " A@Exemple.fr"})) for name in ("login", "email")]

    assert emails == ["a@exemple.fr", "a@exemple.fr"]


@pytest.mark.parametrize(
    ("session", "found"), [({"account_login": {"user_pk": "7"}}, "7"), ({}, ""), ({"account_login": {}}, "")]
)
def test_person_between_password_and_code_is_known(
    rf: RequestFactory, session: dict[str, Any], found: str
) -> None:
    request = rf.post("/")
    request.user, request.session = AnonymousUser(), session  # type: ignore[assignment]

    assert person(request) == found
