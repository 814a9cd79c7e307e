"""Whom the network may reach: the elected member who represents the collectivité, its technical contact."""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from maillage.accounts.models import Anyone, User
from maillage.accounts.models.period import Period, PeriodQuerySet
from maillage.base.privacy import tagged
from maillage.base.versions import Versioned


class RepresentativeQuerySet(PeriodQuerySet["Representative"]):
    """Sets of representatives."""

    def visible_to(self, user: Anyone) -> "RepresentativeQuerySet":
        """Internal roles know them; the public sheet and the open data never name them."""
        return self if isinstance(user, User) and user.is_obliged() else self.none()


class Representative(Versioned, Period):
    """One person to reach about the sheet, from a day and perhaps until another."""

    class Kind(models.TextChoices):
        """In what capacity."""

        ELECTED = "elected", "Élu·e représentant·e"
        TECHNICAL = "technical", "Contact technique"

    kind = models.CharField("qualité", max_length=10, choices=Kind.choices)
    name = models.CharField("nom", max_length=150)
    office = models.CharField("titre ou fonction", max_length=150)
    service = models.CharField("service", max_length=150, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)

    objects = RepresentativeQuerySet.as_manager()

    tags = tagged(personal="name office service email phone", technical="id kind starts_on ends_on version")
    journaled: ClassVar[tuple[str, ...]] = ("kind", "starts_on", "ends_on")

    class Meta(Period.Meta):
        verbose_name = "contact de la fiche"
        verbose_name_plural = "contacts de la fiche"
        ordering = ("kind", "-starts_on", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                name="representative_kind_is_known",
                condition=models.Q(kind__in=["elected", "technical"]),
                violation_error_message="Choisissez une qualité de la liste.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the list in which they stand."""
        return reverse("network:contacts")

    @property
    def lines(self) -> list[str]:
        """What is known of them, the name first."""
        known = [self.name, self.office, self.service, self.email, self.phone]
        return [line for line in known if line]
