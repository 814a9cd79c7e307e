"""The sheet as it was published, each time that a reader could see a change."""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from maillage.accounts.models import Role
from maillage.base.privacy import tagged


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Sets of revisions."""

    def visible_to(self, user: object) -> "RevisionQuerySet":  # noqa: ARG002 -- what was published is public
        """Every revision was published, and stays so."""
        return self.all()

    def light(self) -> "RevisionQuerySet":
        """Without the document, which a list never shows."""
        return self.defer("document")


class Revision(models.Model):
    """The whole sheet at one moment; never changed nor deleted.

    Who published it is shown by their function alone: a person's name is nothing for the public.
    """

    class Capacity(models.TextChoices):
        """In what capacity it was published."""

        COMMAND = "command", "chargement d’un paquet de données"
        AGENT = Role.AGENT.value, "une personne chargée de l’instruction"
        HEAD_OF_UNIT = Role.HEAD_OF_UNIT.value, "une personne responsable d’unité"

    append_only: ClassVar[bool] = True
    journaled: ClassVar[tuple[str, ...]] = ("number", "sha256")
    tags = tagged(public="number document sha256 note capacity changes at", technical="id by")

    number = models.PositiveIntegerField("numéro", unique=True)
    document = models.JSONField("document")
    sha256 = models.CharField("empreinte du document", max_length=64)
    note = models.CharField("pourquoi", max_length=300)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="publiée par"
    )
    capacity = models.CharField("à quel titre", max_length=20, choices=Capacity.choices)
    changes = models.PositiveIntegerField("changements depuis la précédente")
    at = models.DateTimeField("publiée le")

    objects: ClassVar[models.Manager["Revision"]] = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "révision"
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Révision {self.number}"

    def get_absolute_url(self) -> str:
        """Return the page of what it changed."""
        return reverse("network:revision", args=[self.number])
