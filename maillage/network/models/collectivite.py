"""The authority that the sheet is about."""

from django.db import models

from maillage.base.dates import FuzzyDateField
from maillage.base.packs import LONGEST_NAME
from maillage.base.privacy import tagged
from maillage.territories.models import Territory


class Collectivite(models.Model):
    """The authority that the loaded pack is about."""

    class Level(models.TextChoices):
        """What it is in law."""

        REGION = "region", "région"
        DEPARTMENT = "department", "département"
        EPCI = "epci", "intercommunalité"
        COMMUNE = "commune", "commune"
        OTHER = "other", "autre collectivité"

    tags = tagged(public="key name level territory sheet_dated member_since", technical="id pack")

    key = models.SlugField("clé", unique=True)
    name = models.CharField("nom", max_length=200)
    level = models.CharField("catégorie", max_length=12, choices=Level.choices)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, related_name="+", verbose_name="territoire"
    )
    sheet_dated = FuzzyDateField("fiche mise à jour")
    member_since = FuzzyDateField("membre du réseau depuis")
    pack = models.CharField("paquet", max_length=LONGEST_NAME)

    class Meta:
        verbose_name = "collectivité"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
