"""A new e-mail address, given by an administrator or by oneself: its owner proves it, the old one is told."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from maillage.accounts.actions import letters
from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, require_administrator, require_open
from maillage.accounts.actions.people import end_sessions, is_taken
from maillage.accounts.models import EmailChange, User
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.base.status import move

VALID_FOR = timedelta(days=3)
STALE = "Ce lien ne sert plus\xa0: il a déjà servi, ou il est trop ancien. Demandez-en un autre."


def require_free(email: str) -> None:
    """Refuse an address that already opens an account."""
    if is_taken(email):
        raise Refusal("Un compte utilise déjà cette adresse. Fusionnez les deux comptes s’ils se doublent.")


@act
def change_email(user: User, email: str, *, by: User, at: datetime) -> EmailChange:
    """Send the new address a link valid 3 days, and the old one a notice; nothing changes yet."""
    require_administrator(by, user, at=at)
    require_open(user)
    email = email.strip().lower()
    require_free(email)
    cancel_waiting(user, by=by, at=at)
    token, token_hash = letters.new_token()
    change = EmailChange(
        user=user,
        email=email,
        token_hash=token_hash,
        asked_by=by,
        expires_at=at + VALID_FOR,
    )
    change.full_clean()
    change.save()
    record(by, "accounts.email_change_asked", change, private={"email": email}, user=user.pk, at=at)
    link = letters.address("accounts:confirm_email", token)
    letters.send(email, "Confirmez votre adresse", "confirm_email", secret=True, change=change, link=link)
    letters.send(user.email, "Changement d’adresse demandé", "email_notice", change=change)
    return change


def cancel_waiting(user: User, *, by: By, at: datetime) -> None:
    """Make worthless the link that a person has not followed."""
    for waiting in user.email_changes.filter(status=EmailChange.Status.SENT):
        move(waiting, EmailChange.Status.CANCELLED, by=by, at=at, action="accounts.email_change_cancelled")


@act
def change_own_email(user: User, *, before: str, at: datetime, confirm: Callable[[], bool]) -> bool:
    """Have allauth write the address that the person has just proved; record it, and drop what waited.

    Proving the first address, that of the sign-up, changes nothing and is not recorded.
    """
    confirmed = confirm()
    user.refresh_from_db(fields=["email"])
    if confirmed and user.email != before:
        cancel_waiting(user, by=user, at=at)
        record(user, "accounts.email_changed", user, private={"before": before, "after": user.email}, at=at)
    return confirmed


def find_change(token: str, *, at: datetime) -> EmailChange:
    """Return the change that a link still confirms at that instant, or refuse."""
    waiting = EmailChange.objects.select_related("user").filter(status=EmailChange.Status.SENT)
    change = waiting.filter(token_hash=letters.digest(token), expires_at__gt=at).first()
    if change is None or not change.user.is_active:
        raise Refusal(STALE)
    return change


@act
def confirm_email(token: str, *, at: datetime) -> User:
    """Make the new address the person's own, end their sessions, and tell the old address."""
    change = find_change(token, at=at)
    user, old = change.user, change.user.email
    require_free(change.email)
    user.email = change.email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    end_sessions(user)
    move(change, EmailChange.Status.CONFIRMED, by=user, at=at, action="accounts.email_changed")
    letters.send(old, "Votre adresse a changé", "email_changed", user=user)
    return user


def expire_changes(at: datetime) -> None:
    """Close the changes that waited too long."""
    for change in EmailChange.objects.filter(status=EmailChange.Status.SENT, expires_at__lte=at):
        with transaction.atomic():
            move(
                change,
                EmailChange.Status.EXPIRED,
                by="horloge",
                at=at,
                action="accounts.email_change_expired",
            )
