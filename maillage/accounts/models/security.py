"""What a second person or a second address must confirm."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.accounts.models.internal import AdministrationQuerySet
from maillage.base.privacy import tagged


class EmailChange(models.Model):
    """A new address given by an administrator, valid once its owner has followed the link sent there."""

    class Status(models.TextChoices):
        SENT = "sent", "À confirmer"
        CONFIRMED = "confirmed", "Confirmée"
        EXPIRED = "expired", "Expirée"
        CANCELLED = "cancelled", "Annulée"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        "": {"sent"},
        "sent": {"confirmed", "expired", "cancelled"},
    }

    user = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="email_changes",
        verbose_name="personne",
    )
    email = models.EmailField("nouvelle adresse")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(
        "état", max_length=12, choices=Status.choices, default=Status.SENT, editable=False
    )
    asked_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="demandée par",
    )
    expires_at = models.DateTimeField("valable jusqu’au", editable=False)

    objects = AdministrationQuerySet["EmailChange"].as_manager()

    tags = tagged(technical="id user token_hash status asked_by expires_at", personal="email")
    journaled: ClassVar[tuple[str, ...]] = ("status",)

    class Meta:
        verbose_name = "changement d’adresse"
        verbose_name_plural = "changements d’adresse"
        ordering = ("-expires_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(status="sent"),
                name="accounts_emailchange_one_waiting",
                violation_error_message="Un changement d’adresse attend déjà sa confirmation.",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.user_id])


class FactorReset(models.Model):
    """A lost second factor: one administrator asks, another one approves."""

    class Status(models.TextChoices):
        ASKED = "asked", "À approuver"
        APPROVED = "approved", "Approuvée"
        REFUSED = "refused", "Refusée"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {"": {"asked"}, "asked": {"approved", "refused"}}

    user = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="factor_resets",
        verbose_name="personne",
    )
    reason = models.CharField("comment l’identité a été vérifiée", max_length=300)
    status = models.CharField(
        "état", max_length=12, choices=Status.choices, default=Status.ASKED, editable=False
    )
    asked_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="factor_resets_asked",
        verbose_name="demandée par",
    )
    asked_at = models.DateTimeField("demandée le")
    answered_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="factor_resets_answered",
        verbose_name="décidée par",
    )
    answered_at = models.DateTimeField("décidée le", null=True, blank=True)

    objects = AdministrationQuerySet["FactorReset"].as_manager()

    tags = tagged(
        technical="id user status asked_by asked_at answered_by answered_at",
        personal="reason",
    )
    journaled: ClassVar[tuple[str, ...]] = ("status",)

    class Meta:
        verbose_name = "réinitialisation du second facteur"
        verbose_name_plural = "réinitialisations du second facteur"
        ordering = ("-asked_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(status="asked"),
                name="accounts_factorreset_one_waiting",
                violation_error_message="Une demande attend déjà une réponse pour cette personne.",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("user")),
                name="accounts_factorreset_not_for_oneself",
                violation_error_message="On ne demande pas sa propre réinitialisation.",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True)
                | (~Q(answered_by=F("asked_by")) & ~Q(answered_by=F("user"))),
                name="accounts_factorreset_two_people",
                violation_error_message="Une autre personne que la demandeuse ou le demandeur doit répondre.",
            ),
            models.CheckConstraint(
                condition=Q(status="asked", answered_by__isnull=True, answered_at__isnull=True)
                | Q(status__in=["approved", "refused"], answered_by__isnull=False, answered_at__isnull=False),
                name="accounts_factorreset_answered_when_done",
                violation_error_message="Une réponse porte le nom de la personne qui l’a donnée et sa date.",
            ),
        ]

    def __str__(self) -> str:
        return f"Second facteur, demande {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.user_id])
