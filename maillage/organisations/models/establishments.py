"""Where a structure works: one row a SIRET."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from maillage.base.privacy import tagged
from maillage.organisations import numbers
from maillage.organisations.models.organisations import Organisation
from maillage.territories.models import Territory


class Establishment(models.Model):
    """One establishment; a move closes it and opens the one that replaces it."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="establishments", verbose_name="structure"
    )
    siret = models.CharField("SIRET", max_length=14, unique=True)
    name = models.CharField("enseigne", max_length=200, blank=True)
    is_head_office = models.BooleanField("siège", default=False)
    commune = models.ForeignKey(
        Territory,
        on_delete=models.PROTECT,
        to_field="slug",
        related_name="establishments",
        verbose_name="commune",
    )
    address = models.CharField("adresse", max_length=250, blank=True)
    opened_on = models.DateField("ouvert le", null=True, blank=True)
    closed_on = models.DateField("fermé le", null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replaces",
        verbose_name="remplacé par",
    )

    tags = tagged(
        public="siret name is_head_office commune address opened_on closed_on",
        technical="id organisation replaced_by",
    )
    journaled: ClassVar[tuple[str, ...]] = ("siret", "is_head_office", "opened_on", "closed_on")

    class Meta:
        verbose_name = "établissement"
        ordering = ("-is_head_office", "siret")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_head_office=True, closed_on__isnull=True),
                name="organisations_establishment_one_head_office",
                violation_error_message="Cette structure a déjà un siège ouvert.",
            ),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(closed_on__gte=F("opened_on")),
                name="organisations_establishment_days_in_order",
                violation_error_message="Un établissement ne ferme pas avant d’avoir ouvert.",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(closed_on__isnull=False) & ~Q(replaced_by=F("id")),
                name="organisations_establishment_replaced_is_closed",
                violation_error_message="Un établissement remplacé par un autre est fermé.",
            ),
        ]

    def __str__(self) -> str:
        return self.spaced_siret

    def clean(self) -> None:
        """Check the key, and that the SIRET begins with the SIREN of the structure."""
        try:
            numbers.siret(self.siret)
        except ValidationError as error:
            raise ValidationError({"siret": error}) from error
        siren = self.organisation.siren
        if not siren:
            raise ValidationError("Donnez d’abord le SIREN de la structure\xa0: le SIRET commence par lui.")
        if not self.siret.startswith(siren):
            raise ValidationError(
                {"siret": f"Le SIRET commence par le SIREN de la structure\xa0: {numbers.spaced(siren)}."}
            )

    @property
    def spaced_siret(self) -> str:
        """Return the SIRET by groups."""
        return numbers.spaced(self.siret)
