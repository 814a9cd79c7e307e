"""One's own account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts import access, queries
from maillage.accounts.current import me


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user, on = me(request), timezone.localdate()
    context = {
        "person": user,
        "on": on,
        "profile": queries.profile(user, on),
        "obliged": user.is_obliged(on),
        "can_declare": access.can_declare_absence(user, user),
    }
    return render(request, "accounts/account.html", context)
