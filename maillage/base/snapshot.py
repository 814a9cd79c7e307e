"""Reading a database as it stands at one instant, while others write."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.db import connection, transaction

# The first statement of the transaction: PostgreSQL refuses it after a query.
FROZEN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


@contextmanager
def snapshot() -> Iterator[None]:
    """Show every query of the block the same instant, and let others write meanwhile.

    Within a transaction already begun, that transaction decides what is seen.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(FROZEN)
            yield
    else:
        with _deferred(), transaction.atomic():
            yield


@contextmanager
def _deferred() -> Iterator[None]:
    """Begin without the lock of writers, which the settings take at once everywhere else."""
    sqlite = cast("Any", connection)  # the stubs do not know transaction_mode
    connection.ensure_connection()  # connecting reads the mode from the settings
    usual, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        sqlite.transaction_mode = usual
