"""What robots and those who look for flaws read first."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

TEXT = "text/plain; charset=utf-8"
# What holds nothing for someone who is not signed in, or as many pages as there are words to type.
PRIVATE = ("/administration/", "/bureau/", "/compte/", "/demonstration/", "/recherche/")
VALID = timedelta(days=90)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Let robots read what is public; nothing of a demonstration, whose people are invented."""
    closed = ("/",) if settings.DEMONSTRATION else PRIVATE
    return HttpResponse("\n".join(["User-agent: *", *(f"Disallow: {one}" for one in closed), ""]), TEXT)


@require_safe
def security(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Say where to report a flaw (RFC 9116); no contact, no file."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = datetime.combine(timezone.localdate() + VALID, time(), UTC)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.PUBLIC_ADDRESS}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), TEXT)
