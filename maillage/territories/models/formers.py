"""Communes as they no longer are: merged, split, renamed, moved to another code."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from maillage.base.privacy import tagged
from maillage.territories.models.territory import Territory


class Former(models.Model):
    """One commune during one past period: its code and name then, what ended it, where its land is today."""

    class Kind(models.TextChoices):
        """What ended the period."""

        MERGED = "merged", "fusion"
        ASSOCIATED = "associated", "fusion-association"
        NEW_COMMUNE = "new_commune", "commune nouvelle"
        SPLIT = "split", "séparation"
        RENAMED = "renamed", "changement de nom"
        MOVED = "moved", "changement de code"
        REMOVED = "removed", "suppression"

    tags = tagged(public="code name starts_on ends_on exact kind into today", technical="id folded")

    code = models.CharField("code", max_length=5)
    name = models.CharField("nom", max_length=200)
    folded = models.CharField("mots de la recherche", max_length=250)
    starts_on = models.DateField("depuis le", null=True, blank=True)  # null: before 1943
    ends_on = models.DateField("jusqu’au")  # the first day it no longer was so
    exact = models.BooleanField("jour connu")  # False: at the latest on that day
    kind = models.CharField("événement", max_length=12, choices=Kind.choices)
    into = models.CharField("codes qui l’ont reçue", max_length=100, blank=True)
    today = models.ManyToManyField(Territory, related_name="formers", verbose_name="communes d’aujourd’hui")

    class Meta:
        verbose_name = "ancienne commune"
        verbose_name_plural = "anciennes communes"
        ordering = ["code", "ends_on"]
        constraints = [
            models.UniqueConstraint(fields=["code", "ends_on"], name="former_one_per_end"),
            models.CheckConstraint(
                name="former_dates_in_order",
                condition=Q(starts_on=None) | Q(starts_on__lt=F("ends_on")),
                violation_error_message="La fin vient avant le début.",
            ),
            models.CheckConstraint(
                name="former_known_kind",
                condition=Q(
                    kind__in=["merged", "associated", "new_commune", "split", "renamed", "moved", "removed"]
                ),
                violation_error_message="Cet événement n’existe pas.",
            ),
        ]

    objects: ClassVar[models.Manager["Former"]] = models.Manager()

    def __str__(self) -> str:
        return self.name


Former.today.through.tags = tagged(public="former territory", technical="id")  # type: ignore[attr-defined]
