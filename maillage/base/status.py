"""Moves from one status to the next: legal, locked, journalled, with their history."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any, ClassVar, cast

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from maillage.base.batches import batches
from maillage.base.errors import Refusal
from maillage.base.guards import transitions_of
from maillage.base.journal import record
from maillage.base.privacy import tagged
from maillage.base.references import Reference, ReferenceField
from maillage.base.versions import Versioned


class StatusChange(models.Model):
    """One move of one row: what it was, what it became, when, by whom."""

    subject = ReferenceField("objet")
    before = models.CharField("avant", max_length=40)
    after = models.CharField("après", max_length=40)
    at = models.DateTimeField("moment")
    by = models.CharField("auteur", max_length=100)

    append_only: ClassVar[bool] = True
    tags = tagged(technical="id subject before after at", personal="by")

    class Meta:
        app_label = "base"
        verbose_name = "changement d’état"
        verbose_name_plural = "changements d’état"
        ordering = ("id",)
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["subject", "id"])]

    def __str__(self) -> str:
        return f"{self.subject} : {self.before} > {self.after}"


@transaction.atomic
def move(
    obj: models.Model,
    to: str,
    *,
    by: AbstractBaseUser | str,
    at: datetime,
    action: str | None = None,
    saving: Iterable[str] = (),
    **facts: Any,  # noqa: ANN401 -- whatever the journal takes
) -> None:
    """Bring a row to its next status; refuse, naming both, a move that `TRANSITIONS` does not allow.

    The row is locked and its status read again. `saving` names fields set on `obj` beforehand, written by the
    same UPDATE (a date or a reason that the status requires). The act is journalled as `action`, by default
    `app.model_status`, with `facts`; a `Versioned` row gets a new version.
    """
    current = type(obj)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=obj.pk)
    before = status_of(current)
    if to not in transitions_of(type(obj)).get(before, ()):
        raise Refusal(_no_way(type(obj), before, to))
    fields = {"status", *saving}
    setattr(obj, _field(type(obj)).attname, to)
    if isinstance(obj, Versioned) and isinstance(current, Versioned):
        obj.version = current.version + 1
        fields.add("version")
    obj.save(update_fields=fields)
    who = by if isinstance(by, str) else str(Reference.of(by))
    StatusChange.objects.create(subject=Reference.of(obj), before=before, after=to, at=at, by=who)
    record(by, action or f"{obj._meta.label_lower}_{to}", obj, at=at, before=before, after=to, **facts)


def status_of(obj: models.Model) -> str:
    """Return the status of a row."""
    return str(_field(type(obj)).value_from_object(obj))


def _field(model: type[models.Model]) -> "models.Field[Any, Any]":
    return cast("models.Field[Any, Any]", model._meta.get_field("status"))


def _no_way(model: type[models.Model], before: str, to: str) -> str:
    labels = dict(_field(model).flatchoices)
    ways = [f"« {labels.get(way, way)} »" for way in sorted(transitions_of(model).get(before, ()))]
    return (
        f"Impossible de passer de « {labels.get(before, before)} » à « {labels.get(to, to)} ». "
        + (f"Suites possibles : {', '.join(ways)}. " if ways else "Cet état est définitif. ")
        + "Rechargez la page pour voir où en est le dossier."
    )


def legal_history(obj: models.Model) -> bool:
    """Tell whether the recorded moves of a row are legal, follow one another and end at its status."""
    changes = StatusChange.objects.filter(subject=Reference.of(obj)).values_list("before", "after")
    return _legal(type(obj), list(changes), status_of(obj))


def _legal(model: type[models.Model], changes: list[tuple[str, str]], status: str) -> bool:
    moves = transitions_of(model)
    first, last = (changes[0][0], changes[-1][1]) if changes else (status, status)
    return (
        first in moves[""]
        and last == status
        and all(after in moves.get(before, ()) for before, after in changes)
        and all(one[1] == following[0] for one, following in pairwise(changes))
    )


def illegal_histories() -> Iterator[str]:
    """Yield the rows whose history is not legal (invariant I7), as `app.model:12`."""
    for model in apps.get_models():
        if _keeps_history(model):
            yield from _illegal_rows(model)


def _keeps_history(model: type[models.Model]) -> bool:
    # A mail moves by single statements and counts its attempts instead (I5).
    return bool(transitions_of(model)) and getattr(model, "keeps_history", True)


def _illegal_rows(model: type[models.Model]) -> Iterator[str]:
    rows = model._base_manager.values_list("pk", _field(model).attname).order_by("pk")
    for batch in batches(rows.iterator()):
        statuses = {Reference(model._meta.label_lower, pk): status for pk, status in batch}
        changes: dict[Reference, list[tuple[str, str]]] = {ref: [] for ref in statuses}
        for change in StatusChange.objects.filter(subject__in=statuses).order_by("id"):
            changes[change.subject].append((change.before, change.after))
        yield from (str(ref) for ref, status in statuses.items() if not _legal(model, changes[ref], status))
