"""What the pages of administration share: who asks, the page of one act, the tabs."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.accounts import access
from maillage.accounts.forms.people import ConfirmForm
from maillage.accounts.models import Unit, User
from maillage.base.access import permit
from maillage.base.errors import Conflict, Refusal, refuse
from maillage.base.idempotency import content_of, once
from maillage.base.references import Reference

M = TypeVar("M", bound=Model)
PER_PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


def me(request: HttpRequest) -> User:
    """Return the person who asks; a visitor is asked to sign in."""
    permit(request, access.is_someone(request.user))
    return cast("User", request.user)


def seen_person(request: HttpRequest, pk: int) -> User:
    """Return a person that the one who asks may see, else 404."""
    people: QuerySet[User] = User.objects.visible_to(me(request))
    return get_object_or_404(people, pk=pk)


def attempt(request: HttpRequest, form: forms.BaseForm, act: Callable[..., Any]) -> bool:
    """Do the act with what a valid form holds; a refusal goes on top of the form, a conflict to its page.

    A form with a key does it once, however often it is sent.
    """
    if not form.is_valid():
        return False
    data = dict(form.cleaned_data)
    key = data.pop("cle", None)
    try:
        if key is None:
            act(**data)
        else:
            act_once(request, key, partial(act, **data))
    except Conflict:
        raise
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True


def act_once(request: HttpRequest, key: UUID, act: Callable[[], Model]) -> None:
    """Do an act that creates something, unless this form was already sent."""
    match = request.resolver_match
    once(
        key,
        act,
        owner=Reference.of(request.user) if isinstance(request.user, User) else None,
        purpose=match.view_name if match else request.path,
        content=content_of(request),
        at=timezone.now(),
    )


def act_page(
    request: HttpRequest,
    form: forms.BaseForm,
    act: Callable[..., object],
    *,
    says: str,
    to: str | User | Unit,
    **page: Any,  # noqa: ANN401 -- what the template shows
) -> HttpResponse:
    """Show the page of one act; once done, say so and go on.

    `page`: title, verb (the button), and perhaps lead, facts (rows of ui/summary), loss (what a
    destructive act takes away), trail.
    """
    if attempt(request, form, act):
        messages.success(request, says)
        return redirect(to)
    back = to if isinstance(to, str) else to.get_absolute_url()
    context = {"form": form, "back": back if back.startswith("/") else reverse(back), **page}
    return render(request, "accounts/act.html", context, status=422 if form.errors else 200)


def tabs(request: HttpRequest) -> list[dict[str, object]]:
    """Return the screens of administration that this person may open."""
    user = request.user
    everyone = access.can_see_people(user)
    screens = (
        ("Personnes", "accounts:people", everyone),
        ("Invitations", "accounts:invitations", access.can_administer_people(user)),
        ("Organigramme", "accounts:chart", everyone),
        ("Interlocuteurs", "accounts:contacts", everyone),
        ("Délégations", "accounts:delegations", everyone),
        ("Seconds facteurs", "accounts:factor_resets", access.can_administer_people(user)),
        ("Données personnelles", "accounts:data_requests", access.can_handle_requests(user)),
        ("Éliminations", "accounts:slips", access.can_see_slips(user)),
        ("Messages", "accounts:messages", access.can_see_mails(user)),
        ("Journal", "accounts:journal", access.can_read_journal(user)),
    )
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {"label": label, "url": reverse(name), "current": name == here}
        for label, name, allowed in screens
        if allowed
    ]


def way(label: str, name: str, here: str, *, through: Model | None = None) -> list[dict[str, str]]:
    """Return the way from a list, perhaps through one of its rows, to a page; the page has no address."""
    steps = [{"label": label, "url": reverse(name)}]
    if through is not None:
        steps.append({"label": str(through), "url": cast("Any", through).get_absolute_url()})
    return [*steps, {"label": here, "url": ""}]


def trail_of(person: User, here: str) -> list[dict[str, str]]:
    """Return the way to a page about a person."""
    return way("Personnes", "accounts:people", here, through=person)


def paged(request: HttpRequest, rows: QuerySet[M]) -> "Page[M]":
    """Return the page of a list that the address asks for, the nearest one if it has none such."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def summary(*rows: tuple[str, object]) -> list[dict[str, object]]:
    """Return what `ui/summary.html` shows: terms and values, the empty ones left out."""
    return [{"term": term, "value": value} for term, value in rows if value or value == 0]


def confirmed(request: HttpRequest) -> ConfirmForm:
    """Return the form of an act that only asks whether one is sure."""
    return ConfirmForm(request.POST if request.method == "POST" else None)
