"""Who to call about a scheme, a partner or a department, and who stands in."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.accounts.models.internal import InternalQuerySet
from maillage.accounts.models.period import Period
from maillage.base.privacy import tagged
from maillage.base.references import ReferenceField

TAKEN = "Ce sujet a déjà un interlocuteur ou une interlocutrice."


class Topic(models.TextChoices):
    """What a person is the contact of."""

    SCHEME = "scheme", "Dispositif"
    PARTNER = "partner", "Partenaire"
    DEPARTMENT = "department", "Département"


class Contact(Period):
    """One person is the contact of one subject from a day; a subject has one contact at a time."""

    user = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="contacts",
        verbose_name="personne",
    )
    topic = models.CharField("sujet", max_length=12, choices=Topic.choices)
    label = models.CharField("intitulé", max_length=200, help_text="Par exemple : Bas-Rhin (67).")
    subject = ReferenceField("fiche", null=True, blank=True)

    objects = InternalQuerySet["Contact"].as_manager()

    tags = tagged(technical="id user subject", public="topic label starts_on ends_on")

    class Meta(Period.Meta):
        verbose_name = "interlocuteur"
        ordering = ("topic", "label", "-starts_on")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(topic__in=Topic.values),
                name="accounts_contact_known_topic",
                violation_error_message="Ce sujet n’existe pas.",
            ),
            models.UniqueConstraint(
                fields=["topic", "label"],
                condition=Q(ends_on__isnull=True),
                name="accounts_contact_one_open",
                violation_error_message=TAKEN,
            ),
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(ends_on__isnull=True, subject__isnull=False),
                name="accounts_contact_one_open_subject",
                violation_error_message=TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.user_id])


class Absence(Period):
    """Days away, and who answers meanwhile."""

    user = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="absences",
        verbose_name="personne",
    )
    stand_in = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="absences_covered",
        verbose_name="remplacée par",
    )

    objects = InternalQuerySet["Absence"].as_manager()

    tags = tagged(technical="id user stand_in", personal="starts_on ends_on")

    class Meta(Period.Meta):
        verbose_name = "absence"
        ordering = ("-starts_on",)
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(user=F("stand_in")),
                name="accounts_absence_by_someone_else",
                violation_error_message="On ne se remplace pas soi-même.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False),
                name="accounts_absence_ends",
                violation_error_message="Indiquez le dernier jour de l’absence.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%d/%m/%Y} – {self.ends_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.user_id])
