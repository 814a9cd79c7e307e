"""What a person is told when an act cannot be done."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Refusal(Exception):  # noqa: N818 -- a refusal is an answer, not an error
    """An act that cannot be done; the French sentence says what is missing and what to do."""


class RefusalMiddleware:
    """Turn a `Refusal` into a message and a way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer a form sent without its token."""
    return HttpResponse(status=403)
