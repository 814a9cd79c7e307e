"""What the screens of structures share: the structure they are about, the tabs, the way to them."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.current import me
from maillage.accounts.models import User
from maillage.base.errors import Conflict
from maillage.base.pages import way
from maillage.base.versions import EditConflict, VersionedForm
from maillage.organisations import access
from maillage.organisations.models import AttachmentRequest, Exchange, Organisation, Project


def seen(request: HttpRequest, pk: int) -> Organisation:
    """Return a structure that the person may see, else 404."""
    rows = Organisation.objects.visible_to(me(request)).select_related("commune__department")
    return get_object_or_404(rows, pk=pk)


def seen_project(request: HttpRequest, pk: int) -> Project:
    """Return a project that the person may see, else 404."""
    rows = Project.objects.visible_to(me(request)).select_related("commune")
    return get_object_or_404(rows, pk=pk)


def trail_of(organisation: Organisation, here: str) -> list[dict[str, str]]:
    """Return the way to a page about a structure."""
    return way("Structures", "organisations:organisations", here, through=organisation)


def tabs(request: HttpRequest) -> list[dict[str, object]]:
    """Return the screens of structures that this person may open, with the number of things that wait."""
    user = me(request)
    screens: list[tuple[str, str, int | None]] = [
        ("Structures", "organisations:organisations", None),
        ("À faire", "organisations:follow_ups", Exchange.objects.visible_to(user).to_do().count()),
        ("Projets sans structure", "organisations:projects", None),
    ]
    if access.can_keep_structures(user):
        waiting = AttachmentRequest.objects.visible_to(user).waiting().count()
        screens.append(("Rattachements", "organisations:attachments", waiting))
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {"label": label, "url": reverse(name), "count": count, "current": name == here}
        for label, name, count in screens
    ]


def saving(form: VersionedForm[Any], act: Callable[..., Model], user: User) -> Callable[..., Model]:
    """Return the act that saves what a form holds; a stale one shows both texts and loses neither."""

    def save(**_: object) -> Model:
        fields = [name for name in form._meta.fields or () if name in form.fields]
        start = form.cleaned_data["version"]
        try:
            return act(form.instance, version=start, fields=fields, by=user, at=timezone.now())
        except Conflict as stale:
            raise EditConflict(form) from stale

    return save
