"""What the site says of itself: legal notice, accessibility, map, robots, security."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from maillage.accounts.models import Role
from maillage.accounts.tests.factories import client_of, make_user
from maillage.portal.places import PARTS

pytestmark = pytest.mark.django_db
SAID = {
    "address": "1, place de la Gare",
    "phone": "03 00 00 00 00",
    "contact": "ess@exemple.fr",
    "director": "La présidence",
    "host": "Hébergeur\n2, rue du Port",
    "accessibility_plan": "https://exemple.fr/schema",
}


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_what_nobody_has_said_is_to_complete(client: Client) -> None:
    assert text_of(client, "/mentions-legales/").count("à compléter") == 5


def test_what_the_settings_say_is_shown(client: Client, settings: LazySettings) -> None:
    settings.PUBLISHER = SAID
    page = text_of(client, "/mentions-legales/")

    assert "à compléter" not in page
    assert "Hébergeur<br>2, rue du Port" in page


def test_notice_of_a_demonstration_binds_nobody(client: Client, settings: LazySettings) -> None:
    settings.DEMONSTRATION = True

    assert "Elle n’engage pas la collectivité" in text_of(client, "/mentions-legales/")


def test_cookies_named_are_those_of_the_settings(client: Client, settings: LazySettings) -> None:
    page = text_of(client, "/mentions-legales/")

    assert settings.SESSION_COOKIE_NAME in page
    assert settings.CSRF_COOKIE_NAME in page


def test_accessibility_is_not_claimed_without_an_audit(client: Client) -> None:
    page = text_of(client, "/accessibilite/")

    assert "non conforme" in page
    assert "Défenseur des droits" in page
    assert page.count("à compléter") == 3


def test_barrier_is_reported_where_the_settings_say(client: Client, settings: LazySettings) -> None:
    settings.PUBLISHER = SAID
    page = text_of(client, "/accessibilite/")

    assert "ess@exemple.fr" in page
    assert 'href="https://exemple.fr/schema"' in page


def test_map_shows_a_visitor_what_is_public(client: Client) -> None:
    parts = client.get("/plan-du-site/").context["parts"]

    assert [title for title in PARTS if title not in parts] == ["Vos outils"]


@pytest.mark.parametrize("role", [None, "", *Role.values])
def test_each_place_of_the_map_opens(role: str | None) -> None:
    client = Client() if role is None else client_of(make_user(role=role))
    places = client.get("/plan-du-site/").context["parts"].values()

    closed = {place.name: client.get(place.address).status_code for part in places for place in part}
    assert {name: status for name, status in closed.items() if status != 200} == {}


def test_robots_keep_out_of_what_is_private(client: Client) -> None:
    lines = text_of(client, "/robots.txt").splitlines()

    assert lines[0] == "User-agent: *"
    assert "Disallow: /compte/" in lines
    assert "Disallow: /" not in lines


def test_robots_keep_out_of_a_demonstration(client: Client, settings: LazySettings) -> None:
    settings.DEMONSTRATION = True

    assert text_of(client, "/robots.txt") == "User-agent: *\nDisallow: /\n"


def test_without_a_contact_there_is_no_security_file(client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


def test_security_file_says_whom_to_write_to(client: Client, settings: LazySettings) -> None:
    settings.SECURITY_CONTACT = "mailto:securite@exemple.fr"
    answer = client.get("/.well-known/security.txt")
    said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert said["Contact"] == "mailto:securite@exemple.fr"
    assert said["Canonical"] == f"{settings.PUBLIC_ADDRESS}/.well-known/security.txt"


def test_security_file_expires_within_a_year(client: Client, settings: LazySettings) -> None:
    settings.SECURITY_CONTACT = "mailto:securite@exemple.fr"
    said = dict(line.split(": ", 1) for line in text_of(client, "/.well-known/security.txt").splitlines())

    expires = parse_datetime(said["Expires"])
    assert expires is not None
    assert timedelta(days=1) < expires - timezone.now() < timedelta(days=365)
