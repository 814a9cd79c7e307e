"""What `maillage check` looks for whatever the apps are: keys without a row, files without an owner."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, OuterRef

from maillage.base.batches import batches

# A file is stored before the row that claims it is committed.
GRACE = timedelta(hours=1)
# What PostgreSQL lets anyone with rights on a table switch off.
NOT_HELD = """
    SELECT conrelid::regclass::text, conname FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace AND (NOT convalidated OR EXISTS (
        SELECT 1 FROM pg_trigger WHERE tgconstraint = pg_constraint.oid AND tgenabled NOT IN ('O', 'A')))
    ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Something that is not as it must be; one that is not `serious` is said and fails nothing."""

    invariant: str
    what: str
    subject: str
    sentence: str
    serious: bool = True

    def __str__(self) -> str:
        mark = self.invariant if self.serious else "attention"
        return f"{mark} {self.subject} : {self.sentence}"

    def facts(self) -> dict[str, object]:
        """Return what `--json` prints of it."""
        return asdict(self)


def orphans() -> Iterator[Breach]:
    """Yield each key that leads to no row, and each constraint that no longer holds anything (I8)."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields if model._meta.managed else ():
            if isinstance(field, models.ForeignKey):
                yield from _lost(model, field)
    if connection.vendor == "postgresql":
        yield from _not_held()


def _lost(model: type[models.Model], field: "models.ForeignKey[Any, Any]") -> Iterator[Breach]:
    target = field.target_field
    there = Exists(target.model._base_manager.filter(**{target.attname: OuterRef(field.attname)}))
    lost = model._base_manager.filter(~there, **{f"{field.attname}__isnull": False})
    for pk in lost.values_list("pk", flat=True).iterator():
        subject = f"{model._meta.label_lower}:{pk}"
        sentence = f"{field.name} : la ligne visée dans {target.model._meta.label_lower} n’existe pas."
        yield Breach(invariant="I8", what="orphan_key", subject=subject, sentence=sentence)


def _not_held() -> Iterator[Breach]:
    with connection.cursor() as cursor:
        cursor.execute(NOT_HELD)
        for table, name in cursor.fetchall():
            sentence = f"la contrainte {name} est désactivée ou n’a pas été vérifiée."
            yield Breach(invariant="I8", what="constraint", subject=table, sentence=sentence)


def unclaimed(at: datetime) -> Iterator[Breach]:
    """Yield each stored file, older than an hour, whose name no file column of any model holds (I4)."""
    old = (at - GRACE).timestamp()
    names = (name for name in stored_files() if _changed_before(name, old))
    for batch in batches(names):
        for name in sorted(set(batch).difference(_claimed(batch))):
            sentence = "fichier de plus d’une heure qu’aucune ligne ne réclame."
            yield Breach(invariant="I4", what="unclaimed_file", subject=name, sentence=sentence)


def stored_files() -> Iterator[str]:
    """Yield the name of each file under MEDIA_ROOT, as file columns hold it; links are passed over."""
    root = Path(settings.MEDIA_ROOT)
    for folder, folders, files in os.walk(root):
        folders.sort()
        paths = (Path(folder, name) for name in sorted(files))
        yield from (path.relative_to(root).as_posix() for path in paths if not path.is_symlink())


def _changed_before(name: str, moment: float) -> bool:
    try:
        return Path(settings.MEDIA_ROOT, name).stat().st_mtime < moment
    except FileNotFoundError:  # removed since it was listed
        return False


def _claimed(names: Iterable[str]) -> Iterator[str]:
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField):
                held = model._base_manager.filter(**{f"{field.name}__in": names})
                yield from held.values_list(field.name, flat=True)
