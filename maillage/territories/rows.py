"""Making many stored rows those wanted, a few hundred at a time; what did not change is not written."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

from django.db import connection, models

from maillage.base.loading import Loaded

Row = TypeVar("Row", bound=models.Model)
Fields = Mapping[str, Any]
BATCH = 1000


def store(
    kind: str, stored: models.QuerySet[Row], key: Callable[[Row], Hashable], wanted: Mapping[Any, Fields]
) -> Loaded:
    """Create or update the rows by key and count; `wanted` holds every column, that of the key included.

    Rows that are not wanted are left: whoever calls says what becomes of them.
    """
    found = {key(row): row for row in stored}
    made, changed, columns, unchanged = [], [], set(), 0
    for name, fields in wanted.items():
        row = found.get(name)
        if row is None:
            made.append(stored.model(**fields))
        elif differing := {field for field, value in fields.items() if getattr(row, field) != value}:
            for field in differing:
                setattr(row, field, fields[field])
            columns |= differing
            changed.append(row)
        else:
            unchanged += 1
    stored.model._default_manager.bulk_create(made, batch_size=BATCH)
    if changed:
        stored.model._default_manager.bulk_update(changed, sorted(columns), batch_size=BATCH)
    _measure(stored.model, len(made))
    return Loaded(kind=kind, created=len(made), updated=len(changed), unchanged=unchanged, removed=0)


def link(through: type[models.Model], columns: tuple[str, str], wanted: Iterable[tuple[int, int]]) -> None:
    """Make the pairs of a many-to-many table those wanted."""
    kept = set(wanted)
    stored = {
        (first, second): pk for pk, first, second in through._default_manager.values_list("pk", *columns)
    }
    gone = [pk for pair, pk in stored.items() if pair not in kept]
    through._default_manager.filter(pk__in=gone).delete()
    made = [through(**dict(zip(columns, pair, strict=True))) for pair in sorted(kept - stored.keys())]
    through._default_manager.bulk_create(made, batch_size=BATCH)
    _measure(through, len(made))


def _measure(model: type[models.Model], made: int) -> None:
    """Have the engine count a table that has just grown: PostgreSQL plans for an empty one until it does."""
    if made >= BATCH:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
