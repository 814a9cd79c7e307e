"""The organisation's provider, from the button to the way back, under the policy."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from maillage.accounts.tests.agency import configured
from maillage.accounts.tests.signing import generated, generator, person
from tests.oidc_provider import Provider, provider
from tests.signin.gestures import is_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def agency(settings: Any) -> Iterator[Provider]:
    with provider() as running:
        settings.SOCIALACCOUNT_PROVIDERS = configured(running)
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
    page.wait_for_url("**/bureau/")

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
