"""The organisation chart: direction, service, pole, and who works where."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.accounts.models.internal import InternalQuerySet
from maillage.accounts.models.people import User
from maillage.accounts.models.period import Period, PeriodQuerySet
from maillage.base.privacy import tagged


class Kind(models.TextChoices):
    """The three levels, from the largest to the smallest."""

    DIRECTION = "direction", "Direction"
    SERVICE = "service", "Service"
    POLE = "pole", "Pôle"

    def may_contain(self, other: "Kind") -> bool:
        """Tell whether a unit of this level may hold one of that level: only smaller ones, so never a cycle.

        >>> Kind.DIRECTION.may_contain(Kind.POLE), Kind.POLE.may_contain(Kind.POLE)
        (True, False)
        """
        levels = list(Kind)
        return levels.index(self) < levels.index(other)


class UnitQuerySet(InternalQuerySet["Unit"]):
    """Units; one's own are those one works or has worked in."""

    def about(self, user: User) -> models.Q:
        return models.Q(memberships__user=user)


class Unit(Period):
    """A unit as it is named and placed now; what it was before is in its `PastUnit` rows."""

    kind = models.CharField("niveau", max_length=12, choices=Kind.choices)
    name = models.CharField("nom", max_length=200)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="rattachée à",
    )

    objects = UnitQuerySet.as_manager()

    tags = tagged(technical="id parent", public="kind name starts_on ends_on")
    journaled: ClassVar[tuple[str, ...]] = ("starts_on", "ends_on")

    class Meta(Period.Meta):
        verbose_name = "unité"
        ordering = ("name",)
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(kind=Kind.DIRECTION),
                name="accounts_unit_direction_on_top",
                violation_error_message="Une direction n’est rattachée à aucune autre unité.",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="accounts_unit_not_its_own_parent",
                violation_error_message="Une unité ne peut pas être rattachée à elle-même.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values),
                name="accounts_unit_known_kind",
                violation_error_message="Ce niveau n’existe pas.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:unit", args=[self.pk])


class PastUnit(Period):
    """A former name or place of a unit, kept so that the chart of any day can be drawn."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="past", verbose_name="unité")
    name = models.CharField("nom", max_length=200)
    parent = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        related_name="past_children",
        verbose_name="rattachée à",
    )

    objects = PeriodQuerySet["PastUnit"].as_manager()

    tags = tagged(technical="id unit parent", public="name starts_on ends_on")

    class Meta(Period.Meta):
        verbose_name = "ancien état d’une unité"
        verbose_name_plural = "anciens états d’une unité"
        ordering = ("-starts_on",)
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "starts_on"],
                name="accounts_pastunit_one_a_day",
                violation_error_message="Cette unité a déjà changé ce jour-là.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Period):
    """A person's place in a unit, with the title of the post."""

    user = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name="personne",
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name="unité",
    )
    title = models.CharField("fonction", max_length=150)

    objects = InternalQuerySet["Membership"].as_manager()

    tags = tagged(technical="id user unit", personal="title", public="starts_on ends_on")
    journaled: ClassVar[tuple[str, ...]] = ("starts_on", "ends_on")

    class Meta(Period.Meta):
        verbose_name = "affectation"
        ordering = ("-starts_on",)
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "unit"],
                condition=Q(ends_on__isnull=True),
                name="accounts_membership_one_open",
                violation_error_message="Cette personne est déjà affectée à cette unité.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.user_id])
