"""Keys and phones as second factor or alone, with a virtual authenticator."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import CDPSession, Page, expect

from maillage.accounts.tests.signing import person
from tests.signin.gestures import is_in, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


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
    page.wait_for_url("**/bureau/")

    assert is_in(page)


@pytest.mark.usefixtures("key")
def test_key_is_the_second_factor_after_a_password(page: Page) -> None:
    person(role="agent")
    sign_in(page)
    add_key(page)
    page.context.clear_cookies()

    sign_in(page)
    page.get_by_role("button", name="Utiliser une clé").click()
    page.wait_for_url("**/bureau/")

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


@pytest.mark.usefixtures("key")
def test_key_that_does_not_answer_is_told_in_words(page: Page) -> None:
    page.goto(reverse("account_login"))

    page.get_by_role("button", name="Avec une clé").click()

    expect(page.get_by_text("La clé n’a pas répondu")).to_be_visible()
