from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from maillage.base.snapshot import snapshot
from maillage.base.ticks import Tick

pytestmark = pytest.mark.django_db(transaction=True)


def test_snapshot_shows_one_instant_and_lets_others_write(together: Callable[..., list[Any]]) -> None:
    looked, written = Event(), Event()

    def read() -> list[int]:
        with snapshot():
            before = Tick.objects.count()
            looked.set()
            written.wait(10)
            return [before, Tick.objects.count()]

    def write() -> None:
        looked.wait(10)
        Tick.objects.create(name="meanwhile")
        written.set()

    assert together(read, write) == [[0, 0], None]
    assert Tick.objects.count() == 1


def test_snapshot_over_leaves_the_connection_as_it_was() -> None:
    with snapshot():
        Tick.objects.count()

    with transaction.atomic():
        Tick.objects.create(name="after")

    assert Tick.objects.count() == 1


def test_snapshot_within_a_transaction_sees_what_it_did() -> None:
    with transaction.atomic():
        Tick.objects.create(name="mine")
        with snapshot():
            assert Tick.objects.count() == 1


def test_snapshot_undone_by_an_error_leaves_the_connection_usable() -> None:
    with pytest.raises(DatabaseError), snapshot(), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")

    assert Tick.objects.count() == 0
