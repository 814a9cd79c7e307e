"""Sign-in through the organisation's provider: who comes in, who does not, and what lies get."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.accounts.tests.signing import ELSEWHERE, generated, generator, is_in, person, post
from tests.oidc_provider import CLIENT, SECRET, Provider, provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("server")]

START = "/compte/oidc/region/connexion/"
BACK = "/compte/oidc/region/retour/"


@pytest.fixture
def server(settings: Any) -> Iterator[Provider]:
    with provider() as running:
        app = {
            "provider_id": "region",
            "name": "Région",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": running.origin},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield running


def agree(start: Any) -> dict[str, str]:
    """Accept at the provider, and return what it sends back with the browser."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(start["Location"]).query).items()}
    origin = start["Location"].split("/authorize")[0]
    answer = requests.post(f"{origin}/agree", data=asked, allow_redirects=False, timeout=5)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def come_back(client: Client, start: str = START) -> Any:
    """Go to the provider, accept, and come back."""
    return client.get(BACK, agree(client.post(start)))


def test_known_person_comes_in(client: Client) -> None:
    user = person("agent@exemple.fr")

    answer = come_back(client)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_invited_person_without_address_record_comes_in(client: Client) -> None:
    User.objects.create_user("agent@exemple.fr")

    come_back(client)

    assert is_in(client)
    assert EmailAddress.objects.get().verified


def test_person_is_known_by_the_provider_s_number_afterwards(client: Client, server: Provider) -> None:
    person("agent@exemple.fr")
    come_back(client)
    server.says.email = "autre@exemple.fr"
    post(client, "account_logout")

    come_back(client)

    assert is_in(client)


def test_stranger_is_told_whom_to_ask(client: Client) -> None:
    answer = come_back(client)

    assert answer.status_code == 403
    assert "Vous n’avez pas encore de compte ici" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("verified", [False, None, "false", "true", 0, 1, []])
def test_unverified_address_is_not_matched(client: Client, server: Provider, verified: object) -> None:
    person("agent@exemple.fr")
    server.says.email_verified = verified

    answer = come_back(client)

    assert (answer.status_code, is_in(client)) == (403, False)
    assert "sans l’avoir vérifiée" in answer.content.decode()


def test_missing_address_is_told(client: Client, server: Provider) -> None:
    server.says.email = ""

    assert "ne nous a donné aucune adresse" in come_back(client).content.decode()


def test_suspended_person_stays_out(client: Client) -> None:
    person("agent@exemple.fr", is_active=False)

    answer = come_back(client)

    assert answer["Location"] == reverse("account_inactive")
    assert not is_in(client)


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


def test_refusal_at_the_provider_is_not_an_error(client: Client) -> None:
    state = agree(client.post(START))["state"]

    answer = client.get(BACK, {"error": "access_denied", "state": state}, follow=True)

    assert answer.status_code == 200
    assert "Connexion abandonnée" in answer.content.decode()


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


def test_second_factor_is_still_asked(client: Client, server: Provider) -> None:
    factor = generator(person("agent@exemple.fr", role="agent"))
    server.says.claims = {"amr": ["pwd", "mfa"]}

    answer = come_back(client)

    assert answer["Location"] == reverse("mfa_authenticate")
    post(client, "mfa_authenticate", code=generated(factor))
    assert is_in(client)


def test_obliged_person_without_factor_meets_the_wall(client: Client) -> None:
    person("agent@exemple.fr", role="agent")

    come_back(client)

    assert client.get(reverse("account_email"))["Location"] == reverse("mfa_index")


@pytest.mark.parametrize(
    ("claims", "enough"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "eidas2"}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": "mfa"}, False),
        ({"amr": None, "acr": ["eidas2"]}, False),
        ({}, False),
    ],
)
def test_trusted_provider_may_have_seen_the_second_factor(
    client: Client,
    server: Provider,
    settings: Any,
    claims: dict[str, object],
    enough: bool,  # noqa: FBT001 -- a case
) -> None:
    settings.OIDC_TRUSTS_MFA = True
    generator(person("agent@exemple.fr", role="agent"))
    server.says.claims = claims

    come_back(client)

    assert is_in(client) == enough
    assert (client.get(reverse("account_email")).status_code == 200) == enough


def test_next_is_followed_after_the_provider(client: Client) -> None:
    person("agent@exemple.fr")

    assert come_back(client, f"{START}?next=/compte/adresse/")["Location"] == "/compte/adresse/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_next_never_leads_elsewhere(client: Client, target: str) -> None:
    person("agent@exemple.fr")
    start = client.post(f"{START}?{requests.models.RequestEncodingMixin._encode_params({'next': target})}")

    assert client.get(BACK, agree(start))["Location"] == "/"


def test_parameters_of_the_address_change_nothing(client: Client) -> None:
    person("agent@exemple.fr")

    start = client.post(f"{START}?process=connect&scope=admin&auth_params=nonce%3Dx")

    assert "admin" not in start["Location"]
    assert client.get(BACK, agree(start))["Location"] == "/"


def test_visit_of_the_start_asks_before_leaving(client: Client) -> None:
    answer = client.get(START)

    assert answer.status_code == 200
    assert "Se connecter avec Région" in answer.content.decode()


def test_sign_in_page_offers_the_provider(client: Client) -> None:
    assert "Avec mon compte Région" in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", [START, BACK])
def test_nothing_exists_without_configuration(
    client: Client, settings: Any, address: str, method: str
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}

    assert getattr(client, method)(address).status_code == 404
    assert "Avec mon compte" not in client.get(reverse("account_login")).content.decode()


def test_link_with_the_provider_is_kept(client: Client) -> None:
    user = person("agent@exemple.fr")

    come_back(client)

    assert SocialAccount.objects.get().user == user
