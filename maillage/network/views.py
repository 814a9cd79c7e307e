"""The sheet, read by people and by machines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.network import published, sheet


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the sheet."""
    current = sheet.current(request.user)
    return render(request, "network/sheet.html", {"sheet": current, "name": _name(current)})


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """Give the sheet as JSON: exact decimals as text, every figure with its provenance."""
    current = sheet.current(request.user)
    data = published.document(current, _name(current), settings.PUBLIC_ADDRESS)
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _name(current: sheet.Sheet) -> str:
    """Return the name that the pack gives, else that of the installation."""
    return current.collectivite.name if current.collectivite else settings.COLLECTIVITE_NAME
