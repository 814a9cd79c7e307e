"""The world that the crawl walks through."""

import pytest
from django.db import transaction

from tests.crawl import world as worlds
from tests.crawl.table import ROLES


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Give one world to all the questions of a module: what each of them writes is undone (`ask`)."""
    around = transaction.atomic()
    around._from_testcase = True  # the acts that make the world are chained, as outside of a test
    with django_db_blocker.unblock(), around:
        made = worlds.make()
        for role in ROLES[1:]:
            made.session(role)
        yield made
        transaction.set_rollback(True)
