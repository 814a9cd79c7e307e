"""Anchors: where the chain stood each day, kept out of reach of whoever could rewrite it."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.utils.formats import date_format

from maillage.base.entries import JournalHead
from maillage.base.privacy import Tag, tagged


class Anchor(models.Model):
    """The head of the chain on one day; the database refuses to change or delete it."""

    date = models.DateField("jour", unique=True)
    seq = models.BigIntegerField("numéro de l’entrée")
    hash = models.CharField("empreinte", max_length=64)
    made_at = models.DateTimeField("faite le")

    append_only: ClassVar[bool] = True
    tags: ClassVar[dict[str, Tag]] = tagged(public="date seq hash", technical="id made_at")

    class Meta:
        app_label = "base"
        ordering = ["date"]
        verbose_name = "ancre du journal"
        verbose_name_plural = "ancres du journal"

    def __str__(self) -> str:
        return f"ancre du {self.date:%d/%m/%Y}"

    def line(self) -> str:
        """Return the anchor as the verifier reads it."""
        return json.dumps({"date": self.date.isoformat(), "seq": self.seq, "hash": self.hash})


@transaction.atomic
def anchor(on: date, at: datetime) -> Anchor | None:
    """Keep where the chain stands, once a day, and mail it to ANCHOR_RECIPIENTS; None for an empty chain.

    Asked again the same day, it returns the anchor already made and sends nothing.
    """
    head = JournalHead.objects.filter(pk=1, seq__gt=0).first()
    if head is None:
        return None
    values = {"seq": head.seq, "hash": head.hash, "made_at": at}
    made, new = Anchor.objects.get_or_create(date=on, defaults=values)
    if new and settings.ANCHOR_RECIPIENTS:
        _mail(made).send()
    return made


def _mail(made: Anchor) -> EmailMessage:
    body = (
        "Bonjour,\n\n"
        f"Voici où en était le journal le {date_format(made.date)}. Conservez ce message\xa0: "
        "si le journal était un jour réécrit, cette ligne le montrerait.\n\n"
        f"{made.line()}\n"
    )
    title = f"Ancre du journal du {date_format(made.date)}"
    return EmailMessage(title, body, to=settings.ANCHOR_RECIPIENTS)


def export_anchors() -> Iterator[str]:
    """Yield the anchors, one line each, as the verifier reads them."""
    return (row.line() for row in Anchor.objects.iterator())
