"""What both engines add to Django's: what an act recorded is chained just before the outermost commit.

The lock of the chain serialises all acts, so it is the last one an act takes: it is held for a few rows'
writing and two acts that touch the same rows in opposite order never wait for each other through it.
"""

from collections.abc import Callable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import TransactionManagementError
from django.db.utils import Error

Chaining = Callable[[Sequence[object], str], None]


class ChainedConnection(BaseDatabaseWrapper):
    """A connection that keeps drafts until the end of the transaction, then has them chained in it.

    Drafts are kept in order, with a mark for each savepoint: rolling back to it drops what came after, as the
    database does with rows. The function that chains comes with the draft: an engine, loaded before any
    model, can import none.
    """

    def __init__(self, settings_dict: dict[str, object], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        self._forget()

    def _forget(self) -> None:
        self._drafts: list[object] = []
        self._marks: dict[str, int] = {}
        self._chaining: Chaining | None = None

    def collect(self, draft: object, chaining: Chaining) -> None:
        """Keep a draft until the commit; outside an atomic block there is no act to be part of.

        Raises `TransactionManagementError` there; the blocks that a test case opens are not counted.
        """
        if not self.in_atomic_block or self._only_test_blocks():
            raise TransactionManagementError(
                "record() is part of an act: call it inside transaction.atomic()."
            )
        self._drafts.append(draft)
        self._chaining = chaining

    def _only_test_blocks(self) -> bool:
        return all(getattr(block, "_from_testcase", False) for block in self.atomic_blocks)

    def _chain(self) -> None:
        """Chain what was collected; the drafts are taken first: a failure never leaves them behind."""
        drafts, self._drafts = self._drafts, []
        if drafts and self._chaining:
            self.settle()
            self._chaining(drafts, self.alias)

    def settle(self) -> None:
        """Do now what the engine would put off until the commit and that takes locks."""

    def commit(self) -> None:
        """Chain, then commit; if chaining fails, whatever the reason, nothing of the act remains.

        Django rolls back here on database errors alone; autocommit, turned on again, would commit the rest.
        """
        self.validate_no_atomic_block()
        self.in_atomic_block = True  # Django unset it early; the ORM must know that we are still inside
        try:
            self._chain()
        except BaseException:
            self.in_atomic_block = False
            self._roll_back_or_close()
            raise
        self.in_atomic_block = False
        super().commit()
        self._forget()

    def _roll_back_or_close(self) -> None:
        try:
            self.rollback()
        except Error:
            self.close()

    def rollback(self) -> None:
        """Roll back, and forget what was recorded."""
        super().rollback()
        self._forget()

    def connect(self) -> None:
        """Connect, and forget what an earlier connection, lost since, had recorded."""
        self._forget()
        super().connect()

    def savepoint(self) -> str | None:
        """Mark where the drafts stand."""
        sid: str | None = super().savepoint()
        if sid is not None:
            self._marks[sid] = len(self._drafts)
        return sid

    def savepoint_rollback(self, sid: str) -> None:
        """Undo, and drop what was recorded since."""
        super().savepoint_rollback(sid)
        del self._drafts[self._marks.get(sid, len(self._drafts)) :]

    def savepoint_commit(self, sid: str) -> None:
        """Chain at the end of the outermost block that no test case opened: tests see their entries."""
        if self.atomic_blocks and self._only_test_blocks():
            try:
                self._chain()
            except BaseException:
                self.savepoint_rollback(sid)
                raise
        super().savepoint_commit(sid)
