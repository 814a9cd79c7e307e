"""Sign-in through the organisation's provider: who comes in, who does not, and what lies get."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.accounts.tests.agency import BACK, START, agree, come_back, configured
from maillage.accounts.tests.signing import ELSEWHERE, generated, generator, is_in, person, post
from tests.oidc_provider import Provider, provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("server")]


@pytest.fixture
def server(settings: Any) -> Iterator[Provider]:
    with provider() as running:
        settings.SOCIALACCOUNT_PROVIDERS = configured(running)
        yield running


def test_known_person_comes_in(client: Client) -> None:
    user = person("agent@exemple.fr")

    answer = come_back(client)

    assert (answer.status_code, answer["Location"]) == (302, "/bureau/")
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


def test_missing_address_is_told(client: Client, server: Provider) -> None:
    server.says.email = ""

    assert "ne nous a donné aucune adresse" in come_back(client).content.decode()


def test_suspended_person_stays_out(client: Client) -> None:
    person("agent@exemple.fr", is_active=False)

    answer = come_back(client)

    assert answer["Location"] == reverse("account_inactive")
    assert not is_in(client)


def test_refusal_at_the_provider_is_not_an_error(client: Client) -> None:
    state = agree(client.post(START))["state"]

    answer = client.get(BACK, {"error": "access_denied", "state": state}, follow=True)

    assert answer.status_code == 200
    assert "Connexion abandonnée" in answer.content.decode()


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

    assert client.get(BACK, agree(start))["Location"] == "/bureau/"


def test_parameters_of_the_address_change_nothing(client: Client) -> None:
    person("agent@exemple.fr")

    start = client.post(f"{START}?process=connect&scope=admin&auth_params=nonce%3Dx")

    assert "admin" not in start["Location"]
    assert client.get(BACK, agree(start))["Location"] == "/bureau/"


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
