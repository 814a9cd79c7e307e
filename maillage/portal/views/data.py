"""Open data: the page, and its catalogue for machines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.portal import catalogue as dcat
from maillage.portal.datasets import OPEN, datasets


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Show every file one may download, with its licence, its day, its size and its columns."""
    return render(request, "portal/data.html", {"datasets": datasets(request.user), "licence": OPEN})


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Give the same as a DCAT catalogue."""
    said = dcat.catalogue(
        datasets(request.user), publisher=settings.COLLECTIVITE_NAME, site=settings.PUBLIC_ADDRESS
    )
    return JsonResponse(
        said, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
