"""A page of a real browser on the live server, which must end without any breach of the policy."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture(autouse=True)
def _async_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    # Playwright's loop runs in this thread; Django would take the tests' own queries for asynchronous ones.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, locale="fr-FR")
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    yield opened
    context.close()
    expected = ("422", "401", "403")  # a refused form says so in its status
    assert [trouble for trouble in troubles if not any(code in trouble for code in expected)] == []
