"""What happened to a structure: registered, renamed, moved, closed, merged."""

from typing import ClassVar

from django.db import models

from maillage.base.privacy import tagged
from maillage.organisations.models.establishments import Establishment
from maillage.organisations.models.organisations import Organisation


class Change(models.Model):
    """One dated event, with what was true before and what hung on it; never altered."""

    class Kind(models.TextChoices):
        REGISTERED = "registered", "Immatriculée"
        RENAMED = "renamed", "Changement de nom"
        CATEGORY = "category", "Changement de catégorie juridique"
        MOVED = "moved", "Transfert d’un établissement"
        CLOSED = "closed", "Fermeture"
        MERGED = "merged", "Fusion dans une autre structure"
        ABSORBED = "absorbed", "Absorption d’une autre structure"
        REOPENED = "reopened", "Fermeture annulée"
        PARTED = "parted", "Fusion annulée"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="changes", verbose_name="structure"
    )
    kind = models.CharField("événement", max_length=10, choices=Kind.choices)
    on = models.DateField("jour")
    before = models.CharField("avant", max_length=250, blank=True)
    after = models.CharField("après", max_length=250, blank=True)
    reason = models.CharField("motif ou référence de l’acte", max_length=250, blank=True)
    other = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        related_name="changes_elsewhere",
        verbose_name="autre structure",
    )
    establishment = models.ForeignKey(
        Establishment,
        on_delete=models.PROTECT,
        null=True,
        related_name="changes",
        verbose_name="établissement",
    )
    # What a closure or a merger ended, with the last day it had: {"mandates": [[3, ""], [8, "2027-01-31"]]}.
    ended = models.JSONField("ce qui a pris fin", default=dict)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="saisi par"
    )
    at = models.DateTimeField("saisi le")

    append_only: ClassVar[bool] = True
    tags = tagged(
        public="kind on before after reason", technical="id organisation other establishment ended by at"
    )

    class Meta:
        verbose_name = "événement"
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return self.get_kind_display()
