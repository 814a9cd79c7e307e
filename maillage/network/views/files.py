"""The sheet as files, read by machines or kept by people."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from maillage.network import format as sheet_format
from maillage.network import published, sheet

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
