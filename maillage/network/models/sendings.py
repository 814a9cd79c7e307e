"""Which revisions were sent, to which body, and when."""

from typing import ClassVar

from django.db import models

from maillage.accounts.models import Anyone, holds
from maillage.base.privacy import tagged
from maillage.network.models.revisions import Revision
from maillage.organisations.models.mandates import INSTRUCTING


class SendingQuerySet(models.QuerySet["Sending"]):
    """Sets of sendings."""

    def visible_to(self, user: Anyone) -> "SendingQuerySet":
        """Those who instruct know what was sent; it concerns nobody else."""
        return self if holds(user, *INSTRUCTING) else self.none()

    def ready(self) -> "SendingQuerySet":
        """With what a line shows of each, without the document."""
        return self.select_related("revision", "by").defer("revision__document")


class Sending(models.Model):
    """One revision sent to a body (the RTES, most often); never changed nor deleted."""

    append_only: ClassVar[bool] = True
    journaled: ClassVar[tuple[str, ...]] = ("revision", "on")
    # A body, never a person: nothing here is about anyone.
    tags = tagged(technical="id revision on to by at")

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="sendings", verbose_name="révision")
    on = models.DateField("jour de l’envoi")
    to = models.CharField("destinataire", max_length=150)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="noté par")
    at = models.DateTimeField("noté le")

    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = "envoi"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"Envoi de la révision {self.revision.number}"

    def get_absolute_url(self) -> str:
        """Return the page of the revision sent."""
        return self.revision.get_absolute_url()
