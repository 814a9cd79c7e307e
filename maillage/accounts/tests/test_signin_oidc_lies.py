"""What the organisation's provider says wrongly, or someone in its place."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from maillage.accounts.tests.agency import BACK, START, agree, come_back, configured
from maillage.accounts.tests.signing import is_in, person, post
from tests.oidc_provider import Provider, provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("server")]


@pytest.fixture
def server(settings: Any) -> Iterator[Provider]:
    with provider() as running:
        settings.SOCIALACCOUNT_PROVIDERS = configured(running)
        yield running


@pytest.mark.parametrize("verified", [False, None, "false", "true", 0, 1, []])
def test_unverified_address_is_not_matched(client: Client, server: Provider, verified: object) -> None:
    person("agent@exemple.fr")
    server.says.email_verified = verified

    answer = come_back(client)

    assert (answer.status_code, is_in(client)) == (403, False)
    assert "sans l’avoir vérifiée" in answer.content.decode()


LIES: list[dict[str, object]] = [
    {"forged": True},
    {"unsigned": True},
    {"nonce": "another"},
    {"issuer": "https://evil.example"},
    {"audience": "another"},
    {"sub_in_userinfo": "9999"},
    {"claims": {"exp": 1}},
    {"claims": {"exp": None}},
    {"claims": {"iat": 9999999999}},
    {"discovery": False},
]


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_lie_gets_a_clear_page(client: Client, server: Provider, lie: dict[str, object]) -> None:
    person("agent@exemple.fr")
    sent = agree(client.post(START))
    vars(server.says).update(lie)

    answer = client.get(BACK, sent)

    assert (answer.status_code, is_in(client)) == (401, False)
    assert "La connexion n’a pas abouti" in answer.content.decode()


@pytest.mark.parametrize(
    "sent", [{}, {"state": "x"}, {"state": "x", "code": "y"}, {"code": "y"}, {"error": "x"}]
)
def test_return_that_nobody_asked_for_gets_a_clear_page(client: Client, sent: dict[str, str]) -> None:
    answer = client.get(BACK, sent)

    assert answer.status_code == 401


def test_return_of_another_browser_gets_a_clear_page(client: Client) -> None:
    person("agent@exemple.fr")
    sent = agree(client.post(START))

    answer = Client().get(BACK, sent)

    assert answer.status_code == 401


def test_return_serves_once(client: Client) -> None:
    person("agent@exemple.fr")
    sent = agree(client.post(START))
    client.get(BACK, sent)
    post(client, "account_logout")

    assert client.get(BACK, sent).status_code == 401


def test_code_of_another_request_is_refused(client: Client) -> None:
    person("agent@exemple.fr")
    stolen = agree(Client().post(START))["code"]
    mine = agree(client.post(START))

    answer = client.get(BACK, mine | {"code": stolen})

    assert (answer.status_code, is_in(client)) == (401, False)


JUNK = [
    b"",
    b"{",
    b"{}",
    b"[]",
    b"null",
    b'"x"',
    b"1",
    b"<html>",
    b"\xff",
    b'{"keys": 1}',
    b'{"id_token": 1}',
]


JUNK += [
    b'{"keys": [{"kty": "RSA", "kid": "one", "n": 1, "e": "AQAB"}]}',
    b'{"keys": [1]}',
    b'{"access_token": 1}',
]


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("address", ["openid-configuration", "token", "userinfo", "jwks"])
def test_provider_that_answers_nonsense_gets_a_clear_page(
    client: Client, server: Provider, address: str, junk: bytes
) -> None:
    sent = agree(client.post(START))
    server.says.junk = (address, junk)

    assert client.get(BACK, sent).status_code == 401


def test_provider_that_is_down_gets_a_clear_page(client: Client, server: Provider) -> None:
    server.says.discovery = False

    assert client.post(START).status_code == 401


@pytest.mark.parametrize("junk", JUNK)
def test_provider_that_describes_itself_badly_gets_a_clear_page(
    client: Client, server: Provider, junk: bytes
) -> None:
    server.says.junk = ("openid-configuration", junk)

    assert client.post(START).status_code == 401
