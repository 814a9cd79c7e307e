"""What a newcomer does first, in a real browser without scripts."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from maillage.portal.tests.factories import load_grand_est

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plain(browser: Browser, live_server: Any) -> Iterator[Page]:
    """Give a page without scripts, on the real pack."""
    load_grand_est()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="fr-FR")
    yield context.new_page()
    context.close()


def test_mayor_finds_a_commune_from_the_home_page(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_label("Chercher une commune").fill("epinal")
    plain.keyboard.press("Enter")
    plain.get_by_role("link", name="Épinal", exact=True).first.click()

    assert plain.get_by_role("heading", level=1).inner_text() == "Épinal"


def test_journalist_reaches_how_a_figure_is_known(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("link", name="Poids de l’ESS dans l’emploi salarié").click()

    assert plain.get_by_role("heading", level=1).inner_text() == "Poids de l’ESS dans l’emploi salarié"


def test_journalist_reads_what_contradicts_itself(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("link", name="Voir chaque point et ses sources").click()

    assert plain.get_by_role("heading", level=1).inner_text() == "À vérifier sur la fiche"


def test_keyboard_alone_reaches_the_search(plain: Page) -> None:
    plain.goto("/")

    assert "Rechercher" in stops(plain, 8)


def stops(page: Page, count: int) -> list[str]:
    """Return what has the focus at each press of Tab."""
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        found.append(page.locator(":focus").inner_text().strip())
    return found
