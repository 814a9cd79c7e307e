"""Distances by road, as an uploaded matrix says them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from maillage.base.privacy import tagged
from maillage.territories.models.territory import Territory


class Distance(models.Model):
    """One line of the matrix: from one territory to another."""

    tags = tagged(public="start end km minutes", technical="id")

    start = models.ForeignKey(Territory, models.CASCADE, related_name="+", verbose_name="départ")
    end = models.ForeignKey(Territory, models.CASCADE, related_name="+", verbose_name="arrivée")
    km = models.DecimalField("kilomètres", max_digits=7, decimal_places=2)
    minutes = models.DecimalField("minutes", max_digits=6, decimal_places=1, null=True, blank=True)

    objects: ClassVar[models.Manager["Distance"]] = models.Manager()

    class Meta:
        verbose_name = "distance"
        constraints = [
            models.UniqueConstraint(fields=["start", "end"], name="distance_one_per_pair"),
            models.CheckConstraint(
                name="distance_between_two_places",
                condition=~Q(start=F("end")),
                violation_error_message="Une distance relie deux territoires différents.",
            ),
            models.CheckConstraint(
                name="distance_positive",
                condition=Q(km__gte=0) & (Q(minutes=None) | Q(minutes__gte=0)),
                violation_error_message="Une distance et une durée ne sont pas négatives.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"
