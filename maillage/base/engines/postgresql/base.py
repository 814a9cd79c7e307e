"""Django's postgresql engine, with the journal chained before each commit."""

from django.db.backends.postgresql import base

from maillage.base.engines.chain import ChainedConnection


class DatabaseWrapper(ChainedConnection, base.DatabaseWrapper):
    """One connection."""

    def settle(self) -> None:
        """Check deferred foreign keys now: at the commit, each would lock its target row after the chain."""
        self.check_constraints()
