"""What every test may ask for."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management.commands import flush
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import make_user
from maillage.base import guards
from maillage.territories.models import Territory
from maillage.territories.tests import factories

pytest_plugins = ["tests.installation"]

FLAGS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking")

APART = ("tests/crawl/test_apart.py", "tests/faults/")


def pytest_configure() -> None:
    """Serve static files from the source: hashed names need a build that the tests do without."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    # A slow digest is for those who steal a database; it would take half the time of the tests.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest and shares no database with the rest: nobody waits for it at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(APART))


@pytest.fixture(scope="session", autouse=True)
def _empty_past_guards() -> Iterator[None]:
    """Let transactional tests empty every table at their end: the guards of append-only ones step aside."""
    empty = flush.Command.handle

    def handle(self: flush.Command, **options: object) -> None:
        kept = [model for model in apps.get_models() if getattr(model, "append_only", False)]
        guards.remove(kept)
        empty(self, **options)
        guards.install(kept)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", handle)
        yield


@pytest.fixture(scope="session", autouse=True)
def _leave_the_database(
    django_db_setup: None,  # noqa: ARG001 -- ends before it, while the database is there
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """End what other threads (live servers, browsers) left open: PostgreSQL drops no database in use."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one real Chromium for the whole run; skip where the machine has none."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("chromium manque : sudo apt-get install chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, where Django would refuse its own database calls.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give a visitor without cookies, in French, 1280 px wide."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Give a page; afterwards nothing may have broken the content policy or left for another host."""
    opened = context.new_page()
    faults: list[str] = []
    opened.on(
        "console", lambda message: faults.append(message.text) if "Content Security" in message.text else None
    )
    opened.on(
        "request", lambda request: faults.append(request.url) if "//localhost" not in request.url else None
    )
    yield opened
    assert faults == []  # noqa: S101 -- a check, as in any test


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Give the accessibility audit of the page shown: one line per fault, rule first, then the element."""

    def audit(page: Page) -> list[str]:
        if not page.evaluate("Boolean(window.axe)"):
            page.evaluate(AXE_SCRIPT)  # a script tag would break the content policy
        found = page.evaluate("axe.run({resultTypes: ['violations']}).then(r => r.violations)")
        return [f"{rule['id']} {node['target']}" for rule in found for node in rule["nodes"]]

    return audit


@pytest.fixture
def agent(db: None) -> User:  # noqa: ARG001 -- the person is a row
    """Give someone who instructs."""
    return make_user("agent@exemple.fr", role=Role.AGENT, name="Agathe Martin")


@pytest.fixture
def administrator(db: None) -> User:  # noqa: ARG001 -- the person is a row
    """Give someone who administers the platform."""
    return make_user("administration@exemple.fr", role=Role.ADMINISTRATOR, name="Alix Bernard")


@pytest.fixture
def applicant(db: None) -> User:  # noqa: ARG001 -- the person is a row
    """Give someone signed in, without any role."""
    return make_user("demande@exemple.fr", name="Dominique Petit")


@pytest.fixture
def little_world(db: None) -> Territory:  # noqa: ARG001 -- places are rows
    """Give the region with a few of its communes, and have packs loaded without all of France."""
    return factories.little_world()


@pytest.fixture
def visitor() -> AnonymousUser:
    """Give someone not signed in."""
    return AnonymousUser()
