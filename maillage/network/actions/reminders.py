"""Reminding those who keep the sheet that it has been left alone for too long."""

from datetime import date

from django.core.mail import send_mail
from django.template.loader import render_to_string

from maillage.accounts.actions.letters import address
from maillage.accounts.models import User
from maillage.base.calendar import start_of_day
from maillage.base.ticks import once
from maillage.network.staleness import age
from maillage.organisations.models.mandates import INSTRUCTING


def remind(day: date) -> int:
    """Write to each agent and head of unit, once a month at most, while the sheet is stale; return how many.

    Call within a transaction: the mails and the mark of the month are kept together or not at all.
    """
    found = age()
    if (
        found is None
        or not found.is_stale(day)
        or not once("network.reminder", moment=start_of_day(day.replace(day=1)))
    ):
        return 0
    context = {"age": found, "address": address("network:edit")}
    body = render_to_string("network/mail/stale.txt", context)
    people = User.objects.active().holding(*INSTRUCTING, on=day).order_by("pk")
    return sum(send_mail("La fiche attend une mise à jour", body, None, [one.email]) for one in people)
