"""Loose links: a row of any table named by its kind and number, and the one place that follows them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Cast

from maillage.base.typed import CharField, Given_co, Taken_contra

Person = AbstractBaseUser | AnonymousUser
Label = tuple[str, str]


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """One row: `Reference("accounts.user", 12)`, written `accounts.user:12`."""

    kind: str
    id: int

    def __post_init__(self) -> None:
        app, _, model = self.kind.partition(".")
        if not (app.isidentifier() and model.isidentifier() and self.kind.islower() and self.id > 0):
            raise ValueError(
                f"Référence illisible : {self.kind}:{self.id} (attendu : application.modele:12)."
            )

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def of(cls, obj: "models.Model | Reference") -> "Reference":
        """Name a saved row (a reference names itself); an unsaved one raises `ValueError`."""
        if isinstance(obj, Reference):
            return obj
        if not isinstance(obj.pk, int):
            raise ValueError(f"{obj!r} n’a pas encore de numéro : l’enregistrer d’abord.")  # noqa: TRY004 -- a state
        model = obj._meta.concrete_model or type(obj)
        return cls(model._meta.label_lower, obj.pk)

    @classmethod
    def parse(cls, text: str) -> "Reference":
        """Read `accounts.user:12`; anything else raises `ValueError`."""
        kind, _, number = text.partition(":")
        if not (number.isascii() and number.isdecimal() and str(int(number)) == number):
            raise ValueError(f"Référence illisible : {text!r} (attendu : application.modele:12).")
        return cls(kind, int(number))


def model_of(kind: str) -> type[models.Model] | None:
    """Return the model that a kind names, or None (an app removed since, a typing error)."""
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None


def resolve(ref: Reference, user: Person) -> Label | None:
    """Return (label, address) of a row that this person may see; None for any other, missing or hidden."""
    return resolve_many([ref], user).get(ref)


def resolve_many(refs: Iterable[Reference], user: Person) -> dict[Reference, Label]:
    """Return what this person may see of these rows, with one query per kind.

    Rows come from the target's own `objects.visible_to(user)`; their label is `str(row)`, their address
    `row.get_absolute_url()`. A kind without either is never shown.
    """
    numbers = defaultdict(set)
    for ref in refs:
        numbers[ref.kind].add(ref.id)
    found: dict[Reference, Label] = {}
    for kind, ids in numbers.items():
        for row in _visible(kind, ids, user):
            found[Reference(kind, row.pk)] = (str(row), row.get_absolute_url())
    return found


def _visible(kind: str, ids: set[int], user: Person) -> Iterable[Any]:
    model = model_of(kind)
    visible_to = getattr(getattr(model, "objects", None), "visible_to", None)
    if visible_to is None or not hasattr(model, "get_absolute_url"):
        return ()
    rows: Iterable[Any] = visible_to(user).filter(pk__in=ids)
    return rows


class ReferenceField(CharField[Taken_contra, Given_co]):
    """A column holding a `Reference` as text; optional ones are `null=True, blank=True`."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Reference | models.expressions.Combinable
        _pyi_private_get_type: Reference

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **{"max_length": 100, **kwargs})

    def from_db_value(self, value: str | None, _expression: object, _connection: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 -- Django's signature
        """Read the column."""
        return Reference.parse(value) if value else None

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Read what a form or a file gives."""
        if not value or isinstance(value, Reference):
            return value or None
        try:
            return Reference.parse(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def run_validators(self, value: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Check the length of the text."""
        super().run_validators(str(value))

    def get_prep_value(self, value: Any) -> str | None:  # noqa: ANN401 -- Django's signature
        """Write the column; a part of the text, for `startswith`, goes as it is."""
        return str(value) if value else None

    def value_to_string(self, obj: models.Model) -> str:
        """Write what a file gives back."""
        return self.get_prep_value(self.value_from_object(obj)) or ""


def as_text(column: str) -> Cast:
    """Return a column of references as bare text: a check must not stop at the altered one it looks for."""
    return Cast(column, models.TextField())
