"""One's desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts.current import me
from maillage.portal import desk as found
from maillage.portal import places

SHOWN = 50


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person who asks, and the places where they work."""
    user, on = me(request), timezone.localdate()
    waiting = found.waiting(user, on)
    context = {
        "person": user,
        "on": on,
        "waiting": waiting[:SHOWN],
        "others": len(waiting) - len(waiting[:SHOWN]),
        "parts": [(part, places.open_to(user).get(part)) for part in (places.WORK, places.OWN)],
    }
    return render(request, "portal/desk.html", context)
