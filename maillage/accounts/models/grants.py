"""Roles held: by whom, from when to when, granted by whom."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.accounts.models.internal import InternalQuerySet
from maillage.accounts.models.period import Period
from maillage.accounts.models.roles import Role
from maillage.base.privacy import tagged


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

    objects = InternalQuerySet["RoleGrant"].as_manager()

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

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.user_id])
