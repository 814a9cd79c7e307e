"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.portal import home as told


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the collectivité does, by figures and facts; where nothing is loaded, what to do."""
    return render(request, "portal/home.html", {"home": told.home(request.user, timezone.localdate())})
