"""What every request of a signed-in person goes through: how long a session lasts, and the second factor."""

from collections.abc import Callable
from datetime import datetime

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from maillage.accounts.models import User

Answer = Callable[[HttpRequest], HttpResponse]

# Seconds between two notes that a session is in use: idle time is counted that finely, not row by row.
SEEN_EVERY = 900

# What a person without their second factor may still reach: enrolment, proof of who they are, the way out.
OPEN = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "demonstration",
        "demonstration_sign_in",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    },
)
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

# Proofs that rest on no factor kept here: the provider's own, and the demonstration's one-click sign-in.
ELSEWHERE = frozenset({"oidc", "demonstration"})


class SessionLengthMiddleware:
    """End a session at its longest and at the closing of its account; keep its pages out of every cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            keep(request, at=timezone.now())
        elif SESSION_KEY in request.session:
            # A closed account: Django already takes the person for a visitor; the session must not
            # come back to life if the account is opened again.
            request.session.flush()
        response = self.get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
        return response


def keep(request: HttpRequest, *, at: datetime) -> None:
    """Prolong a session in use, or end it `SESSION_LONGEST` seconds after the sign-in."""
    now = int(at.timestamp())
    if now - request.session.setdefault("since", now) > settings.SESSION_LONGEST:
        logout(request)
        messages.info(request, "Votre session a duré longtemps\xa0: pour votre sécurité, reconnectez-vous.")
    elif now - request.session.get("seen", 0) > SEEN_EVERY:
        request.session["seen"] = now


def has_factor(user: User) -> bool:
    """Tell whether the person has set up a code generator or a key."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def has_proved(request: HttpRequest, user: User) -> bool:
    """Tell whether this very session has shown a second factor that the person still has."""
    kinds = {r.get("type") for r in get_authentication_records(request, user) if r["method"] == "mfa"}
    return bool(kinds) and (bool(kinds & ELSEWHERE) or has_factor(user))


class SecondFactorMiddleware:
    """Keep a person whose role obliges them on the enrolment page until they have a second factor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Answer in place of the view where the second factor is missing."""
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or (match and match.view_name in OPEN) or not user.is_obliged():
            return None
        if has_proved(request, user):
            return None
        if has_factor(user):
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
        return redirect("mfa_index")
