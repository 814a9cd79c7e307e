"""Shapes of territories, in longitude and latitude."""

from typing import ClassVar

from django.db import models

from maillage.base.privacy import tagged
from maillage.territories.models.territory import Territory


class Shape(models.Model):
    """The outline of one territory: a GeoJSON geometry, and where it comes from."""

    class Origin(models.TextChoices):
        """From the roughest to the surest."""

        ROUGH = "natural_earth", "Natural Earth, simplifié"
        DERIVED = "derived", "assemblé à partir des communes importées"
        IMPORTED = "imported", "importé"

    tags = tagged(public="territory geometry origin source whole", technical="id")

    territory = models.OneToOneField(
        Territory, models.CASCADE, related_name="shape", verbose_name="territoire"
    )
    geometry = models.JSONField("géométrie")
    origin = models.CharField("origine", max_length=15, choices=Origin.choices)
    source = models.CharField("source et millésime", max_length=200)
    whole = models.BooleanField(
        "entier", default=True
    )  # False: some communes of the territory were not imported

    objects: ClassVar[models.Manager["Shape"]] = models.Manager()

    class Meta:
        verbose_name = "contour"
        constraints = [
            models.CheckConstraint(
                name="shape_known_origin",
                condition=models.Q(origin__in=["natural_earth", "derived", "imported"]),
                violation_error_message="Cette origine de contour n’existe pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory} ({self.get_origin_display()})"
