"""What the shared mechanisms leave to the queue."""

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from maillage.base import daily


@task()
def back_up() -> None:
    """Make today's backup, unless it is made."""
    # The one clock here: a task has nobody to be told the time by.
    if settings.BACKUP_DIR:
        daily.keep(settings.BACKUP_DIR, at=timezone.now(), kept=settings.BACKUPS_KEPT)
