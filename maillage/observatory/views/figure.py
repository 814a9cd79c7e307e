"""One figure: how it is known, what contradicts it, its series; the same for machines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.base.pages import way
from maillage.base.spreadsheets import as_csv
from maillage.observatory import published
from maillage.observatory.findings.found import Findings, find
from maillage.observatory.models import Figure
from maillage.observatory.surroundings import around
from maillage.observatory.wording import citation


@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """Say how one figure is known, and what else is."""
    row, others, found = _known(request, key)
    context = {
        "figure": row,
        "around": around(row, others),
        "found": found,
        "findings": found.naming(row),
        "citation": citation(row, settings.PUBLIC_ADDRESS, seen_on=timezone.localdate()),
        "trail": way("Les chiffres", "observatory:figures", row.label),
    }
    return render(request, "observatory/figure.html", context)


@require_safe
def figure_csv(request: HttpRequest, key: str) -> HttpResponse:
    """Give one figure as CSV."""
    row, _, found = _known(request, key)
    return as_csv(f"{row.key}.csv", published.table([row], found))


@require_safe
def figure_json(request: HttpRequest, key: str) -> JsonResponse:
    """Give one figure as JSON: exact decimals as text, its provenance and what is found about it."""
    row, _, found = _known(request, key)
    data = published.known(row, found, settings.PUBLIC_ADDRESS)
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _known(request: HttpRequest, key: str) -> tuple[Figure, list[Figure], Findings]:
    """Return a figure, those it has to do with, and what the rules find among them."""
    visible = Figure.objects.visible_to(request.user).ready()
    row = get_object_or_404(visible, key=key)
    others = list(visible.related_to(row))
    return row, others, find(others)
