"""Who may sign for whom, up to what amount."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.accounts.models.internal import InternalQuerySet
from maillage.accounts.models.people import User
from maillage.accounts.models.period import Period
from maillage.base.money import AmountField
from maillage.base.privacy import tagged
from maillage.base.references import ReferenceField


class DelegationQuerySet(InternalQuerySet["Delegation"]):
    """Delegations; one's own are those received."""

    def about(self, user: User) -> models.Q:
        return models.Q(delegate=user)


class Delegation(Period):
    """A delegation of signature given by an act."""

    act_number = models.CharField("numéro de l’acte", max_length=60)
    grantor = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="delegations_given",
        verbose_name="donnée par",
    )
    delegate = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="delegations",
        verbose_name="donnée à",
    )
    scope = models.CharField("objet", max_length=300)
    scheme = ReferenceField("dispositif", null=True, blank=True)
    ceiling = AmountField(
        "plafond",
        null=True,
        blank=True,
        help_text="Laissez vide si l’acte n’en fixe pas.",
    )
    stand_in = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations_covered",
        verbose_name="en cas d’absence",
    )

    objects = DelegationQuerySet.as_manager()

    tags = tagged(
        technical="id grantor delegate stand_in scheme",
        public="act_number scope starts_on ends_on",
        financial="ceiling",
    )
    journaled: ClassVar[tuple[str, ...]] = ("ceiling", "starts_on", "ends_on")

    class Meta(Period.Meta):
        verbose_name = "délégation de signature"
        verbose_name_plural = "délégations de signature"
        ordering = ("-starts_on", "act_number")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(grantor=F("delegate")),
                name="accounts_delegation_to_someone_else",
                violation_error_message="On ne se délègue pas sa propre signature.",
            ),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | (~Q(stand_in=F("delegate")) & ~Q(stand_in=F("grantor"))),
                name="accounts_delegation_third_stand_in",
                violation_error_message="En cas d’absence, désignez une troisième personne.",
            ),
            models.UniqueConstraint(
                fields=["act_number", "delegate"],
                name="accounts_delegation_one_act",
                violation_error_message="Cet acte a déjà été enregistré pour cette personne.",
            ),
        ]

    def __str__(self) -> str:
        return self.act_number

    def get_absolute_url(self) -> str:
        return reverse("accounts:delegations")
