"""Who acts for a structure, and who asks to."""

from typing import ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from maillage.accounts.models import Anyone, Role, holds
from maillage.accounts.models.period import Period, PeriodQuerySet
from maillage.base.privacy import tagged
from maillage.organisations.models.organisations import Organisation

INSTRUCTING = (Role.AGENT, Role.HEAD_OF_UNIT)


class Office(models.TextChoices):
    """In what capacity a person acts."""

    PRESIDENT = "president", "présidence"
    DIRECTOR = "director", "direction"
    TREASURER = "treasurer", "trésorerie"
    SECRETARY = "secretary", "secrétariat"
    MANAGER = "manager", "gérance"
    AUTHORISED = "authorised", "personne habilitée"


class MandateQuerySet(PeriodQuerySet["Mandate"]):
    """Mandates, as sets."""

    def visible_to(self, user: Anyone) -> "MandateQuerySet":
        """Keep everything for internal roles, else one's own."""
        if isinstance(user, AnonymousUser):
            return self.none()
        return self if user.is_obliged() else self.filter(person=user)


class Mandate(Period):
    """A person acts for a structure from a day, and perhaps until another."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mandates", verbose_name="structure"
    )
    person = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="mandates", verbose_name="personne"
    )
    office = models.CharField("qualité", max_length=10, choices=Office.choices)
    evidence = models.CharField("justificatif", max_length=200)
    granted_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        related_name="mandates_granted",
        verbose_name="accordé par",
    )
    end_reason = models.CharField("motif de la fin", max_length=200, blank=True)

    objects = MandateQuerySet.as_manager()

    tags = tagged(
        technical="id organisation person granted_by",
        public="office starts_on ends_on",
        personal="evidence end_reason",
    )
    journaled: ClassVar[tuple[str, ...]] = ("office", "starts_on", "ends_on")
    moves_with_person: ClassVar[dict[str, tuple[str, ...]]] = {
        "person": ("Mandats", "organisation", "office")
    }

    class Meta(Period.Meta):
        verbose_name = "mandat"
        ordering = ("-starts_on", "office")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "person", "office"],
                condition=Q(ends_on__isnull=True),
                name="organisations_mandate_one_open",
                violation_error_message="Cette personne a déjà ce mandat, sans fin connue.",
            ),
            models.CheckConstraint(
                condition=Q(office__in=Office.values),
                name="organisations_mandate_known_office",
                violation_error_message="Cette qualité n’existe pas.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_office_display()


class AttachmentRequestQuerySet(models.QuerySet["AttachmentRequest"]):
    """Requests to act for a structure, as sets."""

    def visible_to(self, user: Anyone) -> "AttachmentRequestQuerySet":
        """Keep everything for those who answer them, else one's own."""
        if isinstance(user, AnonymousUser):
            return self.none()
        return self if holds(user, *INSTRUCTING) else self.filter(person=user)

    def waiting(self) -> "AttachmentRequestQuerySet":
        """Keep those without an answer."""
        return self.filter(status=AttachmentRequest.Status.WAITING)


class AttachmentRequest(models.Model):
    """A person asks to act for a structure, as they name it: nobody is told which ones are known here."""

    class Status(models.TextChoices):
        WAITING = "waiting", "en attente"
        GRANTED = "granted", "confirmée"
        REFUSED = "refused", "refusée"
        WITHDRAWN = "withdrawn", "retirée"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        "": {"waiting"},
        "waiting": {"granted", "refused", "withdrawn"},
    }

    person = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="attachment_requests",
        verbose_name="personne",
    )
    name = models.CharField("nom de la structure", max_length=200)
    number = models.CharField("SIREN ou numéro RNA", max_length=20, blank=True)
    office = models.CharField("qualité", max_length=10, choices=Office.choices)
    message = models.TextField("message", max_length=1000, blank=True)
    status = models.CharField(
        "état", max_length=9, choices=Status.choices, default=Status.WAITING, editable=False
    )
    asked_at = models.DateTimeField("demandé le")
    answered_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attachment_requests_answered",
        verbose_name="réponse de",
    )
    answered_at = models.DateTimeField("réponse donnée le", null=True, blank=True)
    reason = models.TextField("motif du refus", max_length=1000, blank=True)
    mandate = models.OneToOneField(
        Mandate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="request",
        verbose_name="mandat accordé",
    )

    objects = AttachmentRequestQuerySet.as_manager()

    tags = tagged(
        technical="id person office status asked_at answered_by answered_at mandate",
        personal="name number message reason",
    )
    journaled: ClassVar[tuple[str, ...]] = ("office", "status")
    moves_with_person: ClassVar[dict[str, tuple[str, ...]]] = {"person": ("Demandes de rattachement",)}

    class Meta:
        verbose_name = "demande de rattachement"
        verbose_name_plural = "demandes de rattachement"
        ordering = ("asked_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="granted", mandate__isnull=False)
                | ~Q(status="granted") & Q(mandate__isnull=True),
                name="organisations_attachment_granted_by_mandate",
                violation_error_message="Une demande confirmée donne un mandat.",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", answered_at__isnull=True)
                | Q(status__in=["granted", "refused"], answered_at__isnull=False)
                | Q(status="withdrawn"),
                name="organisations_attachment_answered_when_closed",
                violation_error_message="Une réponse porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return f"Demande de rattachement {self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Tell whether nobody has answered yet."""
        return self.status == self.Status.WAITING
