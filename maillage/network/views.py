"""The sheet, read by people and by machines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.network import published, sheet


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the sheet."""
    current = sheet.current(request.user)
    to_check = current.to_check(timezone.localdate())
    context = {"sheet": current, "name": _name(current), "to_check": to_check}
    return render(request, "network/sheet.html", context)


@require_safe
def to_check(request: HttpRequest) -> HttpResponse:
    """List what contradicts itself on the sheet, what is past, what is missing."""
    current = sheet.current(request.user)
    trail = [{"label": "Notre fiche", "url": reverse("network:sheet")}, {"label": "À vérifier"}]
    context = {"to_check": current.to_check(timezone.localdate()), "name": _name(current), "trail": trail}
    return render(request, "network/to_check.html", context)


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """Give the sheet as JSON: exact decimals as text, every figure with its provenance."""
    current = sheet.current(request.user)
    data = published.document(current, _name(current), settings.PUBLIC_ADDRESS)
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _name(current: sheet.Sheet) -> str:
    """Return the name that the pack gives, else that of the installation."""
    return current.collectivite.name if current.collectivite else settings.COLLECTIVITE_NAME
