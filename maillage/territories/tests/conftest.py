"""All of France, loaded once for the tests that count it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from maillage.base.loading import Loaded
from maillage.territories import pack

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def france(
    django_db_setup: None,  # noqa: ARG001 -- the tables are there
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[list[Loaded]]:
    """Load the shipped geography for a whole module, and undo it; gives the report of the load."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield pack.load_reference(at=AT)
        transaction.set_rollback(True)
