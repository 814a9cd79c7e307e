"""Sign-in in a real Chromium, under the real policy: password, code, second factor, passkey, provider."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Browser, CDPSession, Page, expect

from maillage.accounts.tests.signing import PASSPHRASE, generated, generator, mailed_code, person
from tests.oidc_provider import CLIENT, SECRET, Provider, provider

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "quatre girafes mangent dehors"


def sign_in(page: Page, email: str = "marie@exemple.fr") -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(PASSPHRASE)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def is_in(page: Page) -> bool:
    page.goto(reverse("account_email"))
    return urlsplit(page.url).path == reverse("account_email")


def test_person_signs_in_and_out(page: Page) -> None:
    person()

    sign_in(page)
    assert is_in(page)
    page.goto(reverse("account_logout"))
    page.get_by_role("button", name="Se déconnecter").click()

    assert not is_in(page)


def test_page_seen_before_leaving_does_not_come_back(page: Page) -> None:
    person()
    sign_in(page)
    page.goto(reverse("account_email"))
    page.goto(reverse("account_logout"))
    page.get_by_role("button", name="Se déconnecter").click()

    page.evaluate("history.go(-2)")

    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()


def test_wrong_password_is_told_and_the_address_stays(page: Page) -> None:
    person()
    page.goto(reverse("account_login"))
    page.get_by_label("Adresse électronique").fill("marie@exemple.fr")
    page.get_by_label("Mot de passe").fill("autre phrase que la bonne")
    page.get_by_role("button", name="Se connecter", exact=True).click()

    expect(page.get_by_role("alert").first).to_contain_text("Adresse ou mot de passe inexact")
    expect(page.get_by_label("Adresse électronique")).to_have_value("marie@exemple.fr")


def test_newcomer_opens_an_account(page: Page) -> None:
    page.goto(reverse("account_signup"))
    page.get_by_label("Prénom et nom").fill("Paul Petit")
    page.get_by_label("Adresse électronique").fill("paul@exemple.fr")
    page.get_by_label("Mot de passe").fill(NEW)
    page.get_by_role("button", name="Créer mon compte").click()
    page.get_by_label("Code reçu").fill(mailed_code().lower())
    page.get_by_role("button", name="Confirmer").click()

    assert is_in(page)


def test_code_by_mail_signs_in(page: Page) -> None:
    person()
    page.goto(reverse("account_login"))
    page.get_by_role("link", name="Avec un code par courriel").click()
    page.get_by_label("Adresse électronique").fill("marie@exemple.fr")
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code reçu").fill(mailed_code())
    page.get_by_role("button", name="Se connecter", exact=True).click()

    assert is_in(page)


def test_new_code_is_sent_on_demand(page: Page) -> None:
    person()
    page.goto(reverse("account_request_login_code"))
    page.get_by_label("Adresse électronique").fill("marie@exemple.fr")
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_text("Je n’ai rien reçu").click()
    page.get_by_role("button", name="Envoyer un nouveau code").click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert len(mail.outbox) == 2


def test_agent_installs_an_application(page: Page) -> None:
    person(role="agent")
    sign_in(page)
    page.get_by_role("link", name="Installer").click()
    page.get_by_text("Je ne peux pas photographier").click()
    secret = re.sub(r"\s", "", page.locator(".totp-secret").inner_text())
    page.get_by_label("Code affiché").fill(generated(Authenticator(data={"secret": secret})))
    page.get_by_role("button", name="Mettre en service").click()

    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    assert is_in(page)


def test_drawing_is_black_on_white(page: Page) -> None:
    person()
    sign_in(page)
    page.goto(reverse("mfa_activate_totp"))

    box = page.locator("svg.qr").bounding_box()

    assert box
    assert box["width"] == box["height"] > 200


def test_agent_signs_in_with_a_second_factor(page: Page) -> None:
    factor = generator(person(role="agent"))

    sign_in(page)
    page.get_by_label("Code").fill(generated(factor))
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/fiche/")

    assert is_in(page)


@pytest.fixture
def key(page: Page) -> Iterator[CDPSession]:
    """Plug a key that knows its owner into the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**kind, "isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield session
    session.detach()


def add_key(page: Page) -> None:
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Nom de la clé").fill("Téléphone")
    page.get_by_role("button", name="Ajouter cette clé").click()
    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()


@pytest.mark.usefixtures("key")
def test_agent_adds_a_key_and_the_wall_opens(page: Page) -> None:
    person(role="agent")
    sign_in(page)

    add_key(page)

    assert is_in(page)
    page.goto(reverse("mfa_list_webauthn"))
    expect(page.get_by_role("row", name="Téléphone")).to_contain_text("Connexion sans mot de passe")


@pytest.mark.usefixtures("key")
def test_key_alone_signs_in(page: Page) -> None:
    person(role="agent")
    sign_in(page)
    add_key(page)
    page.context.clear_cookies()

    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Avec une clé").click()
    page.wait_for_url("**/fiche/")

    assert is_in(page)


@pytest.mark.usefixtures("key")
def test_key_is_the_second_factor_after_a_password(page: Page) -> None:
    person(role="agent")
    sign_in(page)
    add_key(page)
    page.context.clear_cookies()

    sign_in(page)
    page.get_by_role("button", name="Utiliser une clé").click()
    page.wait_for_url("**/fiche/")

    assert is_in(page)


@pytest.mark.usefixtures("key")
def test_key_is_renamed_and_removed(page: Page) -> None:
    person()
    sign_in(page)
    add_key(page)
    page.goto(reverse("mfa_list_webauthn"))
    page.get_by_role("link", name="Renommer").click()
    page.get_by_label("Nom de la clé").fill("Bureau")
    page.get_by_role("button", name="Renommer").click()
    page.get_by_role("link", name="Retirer").click()
    page.get_by_role("button", name="Retirer la clé").click()

    expect(page.get_by_text("Vous n’avez pas encore de clé")).to_be_visible()


def test_key_that_does_not_answer_is_told_in_words(page: Page, key: CDPSession) -> None:
    page.goto(reverse("account_login"))

    page.get_by_role("button", name="Avec une clé").click()

    expect(page.get_by_text("La clé n’a pas répondu")).to_be_visible()


def test_sign_in_works_without_script(browser: Browser, live_server: Any) -> None:
    person()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()

    sign_in(page)

    assert is_in(page)
    context.close()


@pytest.fixture
def agency(settings: Any) -> Iterator[Provider]:
    with provider() as running:
        app = {
            "provider_id": "region",
            "name": "Région",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": running.origin},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        admitted = {**policy, "form-action": [*policy["form-action"], running.origin]}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": admitted}
        yield running


def through_the_agency(page: Page, answer: str) -> None:
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Avec mon compte Région").click()
    page.get_by_role("button", name=answer).click()


@pytest.mark.usefixtures("agency")
def test_agent_comes_in_through_their_organisation(page: Page) -> None:
    factor = generator(person("agent@exemple.fr", role="agent"))

    through_the_agency(page, "J’accepte")
    page.get_by_label("Code").fill(generated(factor))
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/fiche/")

    assert is_in(page)


@pytest.mark.usefixtures("agency")
def test_stranger_of_the_organisation_is_told_whom_to_ask(page: Page) -> None:
    through_the_agency(page, "J’accepte")

    expect(page.get_by_role("heading", name="Vous n’avez pas encore de compte ici")).to_be_visible()


@pytest.mark.usefixtures("agency")
def test_refusal_at_the_organisation_leads_back(page: Page) -> None:
    through_the_agency(page, "Je refuse")

    expect(page.get_by_role("heading", name="Connexion abandonnée")).to_be_visible()


def test_policy_stops_a_provider_it_does_not_name(
    browser: Browser, live_server: Any, agency: Provider, settings: Any
) -> None:
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**policy, "form-action": ["'self'"]}}
    page = browser.new_page(base_url=live_server.url)

    page.goto(reverse("account_login"))
    with page.expect_console_message(lambda said: "form-action" in said.text):
        page.get_by_role("button", name="Avec mon compte Région").click()

    assert not page.url.startswith(agency.origin)
    page.close()
