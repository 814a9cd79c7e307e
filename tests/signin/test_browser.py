"""Sign-in in a real Chromium, under the real policy: password, mailed code, second factor."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from maillage.accounts.tests.signing import generated, generator, mailed_code, person
from tests.signin.gestures import is_in, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "quatre girafes mangent dehors"


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
    page.wait_for_url("**/bureau/")

    assert is_in(page)


def test_sign_in_works_without_script(browser: Browser, live_server: Any) -> None:
    person()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()

    sign_in(page)

    assert is_in(page)
    context.close()


def stages(page: Page) -> Iterator[str]:
    """Walk through the pages that only a sign-in in progress shows."""
    factor = generator(person(role="agent"))
    page.goto(reverse("account_request_login_code"))
    page.get_by_label("Adresse électronique").fill("marie@exemple.fr")
    page.get_by_role("button", name="Recevoir un code").click()
    yield "code"
    page.get_by_label("Code reçu").fill("AAAA-AAAA")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    yield "refused code"
    page.context.clear_cookies()
    sign_in(page)
    yield "second factor"
    page.get_by_label("Code").fill(generated(factor))
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.goto(reverse("mfa_add_webauthn"))
    yield "key"
    page.goto(reverse("mfa_generate_recovery_codes"))
    page.get_by_role("button", name="Créer de nouveaux codes").click()
    yield "recovery codes"


@pytest.mark.parametrize("width", [390, 1280])
def test_stages_are_accessible(page: Page, axe: Callable[[Page], list[str]], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})

    faults = {stage: axe(page) for stage in stages(page)}

    assert not any(faults.values()), faults
    assert page.evaluate("document.documentElement.scrollWidth") <= width
