"""What people do on the sign-in pages."""

from urllib.parse import urlsplit

from django.urls import reverse
from playwright.sync_api import Page

from maillage.accounts.tests.signing import PASSPHRASE


def sign_in(page: Page, email: str = "marie@exemple.fr") -> None:
    """Give an address and the passphrase of the tests."""
    page.goto(reverse("account_login"))
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(PASSPHRASE)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def is_in(page: Page) -> bool:
    """Tell whether a page of one's own account opens."""
    page.goto(reverse("account_email"))
    return urlsplit(page.url).path == reverse("account_email")
