"""What the site says of itself: who publishes it, how accessible it is, where everything is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.portal import legal as notice
from maillage.portal import places
from maillage.portal.datasets import OPEN


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Show who publishes, who hosts, under which licences, with which cookies."""
    context = {"publisher": notice.publisher(), "cookies": notice.cookies(), "licence": OPEN}
    return render(request, "portal/legal.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the statement that the law asks for, and what it rests on."""
    context = {
        "checked_on": notice.ACCESSIBILITY_CHECKED_ON,
        "defender": notice.DEFENDER,
        "defender_form": notice.DEFENDER_FORM,
        "contact": settings.PUBLISHER["contact"],
        "phone": settings.PUBLISHER["phone"],
        "plan": settings.PUBLISHER["accessibility_plan"],
    }
    return render(request, "portal/accessibility.html", context)


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """List every page this person may go to."""
    return render(request, "portal/site_map.html", {"parts": places.open_to(request.user)})
