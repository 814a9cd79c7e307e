"""The sheet as files, read by machines or kept by people."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.network import format as sheet_format
from maillage.network import paper, published, sheet
from maillage.network.markdown import markdown
from maillage.network.models import Representative
from maillage.network.told import SUBTITLE, TO_COMPLETE, Told, tell

READABLE = {"ensure_ascii": False, "indent": 1}


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """Give the sheet as JSON: exact decimals as text, every figure with its provenance."""
    data = published.document(sheet.current(request.user), settings.PUBLIC_ADDRESS)
    return JsonResponse(data, json_dumps_params=READABLE)


@require_safe
def schema(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- the same for everyone
    """Give the JSON Schema of the sheet."""
    data = sheet_format.schema(settings.PUBLIC_ADDRESS)
    return JsonResponse(data, json_dumps_params=READABLE, content_type="application/schema+json")


@require_safe
def as_pdf(request: HttpRequest) -> HttpResponse:
    """Give the sheet as a tagged PDF, to print or to hand over."""
    return _file(paper.pdf(_told(request)), "pdf", "application/pdf")


@require_safe
def as_markdown(request: HttpRequest) -> HttpResponse:
    """Give the sheet as Markdown, with whom to reach for those who may know them."""
    content = markdown(_told(request), _contacts(request))
    return _file(content, "md", "text/markdown; charset=utf-8")


@require_safe
def as_html(request: HttpRequest) -> HttpResponse:
    """Give the sheet as one HTML document that needs nothing else, with whom to reach as in the Markdown."""
    context = {
        "told": _told(request),
        "contacts": _contacts(request),
        "subtitle": SUBTITLE,
        "empty": TO_COMPLETE,
    }
    content = render_to_string("network/file.html", context)
    return _file(content, "html", "text/html; charset=utf-8", disposition="inline")


def _contacts(request: HttpRequest) -> list[Representative]:
    return list(Representative.objects.visible_to(request.user).on(timezone.localdate()))


def _told(request: HttpRequest) -> Told:
    on, address = timezone.localdate(), settings.PUBLIC_ADDRESS
    return tell(sheet.current(request.user), on=on, address=f"{address}{reverse('network:sheet')}")


def _file(content: bytes | str, ending: str, kind: str, *, disposition: str = "attachment") -> HttpResponse:
    """Return a file whose name says of which day it is."""
    name = f"fiche-{timezone.localdate().isoformat()}.{ending}"
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
