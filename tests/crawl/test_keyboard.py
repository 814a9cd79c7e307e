"""Every public page without scripts, by keyboard alone: what can be acted on takes the focus, visibly."""

import pytest
from playwright.sync_api import Page

from tests.crawl import world as worlds
from tests.crawl.ask import address
from tests.crawl.table import Cell, cells
from tests.crawl.test_browser import NOT_PAGES

pytestmark = pytest.mark.django_db(transaction=True)
# A group of radio buttons is one stop; what a closed fold holds is none.
STOPS = """() => [...document.querySelectorAll(
    'a[href], button, select, textarea, summary, [tabindex="0"], input:not([type=hidden])'
)].filter((e) => !e.disabled && e.checkVisibility() && !(e.type === 'radio' && !e.checked)).length"""
FOCUS = """() => {
    const at = document.activeElement, style = getComputedStyle(at);
    if (at === document.body) return null;
    window.seen = window.seen || []; if (!window.seen.includes(at)) window.seen.push(at);
    const shown = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    return [window.seen.indexOf(at), shown, at.outerHTML.slice(0, 120)];
}"""


def public() -> list[Cell]:
    """Return each page that a visitor reads, once."""
    shown = [cell for cell in cells() if (cell.method, cell.expected, cell.role) == ("GET", "200", "visitor")]
    return list({cell.url: cell for cell in shown if cell.url not in NOT_PAGES}.values())


def faults(page: Page) -> list[str]:
    """Press Tab from the top to the end of a page; return what it skips, hides or never leaves."""
    stops, reached, found = page.evaluate(STOPS), set(), []
    for _ in range(stops + 1):
        page.keyboard.press("Tab")
        if (focus := page.evaluate(FOCUS)) is None:
            break
        place, shown, what = focus
        reached.add(place)
        found += [] if shown else [f"no visible focus: {what}"]
    else:
        found.append("the focus does not leave the page")
    return found + ([f"{len(reached)} of {stops} stops reached"] if len(reached) != stops else [])


def test_public_pages_without_scripts_by_keyboard_alone(live_server, browser):
    world, found = worlds.make(), []
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    for cell in public():
        page = context.new_page()
        page.goto(live_server.url + address(cell, world))
        found += [f"{cell.url}: {fault}" for fault in faults(page)]
        page.close()

    assert found == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<a href='#'>a</a><button>b</button>", []),
        ("<a href='#'>a</a><button tabindex='-1'>b</button>", ["1 of 2 stops reached"]),
    ],
)
def test_watch_over_the_keyboard_bites(browser, body, found):
    page = browser.new_page()
    page.set_content(body)

    assert faults(page) == found


def test_hidden_focus_is_seen(browser):
    page = browser.new_page()
    page.set_content("<style>a:focus { outline: none }</style><a href='#'>a</a>")

    assert faults(page) == ['no visible focus: <a href="#">a</a>']
