"""What views share: the page of one act, lists by pages and by order, the way to a page."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.base.errors import Conflict, Refusal, refuse
from maillage.base.idempotency import already, content_of, once
from maillage.base.references import Reference, model_of

M = TypeVar("M", bound=Model)
PER_PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


class ConfirmForm(forms.Form):
    """Nothing to type: the button is the answer."""


def confirmed(request: HttpRequest) -> ConfirmForm:
    """Return the form of an act that only asks whether one is sure."""
    return ConfirmForm(request.POST if request.method == "POST" else None)


def attempt(request: HttpRequest, form: forms.BaseForm, act: Callable[..., Any]) -> bool:
    """Do the act with what a valid form holds; tell whether it is done (see `perform`)."""
    return perform(request, form, act) is not None


def perform(request: HttpRequest, form: forms.BaseForm, act: Callable[..., Any]) -> object | None:
    """Do the act with what a valid form holds; return what it made (True for nothing), None if not done.

    A refusal goes on top of the form, a conflict to its page. A form with a key does it once, however often
    it is sent: the second time returns what the first one made, even where it is no longer valid since.
    """
    if not form.is_bound:
        return None
    valid = form.is_valid()
    data = dict(form.cleaned_data)
    key = data.pop("cle", None)
    if not valid:
        return already(key, **_sent(request)) if key else None
    try:
        made = act(**data) if key is None else act_once(request, key, partial(act, **data))
    except Conflict:
        raise
    except Refusal as refusal:
        refuse(form, refusal)
        return None
    return True if made is None else made


def act_once(request: HttpRequest, key: UUID, act: Callable[[], Model]) -> Reference:
    """Do an act that creates something, unless this form was already sent; return what it made."""
    return once(key, act, **_sent(request), at=timezone.now())


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Return who sent which form, with what content."""
    match = request.resolver_match
    return {
        "owner": Reference.of(request.user) if request.user.is_authenticated else None,
        "purpose": match.view_name if match else request.path,
        "content": content_of(request),
    }


def act_page(
    request: HttpRequest,
    form: forms.BaseForm,
    act: Callable[..., object],
    *,
    says: str,
    to: str | Model | None = None,
    back: str | Model | None = None,
    **page: Any,  # noqa: ANN401 -- what the template shows
) -> HttpResponse:
    """Show the page of one act; once done, say so and go `to` an address, a named one, or a row's page.

    Without `to`, go to the page of what the act made. `back` is where giving up leads, `to` unless told.
    `page`: title, verb (the button), and perhaps lead, facts (rows of ui/summary), loss (what a
    destructive act takes away), trail.
    """
    made = perform(request, form, act)
    if made is not None:
        messages.success(request, says)
        return redirect(address_of(cast("Model", made) if to is None else to))
    context = {"form": form, "back": address_of(back or to or "/"), **page}
    return render(request, "act.html", context, status=422 if form.errors else 200)


def address_of(place: str | Model | Reference) -> str:
    """Return the address of a page: an address itself, a name, a row or its reference."""
    if isinstance(place, str):
        return place if place.startswith("/") else reverse(place)
    model = model_of(place.kind) if isinstance(place, Reference) else None
    row = model._base_manager.get(pk=place.id) if model and isinstance(place, Reference) else place
    return str(cast("Any", row).get_absolute_url())


def way(label: str, name: str, here: str, *, through: Model | None = None) -> list[dict[str, str]]:
    """Return the way from a list, perhaps through one of its rows, to a page; the page has no address."""
    steps = [{"label": label, "url": reverse(name)}]
    if through is not None:
        steps.append({"label": str(through), "url": cast("Any", through).get_absolute_url()})
    return [*steps, {"label": here, "url": ""}]


def paged(request: HttpRequest, rows: QuerySet[M]) -> "Page[M]":
    """Return the page of a list that the address asks for, the nearest one if it has none such."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def summary(*rows: tuple[str, object]) -> list[dict[str, object]]:
    """Return what `ui/summary.html` shows: terms and values, the empty ones left out."""
    return [{"term": term, "value": value} for term, value in rows if value or value == 0]


def sort_of(request: HttpRequest, columns: Mapping[str, str], default: str) -> str:
    """Return the order that the address asks for, `field` or `-field`; the default for any other."""
    asked = request.GET.get("sort", "")
    return asked if asked.removeprefix("-") in set(columns.values()) - {""} else default


def heads(request: HttpRequest, columns: Mapping[str, str], sort: str) -> list[dict[str, str]]:
    """Return the heads of a list from label -> field ("": no order); a second click turns it round."""
    return [
        {
            "label": label,
            "url": "?" + _sorted_by(request, f"-{field}" if sort == field else field) if field else "",
            "sorted": {field: "ascending", f"-{field}": "descending"}.get(sort, "") if field else "",
        }
        for label, field in columns.items()
    ]


def _sorted_by(request: HttpRequest, field: str) -> str:
    query = request.GET.copy()
    query["sort"] = field
    query.pop("page", None)
    return query.urlencode()
