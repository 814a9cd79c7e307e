"""Territories: country, regions, departments, EPCI, cantons, communes, and perimeters of other kinds."""

from typing import ClassVar

from django.db import models

from maillage.base.privacy import tagged


class TerritoryQuerySet(models.QuerySet["Territory"]):
    """Sets of territories."""

    def visible_to(self, user: object) -> "TerritoryQuerySet":  # noqa: ARG002 -- geography is public
        """Every territory is public."""
        return self.all()


class Territory(models.Model):
    """One territory of the current code officiel géographique, known by one slug whatever its level."""

    class Level(models.TextChoices):
        """From the widest to the narrowest; the last two are perimeters of their own."""

        COUNTRY = "country", "pays"
        REGION = "region", "région"
        DEPARTMENT = "department", "département"
        EPCI = "epci", "intercommunalité"
        CANTON = "canton", "canton"
        COMMUNE = "commune", "commune"
        QPV = "qpv", "quartier prioritaire"
        AGENCY = "agency", "agence territoriale"

    tags = tagged(
        public="slug level code name population department region epci",
        technical="id",
    )

    # FR, R44, 67, 67482 (commune), 200067213 (EPCI): a region and a department may share a code.
    slug = models.SlugField("identifiant", unique=True, max_length=20)
    level = models.CharField("niveau", max_length=12, choices=Level.choices)
    code = models.CharField("code officiel", max_length=12)
    name = models.CharField("nom", max_length=200)
    population = models.PositiveIntegerField("population", null=True)
    department = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="département"
    )
    region = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="région")
    epci = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="members", verbose_name="intercommunalité"
    )

    objects: ClassVar[models.Manager["Territory"]] = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire"
        ordering = ["level", "code"]
        constraints = [
            models.UniqueConstraint(fields=["level", "code"], name="territory_one_per_code"),
        ]

    def __str__(self) -> str:
        return self.name
