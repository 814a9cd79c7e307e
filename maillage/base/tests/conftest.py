"""The specimens: tables with a status, amounts, append-only rows, there for the tests alone."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from maillage.base import guards
from maillage.base.tests.specimens.models import SPECIMENS


@pytest.fixture(scope="session")
def specimen_tables(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:  # noqa: ARG001 -- comes first
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for model in SPECIMENS:
                editor.create_model(model)
        guards.install(SPECIMENS)


@pytest.fixture
def specimens(specimen_tables: None, db: None) -> None:
    """Give the specimens' tables, inside the test's own transaction."""


@pytest.fixture
def shared_specimens(specimen_tables: None, transactional_db: None) -> Iterator[None]:  # noqa: ARG001 -- come first
    """Give the specimens' tables with real transactions, which other threads see."""
    yield
    guards.remove(SPECIMENS)
    for model in SPECIMENS:
        model._default_manager.all().delete()
    guards.install(SPECIMENS)


@pytest.fixture
def installed(settings: Settings, specimens: None) -> None:  # noqa: ARG001 -- comes first
    """Make the specimens an app like the others."""
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "maillage.base.tests.specimens"]


@pytest.fixture
def together() -> Callable[..., list[Any]]:
    """Run acts at once, each on its own connection; return what each gave or raised."""

    def run(*acts: Callable[[], object]) -> list[Any]:
        start = Barrier(len(acts))

        def one(act: Callable[[], object]) -> object:
            start.wait()
            try:
                return act()
            except Exception as error:  # noqa: BLE001 -- handed back to the test
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run
