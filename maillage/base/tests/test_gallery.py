"""The gallery in a real browser: what axe says, and that nothing sticks out at any width."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

WIDTHS = (1280, 390, 320)
STICKING_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def gallery(live_server: LiveServer, settings: Settings) -> str:
    settings.DEBUG = True
    settings.DEMONSTRATION = True
    return f"{live_server.url}/composants/"


@pytest.mark.django_db
def test_gallery_outside_debug_does_not_exist(client: Client) -> None:
    assert client.get("/composants/").status_code == 404


@pytest.mark.parametrize("width", WIDTHS)
def test_gallery_has_no_accessibility_fault(
    gallery: str, page: Page, axe: Callable[[Page], list[str]], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(gallery)

    assert axe(page) == []


def test_gallery_for_agents_has_no_accessibility_fault(
    gallery: str, page: Page, axe: Callable[[Page], list[str]]
) -> None:
    page.goto(f"{gallery}?dense=1")

    assert axe(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_gallery_never_scrolls_sideways(gallery: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(gallery)

    assert page.evaluate(STICKING_OUT) == 0


def test_gallery_with_text_twice_as_large_stays_within_the_page(gallery: str, page: Page) -> None:
    page.goto(gallery)

    page.evaluate("document.documentElement.style.fontSize = '212.5%'")

    assert page.evaluate(STICKING_OUT) == 0


def test_menu_on_a_phone_opens_without_script(gallery: str, browser: Browser) -> None:
    opened = browser.new_page(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    opened.goto(gallery)

    opened.locator(".menu summary").click()

    assert opened.locator(".menu").get_by_role("link", name="Notre fiche").is_visible()
    opened.close()


def test_skip_link_is_the_first_stop_and_reaches_the_content(gallery: str, page: Page) -> None:
    page.goto(gallery)
    page.locator("[autofocus]").evaluate("element => element.blur()")

    page.locator(".skip").focus()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "contenu"


def test_dialog_opens_by_keyboard_and_gives_the_focus_back(gallery: str, page: Page) -> None:
    page.goto(gallery)
    trigger = page.get_by_role("link", name="Retirer ma demande")
    trigger.focus()

    page.keyboard.press("Enter")
    assert page.locator("#retrait").evaluate("dialog => dialog.matches(':modal')")
    page.keyboard.press("Escape")

    assert trigger.evaluate("element => element === document.activeElement")


def test_error_summary_takes_the_focus(gallery: str, page: Page) -> None:
    page.goto(gallery)

    assert page.evaluate("document.activeElement.className") == "errors"
