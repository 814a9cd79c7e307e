"""Django's `migrate`, then the triggers: SQLite drops those of every table that a migration rebuilds."""

from typing import Any

from django.core.management.commands import migrate

from maillage.base import guards


class Command(migrate.Command):
    """Bring the database up to date, its guards included."""

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Migrate, then install the guards, unless only asked what would be done."""
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            guards.install(using=options["database"])
