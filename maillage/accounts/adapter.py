"""Where allauth's flows meet ours: journal lines, mails, French answers."""

import time
from functools import partial
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

from maillage.accounts.actions.addresses import change_own_email
from maillage.accounts.models import User
from maillage.accounts.qr import drawing
from maillage.base.journal import record
from maillage.base.limits import client_address

# Whom the journal names where nobody has signed in yet.
NOBODY = "connexion"

PROOFS = {
    "reauthenticate": "avec le mot de passe",
    "mfa_reauthenticate": "avec un code",
    "mfa_reauthenticate:webauthn": "avec une clé",
}
SENTENCES = {
    "account_inactive": "Ce compte est fermé. Écrivez à l’administration de la plateforme.",
    "cannot_remove_primary_email": "Cette adresse sert à vous connecter\xa0: elle ne peut pas être retirée.",
    "duplicate_email": "C’est déjà l’adresse de votre compte.",
    "email_password_mismatch": (
        "Adresse ou mot de passe inexact. Vérifiez les deux, ou demandez un code par courriel."
    ),
    "email_taken": "Cette adresse ne peut pas être utilisée. Essayez-en une autre.",
    "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
    "incorrect_code": "Ce code n’est pas le bon. Vérifiez-le et saisissez-le de nouveau.",
    "incorrect_password": "Ce n’est pas votre mot de passe.",
    "invalid_login": "Cette adresse n’est pas écrite comme une adresse électronique.",
    "invalid_or_expired_key": "Ce lien ne marche plus. Demandez-en un nouveau.",
    "invalid_password_reset": "Ce lien ne marche plus. Demandez-en un nouveau.",
    "max_email_addresses": "Vous ne pouvez pas ajouter d’autre adresse.",
    "rate_limited": "Trop de demandes en peu de temps. Attendez une minute.",
    "same_as_current": "C’est déjà votre adresse actuelle.",
    "too_many_login_attempts": "Trop d’essais. Demandez un nouveau code.",
    "unverified_primary_email": "Confirmez d’abord l’adresse de votre compte.",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in, sign-out, passwords and mails, each act with its journal line."""

    error_messages = DefaultAccountAdapter.error_messages | SENTENCES

    def login(self, request: HttpRequest, user: User) -> None:
        """Open a session under a new identifier, count its length from now, record by which means."""
        means = sorted({record["method"] for record in get_authentication_records(request, user)})
        with transaction.atomic():
            super().login(request, user)
            record(user, "accounts.signed_in", user, means=means)
        request.session["since"] = int(timezone.now().timestamp())

    def logout(self, request: HttpRequest) -> None:
        """Erase the session and record who left."""
        user = request.user
        with transaction.atomic():
            super().logout(request)
            if isinstance(user, User):
                record(user, "accounts.signed_out", user)

    def is_safe_url(self, url: str) -> bool:
        """Follow `next` to a path of this site only, never to a host, even our own by another name."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the limits count, the same behind a proxy."""
        return client_address(request)

    def get_login_stages(self) -> list[str]:
        """Put our own second-factor stage in place of allauth's: a trusted provider may have seen one."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "maillage.accounts.oidc.AuthenticateStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:  # noqa: ARG002 -- allauth's signature
        """Record a failed sign-in of an account that exists; the answer is the same when it does not."""
        people = filter_users_by_email(credentials.get("email", ""), for_login=True)
        with transaction.atomic():
            for person in people:
                record(NOBODY, "accounts.sign_in_failed", person, means="password")

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:  # noqa: FBT001, FBT002 -- allauth's signature
        """Create the account of an applicant."""
        user.name = form.cleaned_data.get("name", "")
        with transaction.atomic():
            super().save_user(request, user, form, commit)
            record(user, "accounts.signed_up", user)
        return user

    def set_password(self, user: User, password: str) -> None:
        """Change a password, and with it end every other session of the person."""
        user.set_password(password)
        with transaction.atomic():
            user.save(update_fields=["password"])
            record(user, "accounts.password_changed", user)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Write the address that a person has just proved to be theirs."""
        user = email_address.user
        confirm = partial(super().confirm_email, request, email_address)
        return change_own_email(user, before=user.email, at=timezone.now(), confirm=confirm)

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Ask again who it is, unless they signed in or said so a few minutes ago."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0.0)
        recent = time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT
        return not recent and super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Return the ways of saying again who one is, in our words."""
        return [
            way | {"description": PROOFS[way["id"]]} for way in super().get_reauthentication_methods(user)
        ]

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Write a mail whose text the outbox erases once it is sent: it may hold a code or a link."""
        secret = {"X-Maillage-Secret": "1"}
        message: EmailMessage = super().render_mail(
            template_prefix, email, context, {**(headers or {}), **secret}
        )
        return message


class FactorAdapter(DefaultMFAAdapter):
    """The second factor: French answers, and the drawing as SVG of ours."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "Vous ne pouvez pas retirer ce second facteur.",
        "cannot_generate_recovery_codes": "Installez d’abord une application ou une clé.",
        "incorrect_code": "Ce code n’est pas le bon. Attendez le suivant et saisissez-le.",
        "unverified_email": "Confirmez d’abord l’adresse de votre compte.",
    }

    def build_totp_svg(self, url: str) -> SafeString:
        """Return the drawing to photograph, without `data:` address nor style attribute."""
        return drawing(url, label="Code à photographier avec votre application")

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 -- allauth's signature
        """Name a key after its number."""
        return f"Clé {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def _get_site_name(self) -> str:
        return "Maillage"
