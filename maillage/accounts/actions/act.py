"""What every verb of people does first: all or nothing, and a sentence when someone else was quicker."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from maillage.base.errors import Refusal

P = ParamSpec("P")
R = TypeVar("R")

MEANWHILE = (
    "Quelqu’un d’autre vient d’enregistrer la même chose. "
    "Rechargez la page pour voir le résultat, puis recommencez si besoin."
)
DUPLICATE = ("23505", "SQLITE_CONSTRAINT_UNIQUE")  # as PostgreSQL, then as SQLite, call it


def act(verb: Callable[P, R]) -> Callable[P, R]:
    """Run a verb in one transaction.

    What breaks a rule of the model is refused in the model's own words; so is what another browser did
    in the same instant, which only the database saw. Any other `IntegrityError` is our fault: it goes on.
    """

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with transaction.atomic():
                return verb(*args, **kwargs)
        except ValidationError as error:
            raise Refusal(" ".join(error.messages)) from error
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
            raise Refusal(MEANWHILE) from error

    return run


def is_duplicate(error: IntegrityError) -> bool:
    """Tell whether a row with the same unique values exists already."""
    cause = error.__cause__
    found = {getattr(cause, "sqlstate", None), getattr(cause, "sqlite_errorname", None)}
    return not found.isdisjoint(DUPLICATE)
