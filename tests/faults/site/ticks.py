"""Do the same twenty daily effects as other clocks at the same time: each one a mail that names its day."""

from datetime import UTC, date, datetime, timedelta

import django

if __name__ == "__main__":
    django.setup()
    from django.core.mail import send_mail

    from maillage.base.ticks import each_day

    def act(day: date) -> None:
        send_mail(day.isoformat(), "Bonjour", None, ["personne@exemple.fr"])

    for rank in range(20):
        each_day("faults.days", act, at=datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(days=rank))
