"""Pages of the shared mechanisms."""

from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from django.db import DatabaseError, connection
from django.db.models import Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from maillage.base import queue
from maillage.base.outbox import Mail

try:
    VERSION = version("maillage")
except PackageNotFoundError:  # run from a copy of the sources
    VERSION = ""


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- Django's signature
    """Tell a monitor whether the house stands; nothing here says who is in it."""
    at = timezone.now()
    try:
        facts = _facts(at)
    except DatabaseError:
        return JsonResponse({"status": "down", "database": "down", "version": VERSION}, status=503)
    return JsonResponse({"status": "ok", "database": connection.vendor, "version": VERSION, **facts})


def _facts(at: datetime) -> dict[str, int | None]:
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return {
        **{
            f"{kind}_seen_seconds_ago": _ago(queue.last_seen(kind), at)
            for kind in ("tasks", "mails", "clock")
        },
        "queued_tasks": ready.count(),
        "waiting_mails": Mail.objects.waiting().count(),
        "oldest_waiting_mail_seconds": _ago(Mail.objects.waiting().aggregate(m=Min("created_at"))["m"], at),
        "dead_mails": Mail.objects.dead().count(),
    }


def _ago(moment: datetime | None, at: datetime) -> int | None:
    return int((at - moment).total_seconds()) if moment else None
