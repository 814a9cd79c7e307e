"""Elimination slips: nothing is purged without the visa of the archives (code du patrimoine, L212-2)."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.accounts.models.people import Anyone, holds
from maillage.accounts.models.roles import Role
from maillage.base.privacy import tagged

SEEN_BY = (Role.ARCHIVIST, Role.DPO)


class SlipQuerySet(models.QuerySet["EliminationSlip"]):
    """Slips, as sets."""

    def visible_to(self, user: Anyone) -> "SlipQuerySet":
        """Keep everything for archives and data protection, nothing for anyone else."""
        return self if holds(user, *SEEN_BY) else self.none()


class EliminationSlip(models.Model):
    """What is proposed for elimination, and what the archives answered; kept for ever."""

    class Status(models.TextChoices):
        DRAFTED = "drafted", "à soumettre"
        SUBMITTED = "submitted", "attend le visa"
        VISA = "visa", "visé"
        REFUSED = "refused", "refusé"
        EXECUTED = "executed", "exécuté"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        "": {"drafted"},
        "drafted": {"submitted"},
        "submitted": {"visa", "refused"},
        "visa": {"executed"},
    }

    reason = models.CharField("motif", max_length=200)
    sha256 = models.CharField("empreinte des lignes", max_length=64)
    status = models.CharField(
        "état", max_length=9, choices=Status.choices, default=Status.DRAFTED, editable=False
    )
    drafted_at = models.DateTimeField("établi le")
    # None: proposed by the clock.
    drafted_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="slips_drafted",
        verbose_name="établi par",
    )
    submitted_at = models.DateTimeField("soumis le", null=True, blank=True)
    submitted_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="slips_submitted",
        verbose_name="soumis par",
    )
    visa_at = models.DateTimeField("visa ou refus donné le", null=True, blank=True)
    visa_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="slips_answered",
        verbose_name="visa ou refus donné par",
    )
    refusal = models.TextField("motif du refus", max_length=2000, blank=True)
    executed_at = models.DateTimeField("exécuté le", null=True, blank=True)
    executed_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="slips_executed",
        verbose_name="exécuté par",
    )
    eliminated = models.PositiveIntegerField("éléments éliminés", default=0)
    spared = models.PositiveIntegerField("éléments épargnés", default=0)

    objects = SlipQuerySet.as_manager()

    tags = tagged(
        technical="id reason sha256 status drafted_at drafted_by submitted_at submitted_by visa_at visa_by "
        "refusal executed_at executed_by eliminated spared",
    )
    journaled: ClassVar[tuple[str, ...]] = ("status", "sha256", "eliminated", "spared")

    class Meta:
        verbose_name = "bordereau d’élimination"
        verbose_name_plural = "bordereaux d’élimination"
        ordering = ("-drafted_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["visa", "refused", "executed"])
                | Q(submitted_by__isnull=False, visa_by__isnull=False, visa_at__isnull=False),
                name="accounts_slip_visa_before_execution",
                violation_error_message="Rien ne s’élimine sans le visa des archives.",
            ),
            models.CheckConstraint(
                condition=Q(visa_by__isnull=True)
                | (
                    (Q(drafted_by__isnull=True) | ~Q(visa_by=F("drafted_by")))
                    & (Q(submitted_by__isnull=True) | ~Q(visa_by=F("submitted_by")))
                ),
                name="accounts_slip_visa_by_someone_else",
                violation_error_message="Le visa vient d’une autre personne que le bordereau.",
            ),
            models.CheckConstraint(
                condition=Q(status="executed", executed_by__isnull=False, executed_at__isnull=False)
                | (~Q(status="executed") & Q(executed_by__isnull=True, executed_at__isnull=True)),
                name="accounts_slip_executed_by_someone",
                violation_error_message="Une exécution porte le nom de la personne qui l’a faite et sa date.",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(refusal=""),
                name="accounts_slip_refused_with_reason",
                violation_error_message="Un refus donne son motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Bordereau {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:slip", args=[self.pk])

    def waits_for(self) -> str:
        """Say what comes next, and from whom; nothing once executed or refused."""
        return {
            self.Status.DRAFTED: "sa soumission aux archives",
            self.Status.SUBMITTED: "le visa des archives",
            self.Status.VISA: "son exécution par la protection des données ou les archives",
        }.get(self.Status(self.status), "")

    def waits_since(self) -> datetime:
        """Return when it began to wait: its last step."""
        return self.visa_at or self.submitted_at or self.drafted_at


class EliminationLine(models.Model):
    """The rows of one kind that a slip lists, one by one; never changed once written."""

    slip = models.ForeignKey(
        EliminationSlip, on_delete=models.PROTECT, related_name="lines", verbose_name="bordereau"
    )
    rule = models.CharField("règle", max_length=60)
    kind = models.CharField("table", max_length=100)
    nature = models.CharField("nature", max_length=200)
    basis = models.CharField("fondement", max_length=300)
    count = models.PositiveIntegerField("nombre")
    first_on = models.DateField("du", null=True)
    last_on = models.DateField("au", null=True)
    rows = models.JSONField("éléments")
    sha256 = models.CharField("empreinte", max_length=64)

    append_only: ClassVar[bool] = True
    tags = tagged(technical="id slip rule kind nature basis count first_on last_on rows sha256")

    class Meta:
        verbose_name = "ligne de bordereau"
        verbose_name_plural = "lignes de bordereau"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["slip", "rule"],
                name="accounts_eliminationline_one_a_rule",
                violation_error_message="Ce bordereau a déjà une ligne pour cette règle.",
            ),
        ]

    def __str__(self) -> str:
        return self.nature
