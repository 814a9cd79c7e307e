"""What a pack says of the home page of its collectivité."""

from typing import ClassVar

from django.db import models

from maillage.base.packs import LONGEST_NAME
from maillage.base.privacy import tagged


class Front(models.Model):
    """The words and the figures that open the home page; without one, the page makes do with the sheet."""

    tags = tagged(public="key title lead figures", technical="id")

    key = models.SlugField("clé", unique=True, max_length=LONGEST_NAME)
    title = models.CharField("titre", max_length=120)
    lead = models.CharField("chapeau", max_length=300)
    figures = models.JSONField("clés des chiffres, dans l’ordre", default=list)

    objects: ClassVar[models.Manager["Front"]] = models.Manager()

    class Meta:
        verbose_name = "page d’accueil"
        verbose_name_plural = "pages d’accueil"

    def __str__(self) -> str:
        return self.title
