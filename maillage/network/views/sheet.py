"""The sheet, read by people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.network import access, sheet, staleness
from maillage.network.models import Revision
from maillage.territories import picture


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the sheet."""
    current, on = sheet.current(request.user), timezone.localdate()
    to_check, age = current.to_check(on), staleness.age()
    revision = Revision.objects.visible_to(request.user).light().first()
    context = {"sheet": current, "name": current.name, "to_check": to_check, "revision": revision}
    context |= {"can_edit": access.can_edit(request.user), "age": age if age and age.is_stale(on) else None}
    context["map"] = picture.of(current.territory) if current.territory else None
    return render(request, "network/sheet.html", context)


@require_safe
def to_check(request: HttpRequest) -> HttpResponse:
    """List what contradicts itself on the sheet, what is past, what is missing."""
    current = sheet.current(request.user)
    trail = [{"label": "Notre fiche", "url": reverse("network:sheet")}, {"label": "À vérifier"}]
    context = {"to_check": current.to_check(timezone.localdate()), "name": current.name, "trail": trail}
    return render(request, "network/to_check.html", context)
