"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 -- Django's signature
    """Return what the layout needs on every page, whatever the apps installed."""
    return {
        "site_name": "Maillage",
        "collectivite": settings.COLLECTIVITE_NAME,
        "demonstration": settings.DEMONSTRATION,
    }
