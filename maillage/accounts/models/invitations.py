"""What is sent by mail and waits for its answer: an invitation, a change of address."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from maillage.accounts.models.internal import AdministrationQuerySet
from maillage.accounts.models.roles import Role
from maillage.base.privacy import tagged


class Invitation(models.Model):
    """Someone asked to open an account with these roles; only a digest of the link is kept."""

    class Status(models.TextChoices):
        SENT = "sent", "Envoyée"
        ACCEPTED = "accepted", "Acceptée"
        EXPIRED = "expired", "Expirée"
        CANCELLED = "cancelled", "Annulée"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        "": {"sent"},
        "sent": {"accepted", "expired", "cancelled"},
    }

    email = models.EmailField("adresse électronique")
    name = models.CharField("nom", max_length=150)
    roles = models.JSONField("rôles", default=list, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(
        "état", max_length=12, choices=Status.choices, default=Status.SENT, editable=False
    )
    sent_at = models.DateTimeField("envoyée le", editable=False)
    expires_at = models.DateTimeField("valable jusqu’au", editable=False)
    invited_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="invitations_sent",
        verbose_name="invitée par",
    )
    user = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="invitations",
        verbose_name="compte ouvert",
    )

    objects = AdministrationQuerySet["Invitation"].as_manager()

    tags = tagged(
        technical="id token_hash status sent_at expires_at invited_by user",
        public="roles",
        personal="email name",
    )
    journaled: ClassVar[tuple[str, ...]] = ("status", "roles")

    class Meta:
        verbose_name = "invitation"
        ordering = ("-sent_at",)
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(status="sent"),
                name="accounts_invitation_one_waiting",
                violation_error_message="Une invitation attend déjà une réponse à cette adresse.",
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted") | Q(user__isnull=False),
                name="accounts_invitation_accepted_by_someone",
                violation_error_message="Une invitation acceptée a ouvert un compte.",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def get_absolute_url(self) -> str:
        return reverse("accounts:invitations")

    def role_labels(self) -> list[str]:
        return [Role(role).label for role in self.roles]

    def is_open(self, at: datetime) -> bool:
        """Tell whether the link still works at that instant."""
        return self.status == self.Status.SENT and at < self.expires_at
