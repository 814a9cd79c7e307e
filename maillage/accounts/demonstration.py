"""The page where a newcomer takes any role, without mail server nor phone; in a demonstration only."""

import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.demo import DEMO_PASSPHRASE, demo_people
from maillage.accounts.models import Role, User
from maillage.base.outbox import Mail

MAILS_SHOWN = 20


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the accounts, their codes of the half-minute, and the mails that would have left."""
    require_demonstration()
    now = int(time.time())
    context = {
        "people": described(now),
        "passphrase": DEMO_PASSPHRASE,
        "left": app_settings.TOTP_PERIOD - now % app_settings.TOTP_PERIOD,
        "mails": Mail.objects.order_by("-created_at", "-pk")[:MAILS_SHOWN],
    }
    return render(request, "demonstration/page.html", context)


@require_POST
def sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a session as one of the demonstration's people, as if both factors had been given."""
    require_demonstration()
    user = get_object_or_404(User.objects.active(), demonstration=True, pk=pk)
    adapter = get_adapter(request)
    if request.user.is_authenticated:
        adapter.logout(request)
    record_authentication(request, user, "mfa", type="demonstration")
    adapter.login(request, user)
    return redirect(settings.LOGIN_REDIRECT_URL)


def require_demonstration() -> None:
    """Answer as a page that does not exist, were the address ever served elsewhere."""
    if not settings.DEMONSTRATION:
        raise Http404


def people() -> list[User]:
    """Return the demonstration's open accounts, in the order of the roles; applicants last."""
    found = demo_people().active().prefetch_related("role_grants")
    order = {role: rank for rank, role in enumerate(Role.values)}
    today = timezone.localdate()
    return sorted(found, key=lambda user: [order[role] for role in user.roles_on(today)] or [len(order)])


def described(now: int) -> list[dict[str, object]]:
    """Return what the page shows of each person."""
    shown = people()
    found = Authenticator.objects.filter(user__in=shown, type=Authenticator.Type.TOTP)
    factors = {factor.user_id: factor for factor in found}
    return [{"user": user, "roles": roles_of(user), **code(factors.get(user.pk), now)} for user in shown]


def roles_of(user: User) -> list[str]:
    """Return a person's roles in words."""
    roles = [str(Role(role).label) for role in user.roles_on(timezone.localdate())]
    return roles or ["Porteuse ou porteur de projet"]


def code(factor: Authenticator | None, now: int) -> dict[str, object]:
    """Return the code of this half-minute, and whether it has served."""
    if factor is None:
        return {"code": "", "served": False}
    counter = now // app_settings.TOTP_PERIOD
    value = format_hotp_value(hotp_value(decrypt(factor.data["secret"]), counter))
    return {"code": f"{value[:3]} {value[3:]}", "served": counter <= factor.data.get("last_counter", -1)}


urlpatterns = [
    path("", page, name="demonstration"),
    path("<int:pk>/", sign_in, name="demonstration_sign_in"),
]
