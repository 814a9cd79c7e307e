"""Say what the database holds, as JSON: writes by key, mails, what is stuck, what is broken."""

import json
import sys
import time
from datetime import timedelta

import django

MAIL = ("subject", "message_id", "status", "attempts", "unknown_attempts", "error")

if __name__ == "__main__":
    django.setup()
    from django.utils import timezone
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    from maillage.base.checks import breaches
    from maillage.base.idempotency import IdempotencyKey
    from maillage.base.outbox import Mail
    from maillage.base.queue import reclaim
    from maillage.base.receipts import Receipt

    now = timezone.now()
    if "--settle" in sys.argv:
        # Five minutes later: every worker that was killed is known to be dead, and every wait is over.
        reclaim(now + timedelta(minutes=5))
        DBTaskResult.objects.filter(status="READY").update(run_after=now)
        Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="audit",
            excluded_queue_names=[],
        ).run()
        # The house's own worker may have taken some of them.
        end = time.monotonic() + 10
        while DBTaskResult.objects.filter(status="RUNNING").exists() and time.monotonic() < end:
            time.sleep(0.1)
    facts = {
        "receipts": {str(row.key): str(row.result) for row in IdempotencyKey.objects.all()},
        "receipt_rows": Receipt.objects.count(),
        "mails": list(Mail.objects.values(*MAIL)),
        "tasks": sorted(DBTaskResult.objects.values_list("status", flat=True)),
        "breaches": [str(breach) for breach in breaches(now) if breach.serious],
    }
    sys.stdout.write(json.dumps(facts))
