"""Opening an account, suspending it, opening it again."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import F

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, day_of, require_administrator, require_another_administrator
from maillage.accounts.models import User
from maillage.base.errors import Refusal
from maillage.base.journal import record


def is_taken(email: str) -> bool:
    """Tell whether an address opens an account already, as its main address or another one."""
    main = User.objects.filter(email__iexact=email)
    return main.exists() or EmailAddress.objects.filter(email__iexact=email).exists()


@act
def open_account(email: str, *, name: str, password: str | None, by: By, at: datetime) -> User:
    """Open an account whose address is already proved; refuse an address already in use."""
    if is_taken(email.strip()):
        raise Refusal(
            "Un compte existe déjà avec cette adresse. Connectez-vous, ou demandez un nouveau mot de passe."
        )
    user = User.objects.create_user(email, password, name=name.strip(), created_at=at)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(by, "accounts.opened", user, private={"email": user.email, "name": user.name}, at=at)
    return user


@act
def suspend(user: User, *, reason: str, by: By, at: datetime) -> None:
    """Close an account and end all its sessions; its roles come back with it if it is opened again."""
    require_administrator(by, user, at=at)
    if not user.is_active:
        raise Refusal(f"Le compte de {user} est déjà fermé.")
    require_another_administrator(user, on=day_of(at))
    user.is_active = False
    user.suspended_at = at
    user.suspension_reason = reason
    user.save(update_fields=["is_active", "suspended_at", "suspension_reason"])
    end_sessions(user)
    record(by, "accounts.suspended", user, private={"reason": reason}, at=at)


@act
def restore(user: User, *, by: By, at: datetime) -> None:
    """Open a suspended account again; a merged one stays closed."""
    require_administrator(by, user, at=at)
    if user.merged_into:
        raise Refusal(f"Ce compte a été fusionné avec celui de {user.merged_into}\xa0: utilisez ce dernier.")
    if user.is_active:
        raise Refusal(f"Le compte de {user} est déjà ouvert.")
    if user.erased_at:
        raise Refusal("Ce compte a été effacé\xa0: il ne se rouvre pas. Une inscription reste possible.")
    user.is_active = True
    user.suspended_at = None
    user.suspension_reason = ""
    user.save(update_fields=["is_active", "suspended_at", "suspension_reason"])
    record(by, "accounts.restored", user, at=at)


def end_sessions(user: User) -> None:
    """Make every session of this person worthless at once, wherever it was opened."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])


@act
def open_file(person: User, *, by: User, at: datetime) -> None:
    """Write in the journal that the file of a natural person, not a colleague, is read."""
    record(by, "accounts.person_file_opened", person, at=at)


@act
def record_export(*, by: User, people: int, at: datetime) -> None:
    """Write in the journal who took the list of people away, and how many were on it."""
    record(by, "accounts.people_exported", by, people=people, at=at)
