"""What the law or a body recognises in a structure between two days: ESUS, SIAE, EA, ESAT, RUP, PTCE."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from maillage.accounts.models.period import Period, PeriodQuerySet
from maillage.base.privacy import tagged
from maillage.organisations.models.organisations import Organisation


class Recognition(Period):
    """One status of a structure, by an act, from a day and perhaps until another."""

    class Kind(models.TextChoices):
        ESUS = "esus", "ESUS"
        SIAE_EI = "siae_ei", "SIAE : entreprise d’insertion (EI)"
        SIAE_ACI = "siae_aci", "SIAE : atelier et chantier d’insertion (ACI)"
        SIAE_AI = "siae_ai", "SIAE : association intermédiaire (AI)"
        SIAE_ETTI = "siae_etti", "SIAE : entreprise de travail temporaire d’insertion (ETTI)"
        SIAE_EITI = "siae_eiti", "SIAE : entreprise d’insertion par le travail indépendant (EITI)"
        EA = "ea", "Entreprise adaptée (EA)"
        EATT = "eatt", "Entreprise adaptée de travail temporaire (EATT)"
        ESAT = "esat", "Établissement et service d’aide par le travail (ESAT)"
        RUP = "rup", "Association reconnue d’utilité publique (RUP)"
        PTCE = "ptce", "Membre d’un pôle territorial de coopération économique (PTCE)"

        @property
        def short(self) -> str:
            """Return its acronym."""
            return self.value.removeprefix("siae_").upper()

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="recognitions", verbose_name="structure"
    )
    kind = models.CharField("statut", max_length=9, choices=Kind.choices)
    reference = models.CharField("référence de l’acte", max_length=150, blank=True)
    source = models.CharField("source", max_length=200)

    objects = PeriodQuerySet["Recognition"].as_manager()

    tags = tagged(technical="id organisation", public="kind reference source starts_on ends_on")
    journaled: ClassVar[tuple[str, ...]] = ("kind", "starts_on", "ends_on")

    class Meta(Period.Meta):
        verbose_name = "statut"
        ordering = ("kind", "-starts_on")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(ends_on__isnull=True),
                name="organisations_recognition_one_open",
                violation_error_message="Cette structure a déjà ce statut, sans fin connue.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def short(self) -> str:
        """Return the acronym of the status."""
        return self.Kind(self.kind).short
