"""The world that the crawl walks through."""

import pytest

from tests.crawl import world as worlds


@pytest.fixture
def world(db):
    """A fresh world."""
    return worlds.make()
