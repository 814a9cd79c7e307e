"""What a person asks about their own data: to read it, to have it corrected, to have it erased."""

from calendar import monthrange
from datetime import date, datetime
from typing import ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.accounts.models.eliminations import EliminationSlip
from maillage.accounts.models.people import Anyone, holds
from maillage.accounts.models.roles import Role
from maillage.base.privacy import tagged


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later (earlier if negative), or the last one of a shorter month.

    >>> months_after(date(2026, 1, 31), 1), months_after(date(2026, 3, 31), -1)
    (datetime.date(2026, 2, 28), datetime.date(2026, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# What an erasure waits for, by the state of its slip.
ERASING: dict[str, str] = {
    EliminationSlip.Status.SUBMITTED: "le visa des archives",
    EliminationSlip.Status.VISA: "l’effacement par la protection des données, avec le visa des archives",
    EliminationSlip.Status.REFUSED: "la réponse de la protection des données, les archives ayant tout gardé",
}


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    """Requests, as sets."""

    def visible_to(self, user: Anyone) -> "DataRequestQuerySet":
        """Keep everything for data protection, else one's own."""
        if isinstance(user, AnonymousUser):
            return self.none()
        return self if holds(user, Role.DPO) else self.filter(person=user)

    def open(self) -> "DataRequestQuerySet":
        """Keep those that still wait for their answer."""
        return self.filter(status__in=(DataRequest.Status.RECEIVED, DataRequest.Status.PREPARED))


class DataRequest(models.Model):
    """One request; its answer is due within a month (GDPR, art. 12.3)."""

    class Kind(models.TextChoices):
        ACCESS = "access", "Recevoir mes données"
        RECTIFICATION = "rectification", "Corriger mes données"
        ERASURE = "erasure", "Effacer mes données"

    class Status(models.TextChoices):
        RECEIVED = "received", "reçue"
        PREPARED = "prepared", "préparée"
        DONE = "done", "faite"
        REFUSED = "refused", "refusée"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        "": {"received"},
        "received": {"prepared", "refused"},
        "prepared": {"done", "refused"},
    }

    kind = models.CharField("demande", max_length=13, choices=Kind.choices, editable=False)
    person = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="data_requests",
        verbose_name="personne",
    )
    text = models.TextField("précisions de la personne", max_length=2000, blank=True)
    new_name = models.CharField("nom corrigé", max_length=150, blank=True)
    status = models.CharField(
        "état", max_length=8, choices=Status.choices, default=Status.RECEIVED, editable=False
    )
    received_at = models.DateTimeField("reçue le")
    due_on = models.DateField("réponse attendue le")
    answered_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="data_requests_answered",
        verbose_name="suivie par",
    )
    answered_at = models.DateTimeField("réponse donnée le", null=True, blank=True)
    reason = models.TextField("motif du refus", max_length=2000, blank=True)
    available_until = models.DateTimeField("fichier disponible jusqu’au", null=True, blank=True)
    slip = models.OneToOneField(
        EliminationSlip,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="data_request",
        verbose_name="bordereau d’élimination",
    )

    objects = DataRequestQuerySet.as_manager()

    tags = tagged(
        technical="id kind person status received_at due_on answered_by answered_at available_until slip",
        personal="text new_name reason",
    )
    journaled: ClassVar[tuple[str, ...]] = ("kind", "status", "due_on")

    class Meta:
        verbose_name = "demande relative aux données"
        verbose_name_plural = "demandes relatives aux données"
        ordering = ("due_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(status__in=["received", "prepared"]),
                name="accounts_datarequest_one_open",
                violation_error_message="Une demande de cette sorte attend déjà sa réponse.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["access", "rectification", "erasure"]),
                name="accounts_datarequest_known_kind",
                violation_error_message="Cette sorte de demande n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("person")),
                name="accounts_datarequest_not_by_oneself",
                violation_error_message="On ne répond pas à sa propre demande.",
            ),
            models.CheckConstraint(
                condition=Q(status="received", answered_by__isnull=True, answered_at__isnull=True)
                | Q(status="prepared", answered_by__isnull=False, answered_at__isnull=True)
                | Q(status__in=["done", "refused"], answered_by__isnull=False, answered_at__isnull=False),
                name="accounts_datarequest_answered_when_closed",
                violation_error_message="Une réponse porte le nom de la personne qui l’a donnée et sa date.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="erasure") | ~Q(status="done") | Q(slip__isnull=False),
                name="accounts_datarequest_erased_by_slip",
                violation_error_message="Un effacement passe par un bordereau d’élimination.",
            ),
        ]

    def __str__(self) -> str:
        return f"Demande {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:data_request", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Tell whether the person still waits for an answer."""
        return self.status in {self.Status.RECEIVED, self.Status.PREPARED}

    def has_file(self, at: datetime) -> bool:
        """Tell whether the person may still take their file away."""
        return bool(self.status == self.Status.DONE and self.available_until and at < self.available_until)

    def waits_for(self) -> str:
        """Say what comes next, and from whom; nothing once answered."""
        if self.status == self.Status.RECEIVED:
            return "l’examen par la protection des données"
        if self.status != self.Status.PREPARED:
            return ""
        if self.kind == self.Kind.ERASURE and self.slip:
            return ERASING[self.slip.status]
        return "la mise à disposition du fichier" if self.kind == self.Kind.ACCESS else "la correction"
