"""Outgoing mail: a row written in the transaction of the act that causes it, handed over later."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import ClassVar, cast
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from maillage.base.errors import Refusal
from maillage.base.privacy import tagged

# A mail whose body holds a code or a link carries this header; it never leaves the house.
SECRET_HEADER = "X-Maillage-Secret"  # noqa: S105 -- the name of a header
GIVE_UP_AFTER = timedelta(days=3)


class MailQuerySet(models.QuerySet["Mail"]):
    """Mails, as sets."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "MailQuerySet":
        """Keep everything for administrators, nothing for anyone else."""
        has_role = getattr(user, "has_role", None)
        return self.all() if has_role and has_role("administrator") else self.none()

    def due(self, at: datetime) -> "MailQuerySet":
        """Keep what must be handed over now: waiting, or reserved by a process that gave no news since."""
        return self.filter(status__in=(Mail.Status.WAITING, Mail.Status.SENDING), next_attempt_at__lte=at)

    def waiting(self) -> "MailQuerySet":
        """Keep what is not handed over yet and will be."""
        return self.filter(status__in=(Mail.Status.WAITING, Mail.Status.SENDING))

    def dead(self) -> "MailQuerySet":
        """Keep what will never leave unless someone resumes it."""
        return self.filter(status=Mail.Status.FAILED)


class Mail(models.Model):
    """One mail to hand over; `status` is committed as `sending` before the server is called."""

    # Its attempts are counted instead, and proved by I5.
    keeps_history: ClassVar[bool] = False

    class Status(models.TextChoices):
        WAITING = "waiting", "en attente"
        SENDING = "sending", "en cours de remise"
        SENT = "sent", "remis"
        FAILED = "failed", "non remis"
        CANCELLED = "cancelled", "annulé"
        SHOWN = "shown", "montré, jamais envoyé"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        "": {Status.WAITING, Status.SHOWN},
        Status.WAITING: {Status.SENDING, Status.CANCELLED},
        Status.SENDING: {Status.SENT, Status.WAITING, Status.FAILED},
        Status.FAILED: {Status.WAITING, Status.CANCELLED},
        Status.SENT: set(),
        Status.CANCELLED: set(),
        Status.SHOWN: set(),
    }

    message_id = models.CharField("identifiant du message", max_length=200, unique=True)
    sender = models.CharField("expéditeur", max_length=320)
    to = models.JSONField("destinataires", default=list)
    cc = models.JSONField("en copie", default=list, blank=True)
    bcc = models.JSONField("en copie cachée", default=list, blank=True)
    subject = models.TextField("objet", blank=True)
    body = models.TextField("texte", blank=True)
    alternatives = models.JSONField("autres formes", default=list, blank=True)
    attachments = models.JSONField("pièces jointes", default=list, blank=True)
    headers = models.JSONField("en-têtes", default=dict, blank=True)
    secret = models.BooleanField("texte à effacer", default=False)
    status = models.CharField("état", max_length=9, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField("écrit le")
    # While `sending`, the end of the reservation: past it, the outcome is unknown and the mail due again.
    next_attempt_at = models.DateTimeField("prochaine remise")
    give_up_at = models.DateTimeField("abandon le")
    accepted_at = models.DateTimeField("remis le", null=True, blank=True)
    attempts = models.PositiveIntegerField("remises tentées", default=0)
    failed_attempts = models.PositiveIntegerField("remises refusées", default=0)
    unknown_attempts = models.PositiveIntegerField("remises sans réponse", default=0)
    error = models.TextField("dernière erreur", blank=True)

    objects = MailQuerySet.as_manager()

    tags = tagged(
        technical="id message_id sender secret status created_at next_attempt_at give_up_at accepted_at "
        "attempts failed_attempts unknown_attempts",
        personal="to cc bcc subject body alternatives attachments headers error",
    )

    class Meta:
        app_label = "base"
        verbose_name = "courriel"
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(status__in=("waiting", "sending")),
                name="base_mail_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="sent", accepted_at__isnull=False)
                | (~Q(status="sent") & Q(accepted_at__isnull=True)),
                name="base_mail_sent_is_accepted",
                violation_error_message="Un courriel remis porte la date de sa remise, un autre n’en a pas.",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def recipients(self) -> list[str]:
        """Every address it goes to, hidden copies included."""
        return [*self.to, *self.cc, *self.bcc]

    def message(self) -> EmailMultiAlternatives:
        """Build the message again, the same at each attempt: identifier and date included."""
        message = EmailMultiAlternatives(
            subject=self.subject,
            body=self.body,
            from_email=self.sender,
            to=self.to,
            cc=self.cc,
            bcc=self.bcc,
            headers=self.headers,
        )
        for content, kind in self.alternatives:
            message.attach_alternative(content, kind)
        for name, content, kind in self.attachments:
            message.attach(name, b64decode(content), kind)
        return message


def _packed(attachment: object) -> list[str]:
    if not isinstance(attachment, tuple):
        raise TypeError("Attach (name, content, type), not a MIME part: it is kept as a row.")
    name, content, kind = cast("tuple[str | None, str | bytes, str | None]", attachment)
    data = content.encode() if isinstance(content, str) else content
    return [name or "", b64encode(data).decode(), kind or "application/octet-stream"]


def _headers(message: EmailMessage, *, at: datetime) -> dict[str, str]:
    host = urlsplit(settings.PUBLIC_ADDRESS).hostname or "localhost"
    kept = {name: str(text) for name, text in message.extra_headers.items() if name != SECRET_HEADER}
    if message.reply_to:
        kept.setdefault("Reply-To", ", ".join(map(str, message.reply_to)))
    kept.setdefault("Date", format_datetime(at))
    return {**kept, "Message-ID": f"<{uuid4().hex}@{host}>"}


def post(message: EmailMessage, *, at: datetime) -> Mail:
    """Write a mail to hand over, in the caller's transaction; `Refusal` when a line break hides in a header.

    In demonstration mode it is kept to be shown and never leaves.
    """
    headers = _headers(message, at=at)
    mail = Mail(
        message_id=headers["Message-ID"],
        sender=message.from_email,
        to=list(message.to),
        cc=list(message.cc),
        bcc=list(message.bcc),
        subject=str(message.subject),
        body=str(message.body),
        alternatives=[[str(text), kind] for text, kind in getattr(message, "alternatives", [])],
        attachments=[_packed(attachment) for attachment in message.attachments],
        headers=headers,
        secret=message.extra_headers.get(SECRET_HEADER) == "1",
        status=Mail.Status.SHOWN if settings.DEMONSTRATION else Mail.Status.WAITING,
        created_at=at,
        next_attempt_at=at,
        give_up_at=at + GIVE_UP_AFTER,
    )
    try:
        mail.message().message()
    except BadHeaderError as error:
        raise Refusal(
            "L’objet ou une adresse du courriel contient un retour à la ligne. Retirez-le, puis recommencez."
        ) from error
    mail.save(force_insert=True)
    return mail


class EmailBackend(BaseEmailBackend):
    """What `send_mail` and `EmailMessage.send` reach: nothing leaves, rows are written."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each mail, all or none."""
        # The one clock here: Django's signature has no room for `at`.
        at = timezone.now()
        with transaction.atomic():
            return len([post(message, at=at) for message in email_messages])
