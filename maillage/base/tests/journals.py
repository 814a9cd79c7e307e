"""Acts to put in the journal, and ways to tamper with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, models, transaction

from maillage.base import guards
from maillage.base.anchors import Anchor
from maillage.base.entries import JournalEntry, JournalHead, JournalPayload
from maillage.base.journal import record
from maillage.base.receipts import Receipt

TABLES: list[type[models.Model]] = [JournalPayload, JournalEntry, JournalHead, Anchor, Receipt]


def person(name: str = "zoe") -> Any:
    return get_user_model().objects.create(email=f"{name}@exemple.fr")


def act(subject: models.Model, **facts: Any) -> None:
    with transaction.atomic():
        record("horloge", "base.tried", subject, private={"nom": "Zoé"}, **facts)


def acts(count: int) -> Any:
    """Do this many acts on one person, and return them."""
    user = person()
    for number in range(count):
        act(user, number=number)
    return user


def actions() -> list[str]:
    return list(JournalEntry.objects.values_list("action", flat=True))


def unguarded(*tables: type[models.Model]) -> None:
    """Drop the triggers, as whoever owns the database can."""
    connection.check_constraints()
    guards.remove(tables or TABLES)


def sql(statement: str, *values: str | int | None) -> int:
    """Run one statement without Django's knowledge of models; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


@contextmanager
def committing(request: pytest.FixtureRequest) -> Iterator[None]:
    """Work without the transaction of a test case: what is committed is, and is cleared at the end."""
    request.getfixturevalue("django_db_setup")
    # Test databases are made for tests marked django_db alone: without any in the run, this is the real one.
    assert "test" in str(connection.settings_dict["NAME"]), "Lancez tout le fichier, pas ce seul test."
    people = get_user_model()._base_manager.filter(email__endswith="@exemple.fr")
    with request.getfixturevalue("django_db_blocker").unblock():
        try:
            yield
        finally:
            unguarded()
            for rows in (*(model._base_manager.all() for model in TABLES), people):
                rows.delete()
            guards.install(TABLES)
