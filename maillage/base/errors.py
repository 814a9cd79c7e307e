"""What a person is told when an act cannot be done: what happened, what to do."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


class Refusal(Exception):  # noqa: N818 -- a refusal is an answer, not an error
    """An act that cannot be done; the French sentence says what is missing and what to do."""

    status = 422
    template = "errors/422.html"
    partial = "errors/refusal.html"  # what HTMX shows beside the form

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def context(self) -> dict[str, object]:
        """Return what the page shows."""
        return {"sentence": self.sentence}


class Conflict(Refusal):
    """An act that contradicts another one already done; answered 409."""

    status = 409
    template = "errors/409.html"


class TooMany(Refusal):
    """An act repeated too often; answered 429, to be tried again after `retry_after` seconds."""

    status = 429
    template = "errors/429.html"

    def __init__(self, sentence: str, *, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class SignInFirst(Exception):  # noqa: N818 -- not an error: the way to the sign-in page
    """The act may be open to this person once signed in."""


def refuse(form: BaseForm, refusal: Refusal) -> None:
    """Show a refusal on top of the form that asked for the act, so that what was typed stays.

    In the view: `except Refusal as refusal: refuse(form, refusal)`, then the form again with status 422.
    """
    form.add_error(None, refusal.sentence)


class RefusalMiddleware:
    """Turn a `Refusal` into a message and a way back, `SignInFirst` into the sign-in page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what a view refused; anything else goes on to the log."""
        if isinstance(exception, SignInFirst):
            return _sign_in(request)
        if isinstance(exception, Refusal):
            return answer_refusal(request, exception)
        return None


def _sign_in(request: HttpRequest) -> HttpResponse:
    """Ask to sign in, then come back to the page (for a form, to the page that showed it)."""
    after = request.get_full_path() if request.method in {"GET", "HEAD"} else came_from(request)
    answer = redirect_to_login(after)
    return HttpResponseClientRedirect(answer.url) if _by_htmx(request) else answer


def answer_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal met outside of a view, as the middleware answers those of views."""
    changing = request.method not in {"GET", "HEAD"}
    if changing and _by_htmx(request):
        answer = render(request, refusal.partial, refusal.context(), status=refusal.status)
        # Beside the form, never over it, so that what was typed stays; a whole page takes the whole place.
        whole = refusal.partial == refusal.template
        answer["HX-Retarget"] = "body" if whole else ".messages"
        answer["HX-Reswap"] = "innerHTML show:top"
    elif changing and refusal.status == Refusal.status:
        messages.error(request, refusal.sentence)
        return HttpResponseRedirect(came_from(request))
    else:
        context = {**refusal.context(), "back": came_from(request) if changing else ""}
        answer = render(request, refusal.template, context, status=refusal.status)
    if isinstance(refusal, TooMany):
        answer["Retry-After"] = str(refusal.retry_after)
    return answer


def _by_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", HtmxDetails(request)))


def came_from(request: HttpRequest) -> str:
    """Return the page of this site that led here, "/" where the browser does not say."""
    page = request.META.get("HTTP_REFERER", "")
    known = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if page and known else "/"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer a form sent without its token: most often, a page left open too long."""
    return render(request, "errors/csrf.html", {"back": came_from(request)}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer a request that cannot be read."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer an act closed to this person."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer a page that does not exist, or that this person may not know of: the same words for both."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer a failure of ours, needing nothing that may itself have failed: no database, no manifest."""
    return HttpResponse(render_to_string("errors/500.html", {"static": settings.STATIC_URL}), status=500)
