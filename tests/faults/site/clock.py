"""Tick at the instants named, one effect a day: a mail that names it. May stop in one, to be killed there.

python -m tests.faults.site.clock [--stop DAY] INSTANT...
"""

import argparse
import time
from datetime import date, datetime

import django

if __name__ == "__main__":
    django.setup()
    from django.core.mail import send_mail

    from maillage.base.ticks import each_day, run

    parser = argparse.ArgumentParser()
    parser.add_argument("--stop", type=date.fromisoformat)
    parser.add_argument("instants", nargs="+", type=datetime.fromisoformat)
    asked = parser.parse_args()

    def act(day: date) -> None:
        send_mail(day.isoformat(), "Bonjour", None, ["personne@exemple.fr"])
        if day == asked.stop:
            print("in the middle", flush=True)
            time.sleep(60)

    def due(at: datetime) -> None:
        each_day("faults.days", act, at=at)

    for instant in asked.instants:
        run([("faults", due)], at=instant)
