"""Departmental councils: departments of the codes and the assemblies that run them do not all go by pairs."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from maillage.base.privacy import tagged
from maillage.territories.models.territory import Territory


class CouncilQuerySet(models.QuerySet["Council"]):
    """Sets of councils."""

    def sitting(self, on: date) -> "CouncilQuerySet":
        """Those that exist on a day."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gte=on))


class Council(models.Model):
    """What holds the powers of a department; in Alsace, one collectivité for two of them."""

    tags = tagged(public="code name starts_on ends_on reference departments", technical="id")

    code = models.CharField("code", max_length=4, unique=True)
    name = models.CharField("nom", max_length=100)
    starts_on = models.DateField("existe depuis", null=True, blank=True)
    ends_on = models.DateField("a existé jusqu’au", null=True, blank=True)
    reference = models.CharField("texte", max_length=100, blank=True)
    departments = models.ManyToManyField(Territory, related_name="councils", verbose_name="départements")

    objects: ClassVar[models.Manager["Council"]] = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = "conseil départemental"
        verbose_name_plural = "conseils départementaux"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="council_dates_in_order",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                violation_error_message="La fin vient avant le début.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


Council.departments.through.tags = tagged(public="council territory", technical="id")  # type: ignore[attr-defined]
