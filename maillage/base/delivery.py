"""Handing mails over by SMTP: once, as far as anyone can know, and never after acceptance was recorded."""

import logging
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTP, SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from typing import cast

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import SafeMIMEText, sanitize_address
from django.db.models import Case, F, IntegerField, Q, Value, When

from maillage.base.errors import Refusal
from maillage.base.outbox import GIVE_UP_AFTER, Mail
from maillage.base.status import move

logger = logging.getLogger("maillage.alarm")

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=30)
LATE_AFTER = timedelta(hours=1)
SECRET_KEPT = timedelta(days=1)
ERASED: dict[str, object] = {"body": "", "alternatives": [], "attachments": []}
PERMANENT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Setback:
    """Why an attempt failed; `unknown` when the server may have accepted all the same."""

    reason: str
    permanent: bool = False
    unknown: bool = False


def claim(at: datetime) -> Mail | None:
    """Reserve the mail due for longest, in one statement committed before the server is called.

    A reservation that ran out means that a process died with the outcome unknown: counted apart.
    """
    first = Mail.objects.due(at).order_by("next_attempt_at", "pk").first()
    if first is None:
        return None
    left = When(status=Mail.Status.SENDING, then=F("unknown_attempts") + 1)
    taken = (
        Mail.objects.due(at)
        .filter(pk=first.pk)
        .update(
            unknown_attempts=Case(left, default=F("unknown_attempts"), output_field=IntegerField()),
            status=Value(Mail.Status.SENDING),
            attempts=F("attempts") + 1,
            next_attempt_at=at + timedelta(seconds=settings.MAIL_LEASE),
        )
    )
    return Mail.objects.get(pk=first.pk) if taken else None


def hand_over(mail: Mail) -> Setback | None:
    """Give the mail to the server; None once it said yes for at least one address."""
    message = cast("SafeMIMEText", mail.message().message()).as_bytes(linesep="\r\n")
    recipients = [sanitize_address(address, "utf-8") for address in mail.recipients]
    sender = sanitize_address(mail.sender, "utf-8")
    server = EmailBackend(fail_silently=True)  # only its closing is silent: see below
    with closing(server):
        try:
            server.fail_silently = False
            server.open()
        except (OSError, SMTPException) as error:
            return Setback(reason=repr(error))
        finally:
            server.fail_silently = True
        try:
            cast("SMTP", server.connection).sendmail(sender, recipients, message)
        except (OSError, SMTPException) as error:
            return setback(error)
    return None


def setback(error: Exception) -> Setback:
    """Sort what the server answered: a 5xx will not change, a 4xx may, no answer says nothing."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return Setback(reason=repr(error), permanent=min(codes) >= PERMANENT)
    if isinstance(error, SMTPResponseException):
        return Setback(reason=repr(error), permanent=error.smtp_code >= PERMANENT)
    if isinstance(error, SMTPNotSupportedError):
        return Setback(reason=repr(error), permanent=True)
    return Setback(reason=repr(error), unknown=True)


def deliver_next(at: datetime) -> bool:
    """Hand over the mail due for longest; False when none is due or the attempt failed: wait a little."""
    mail = claim(at)
    return mail is not None and deliver(mail, at=at)


def deliver(mail: Mail, *, at: datetime) -> bool:
    """Hand over a mail just claimed and write down what came of it; tell whether it was accepted."""
    if at >= mail.give_up_at:
        problem: Setback | None = Setback(reason=mail.error or "délai dépassé", permanent=True)
    else:
        try:
            problem = hand_over(mail)
        except Exception as error:  # noqa: BLE001 -- a mail that cannot be built must not stop those behind it
            problem = Setback(reason=repr(error), permanent=True)
    if problem:
        put_off(mail, problem, at=at)
    else:
        accept(mail, at=at)
    return problem is None


def accept(mail: Mail, *, at: datetime) -> None:
    """Record that the server took the mail, even late; a secret body is erased with the same statement."""
    erased = ERASED if mail.secret else {}
    Mail.objects.filter(pk=mail.pk, status=Mail.Status.SENDING).update(
        status=Mail.Status.SENT, accepted_at=at, error="", **erased
    )


def put_off(mail: Mail, problem: Setback, *, at: datetime) -> None:
    """Try again later, each time twice as late up to 30 minutes; or give up and raise the alarm."""
    counted = "unknown_attempts" if problem.unknown else "failed_attempts"
    # `attempts` is the guard: a process that comes back after its reservation ran out changes nothing.
    Mail.objects.filter(pk=mail.pk, status=Mail.Status.SENDING, attempts=mail.attempts).update(
        status=Mail.Status.FAILED if problem.permanent else Mail.Status.WAITING,
        next_attempt_at=at + wait_after(mail.attempts),
        error=problem.reason[:1000],
        **{counted: F(counted) + 1},
    )
    if problem.permanent:
        logger.error("Courriel non remis, identifiant %s.", mail.message_id)


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 10)), LONGEST_WAIT)


def resume(mail: Mail, *, by: AbstractBaseUser | str, at: datetime) -> None:
    """Have a mail that was given up tried again for three days; refused once its text is erased."""
    if mail.secret and not mail.body:
        raise Refusal("Le texte de ce courriel est effacé. Refaites l’acte qui l’avait envoyé.")
    mail.next_attempt_at, mail.give_up_at = at, at + GIVE_UP_AFTER
    saving = ("next_attempt_at", "give_up_at")
    move(mail, Mail.Status.WAITING, by=by, at=at, action="base.mail_resumed", saving=saving)


def cancel(mail: Mail, *, by: AbstractBaseUser | str, at: datetime) -> None:
    """Have a mail that waits or was given up never leave; refused once it has left."""
    move(mail, Mail.Status.CANCELLED, by=by, at=at, action="base.mail_cancelled")


def erase_old_secrets(at: datetime) -> int:
    """Erase codes and links a day after they were written, handed over or not: they open nothing now."""
    old = Mail.objects.filter(secret=True, created_at__lt=at - SECRET_KEPT).exclude(body="")
    return old.exclude(status__in=(Mail.Status.WAITING, Mail.Status.SENDING)).update(**ERASED)


def late(at: datetime) -> list[str]:
    """Say which mails wait for too long and how many were given up (what an alarm repeats)."""
    waiting = Mail.objects.waiting().filter(created_at__lt=at - LATE_AFTER).count()
    dead = Mail.objects.dead().filter(created_at__gte=at - timedelta(days=7)).count()
    says = []
    if waiting:
        says.append(f"Courriels en attente depuis plus d’une heure\xa0: {waiting}.")
    if dead:
        says.append(f"Courriels non remis depuis sept jours\xa0: {dead}.")
    return says


def resent() -> list[str]:
    """Invariant I5: no mail was handed over again after its acceptance was recorded.

    Each attempt is refused, unknown or the one accepted: one more would be a second hand-over.
    """
    ended = F("failed_attempts") + F("unknown_attempts")
    last = Case(
        When(status__in=(Mail.Status.SENDING, Mail.Status.SENT), then=1),
        default=0,
        output_field=IntegerField(),
    )
    wrong = Mail.objects.filter(~Q(attempts=ended + last)).values_list("message_id", flat=True)
    return [
        f"Courriel {message_id}\xa0: remises tentées et résultats ne concordent pas." for message_id in wrong
    ]
