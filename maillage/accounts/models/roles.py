"""What people may do, for how long, and who granted it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from maillage.accounts.models.period import Period, PeriodQuerySet
from maillage.base.privacy import tagged


class Role(models.TextChoices):
    """The roles of DESIGN.md; an applicant is anyone signed in, a visitor anyone else."""

    AGENT = "agent", "Instruction des demandes"
    HEAD_OF_UNIT = "head_of_unit", "Responsable d’unité"
    BUDGET_OFFICER = "budget_officer", "Responsable budgétaire"
    ASSEMBLIES_OFFICER = "assemblies_officer", "Assemblées et juridique"
    FINANCE = "finance", "Direction des finances"
    ELECTED = "elected", "Élue ou élu"
    VICE_PRESIDENT = "vice_president", "Vice-présidence"
    TERRITORIAL_AGENT = "territorial_agent", "Antenne territoriale"
    PARTNER = "partner", "Tête de réseau partenaire"
    COFUNDER = "cofunder", "Cofinanceur"
    SEAT_HOLDER = "seat_holder", "Membre d’une instance"
    EXPERT = "expert", "Experte ou expert"
    REUSE_ACTOR = "reuse_actor", "Acteur du réemploi"
    ADMINISTRATOR = "administrator", "Administration de la plateforme"
    DPO = "dpo", "Protection des données"
    ARCHIVIST = "archivist", "Archives"


# Holding one of these makes the second factor compulsory.
OBLIGING = frozenset(
    {
        Role.AGENT,
        Role.HEAD_OF_UNIT,
        Role.BUDGET_OFFICER,
        Role.ASSEMBLIES_OFFICER,
        Role.FINANCE,
        Role.ELECTED,
        Role.VICE_PRESIDENT,
        Role.TERRITORIAL_AGENT,
        Role.ADMINISTRATOR,
        Role.DPO,
        Role.ARCHIVIST,
    },
)


class RoleGrant(Period):
    """A role held by a person from a day, until a day when it is known."""

    user = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="role_grants",
        verbose_name="personne",
    )
    role = models.CharField("rôle", max_length=24, choices=Role.choices)
    granted_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="grants_made",
        null=True,
        blank=True,
        verbose_name="accordé par",
    )
    reason = models.CharField("motif", max_length=300, blank=True)

    objects = PeriodQuerySet["RoleGrant"].as_manager()

    tags = tagged(technical="id user granted_by", public="role starts_on ends_on", personal="reason")
    journaled: ClassVar[tuple[str, ...]] = ("role", "starts_on", "ends_on")

    class Meta(Period.Meta):
        verbose_name = "rôle accordé"
        verbose_name_plural = "rôles accordés"
        ordering = ("-starts_on", "role")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="accounts_rolegrant_known_role",
                violation_error_message="Ce rôle n’existe pas.",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(ends_on__isnull=True),
                name="accounts_rolegrant_one_open",
                violation_error_message="Cette personne a déjà ce rôle.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()
