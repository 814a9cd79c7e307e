"""What the administration brought: which files, when, from whom they come."""

from typing import ClassVar

from django.db import models

from maillage.base.privacy import tagged


class Import(models.Model):
    """One import done; what it changed is counted."""

    class Kind(models.TextChoices):
        """What the files hold."""

        COMMUNE_SHAPES = "commune_shapes", "contours de communes"
        CANTON_SHAPES = "canton_shapes", "contours de cantons"
        DEPARTMENT_SHAPES = "department_shapes", "contours de départements"
        CENTROIDS = "centroids", "centres de communes"
        PERIMETERS = "perimeters", "périmètres"
        DISTANCES = "distances", "distances"

    append_only: ClassVar[bool] = True
    tags = tagged(public="kind source files counts imported_at", technical="id")

    kind = models.CharField("nature", max_length=20, choices=Kind.choices)
    source = models.CharField("source et millésime", max_length=200)
    files = models.JSONField("fichiers")  # name -> SHA-256
    counts = models.JSONField("nombres")
    imported_at = models.DateTimeField("importé le")

    objects: ClassVar[models.Manager["Import"]] = models.Manager()

    class Meta:
        verbose_name = "import géographique"
        verbose_name_plural = "imports géographiques"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.source}"
