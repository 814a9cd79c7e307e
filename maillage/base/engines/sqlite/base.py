"""Django's sqlite3 engine, with the journal chained before each commit.

`BEGIN IMMEDIATE` (settings) already lets one writer in at a time: there is no other lock to take.
"""

from django.db.backends.sqlite3 import base

from maillage.base.engines.chain import ChainedConnection


class DatabaseWrapper(ChainedConnection, base.DatabaseWrapper):
    """One connection."""
