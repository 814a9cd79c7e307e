"""Every page in a real browser: accessible, light, under the policy, and from this host alone."""

import gzip
import os
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response

from tests.crawl import world as worlds
from tests.crawl.ask import address
from tests.crawl.table import GROUPS, URLS, Cell, cells, expected

pytestmark = pytest.mark.django_db(transaction=True)
PROOF = os.environ["MAILLAGE_ROLES"] == "all"
WIDTHS = (390, 1280)
PARTS = 4
PUBLIC, INTERNAL = 100_000, 200_000  # bytes compressed, first view
MOST_REQUESTS = 10
NOT_PAGES = {
    "portal:catalogue",
    "territories:export",
    "portal:robots",
    "network:sheet-json",
    "network:sheet-pdf",
    "network:sheet-md",
    "network:revision-json",
    "network:member-json",
    "network:schema",
    "observatory:export",
    "observatory:figure-csv",
    "observatory:figure-json",
    "base:health",
    "accounts:my_data_file",
}


def screens(number: int) -> list[Cell]:
    """Return the pages of one part: once each, as the first role that sees it; every role in the full run."""
    shown = [cell for cell in cells() if (cell.method, cell.expected) == ("GET", "200")]
    shown = [cell for cell in shown if cell.url not in NOT_PAGES]
    first = {(cell.url, cell.relation if PROOF else ""): cell for cell in reversed(shown)}
    kept = shown if PROOF else list(first.values())
    return [cell for cell in kept if list(URLS).index(cell.url) % PARTS == number]


def states(cell: Cell) -> list[str]:
    """Return the query strings worth a look of their own: empty answers, filters."""
    return ["", *URLS[cell.url].get("states", [])]


def weight(response: Response) -> int:
    """Return what a response weighs on the wire, text compressed."""
    body = response.body() if response.ok else b""
    kind = response.headers.get("content-type", "")
    return len(gzip.compress(body)) if kind.startswith(("text", "application/j", "image/svg")) else len(body)


class Watch:
    """What one page asked for and complained about."""

    def __init__(self, page: Page) -> None:
        self.responses: list[Response] = []
        self.complaints: list[str] = []
        page.on("response", lambda response: self.responses.append(response))  # noqa: PLW0108 -- Playwright marks handlers
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def policy(self) -> list[str]:
        """Return the errors of the console, and of the server, but for the refusal that was asked for."""
        failed = [f"{one.status} {one.url}" for one in self.responses if one.status >= 500]
        return failed + [text for text in self.complaints if "the server responded" not in text]

    def faults(self, host: str, limit: int) -> list[str]:
        """Return what breaks the budgets or the policy; the status of the page itself is not a complaint."""
        found = self.policy() + [
            f"asks {one.url}" for one in self.responses if urlsplit(one.url).netloc != host
        ]
        total = sum(weight(one) for one in self.responses)
        found += [f"weighs {total} bytes"] if total > limit else []
        return found + ([f"{len(self.responses)} requests"] if len(self.responses) > MOST_REQUESTS else [])


def shape(page: Page) -> list[str]:
    """Return what a page lacks of a document: one h1, title, language, unique ids, no overflow."""
    return page.evaluate("""() => {
        const faults = [], all = (css) => [...document.querySelectorAll(css)];
        if (all('h1').length !== 1) faults.push(`${all('h1').length} h1`);
        if (!document.title.includes('Maillage')) faults.push('title');
        if (document.documentElement.lang !== 'fr') faults.push('lang');
        const ids = all('[id]').map((e) => e.id);
        if (new Set(ids).size !== ids.length) faults.push('double id');
        const named = (a) => a.textContent.trim() || a.getAttribute('aria-label');
        if (!all('a').every(named)) faults.push('empty link');
        const wide = document.documentElement.scrollWidth - window.innerWidth;
        if (wide > 0) faults.push(`overflows by ${wide}px`);
        return faults;
    }""")


def look(page: Page, axe, name: str) -> list[str]:
    """Return the faults of what is shown, at both widths."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{name} at {width}: {fault}" for fault in [*axe(page), *shape(page)]]
    return found


@pytest.mark.parametrize("number", range(PARTS))
def test_every_page_in_a_browser(live_server, browser, axe, number):
    world, faults = worlds.make(), []
    for cell in screens(number):
        context = browser.new_context(locale="fr-FR")
        if cell.role != "visitor":
            context.add_cookies(
                [{"name": "session", "value": world.session(cell.role), "url": live_server.url}]
            )
        for state in states(cell):
            faults += visit(context.new_page(), live_server.url + address(cell, world) + state, axe, cell)
        context.close()

    assert not faults, "\n".join(faults)


def visit(page: Page, where: str, axe, cell: Cell) -> list[str]:
    """Look at a page, then at the same with its form sent empty where the table says 422."""
    watch, limit = Watch(page), INTERNAL if cell.role in GROUPS["internal"] else PUBLIC
    page.goto(where)
    found = look(page, axe, "") + watch.faults(urlsplit(where).netloc, limit)
    forms = page.locator("main form[method=post]")
    if expected(cell.url, "POST", cell.role, cell.relation) == "422" and forms.count():
        with page.expect_navigation():
            forms.last.evaluate("form => form.submit()")
        found += look(page, axe, "refused") + watch.policy()
    return [f"{cell.url} {cell.role} {fault}" for fault in found]
