"""The revisions of the sheet, and what changed between any two."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from maillage.accounts.models import Anyone
from maillage.base.pages import paged, way
from maillage.network import access, revisions
from maillage.network.differences import Change, by_section
from maillage.network.forms.compare import CompareForm
from maillage.network.models import Collectivite, Revision, Sending
from maillage.network.rebuilt import sheet_of
from maillage.network.views.files import READABLE


@require_safe
def revision_list(request: HttpRequest) -> HttpResponse:
    """List the revisions, the last one first; `?de=1&a=3` leads to what changed between two."""
    rows = Revision.objects.visible_to(request.user).light()
    form = compare_form(request)
    if form.is_valid():
        return redirect("network:differences", form.cleaned_data["de"], form.cleaned_data["a"])
    context = {
        "page": paged(request, rows),
        "form": form,
        "name": name(),
        "sent": last_sent(request.user),
        "latest": rows.first(),
        "trail": way("Notre fiche", "network:sheet", "Révisions"),
    }
    return render(request, "network/revisions.html", context)


@require_safe
def revision(request: HttpRequest, number: int) -> HttpResponse:
    """Show one revision: when, by whom, why, and what it changed."""
    rows = Revision.objects.visible_to(request.user)
    shown = get_object_or_404(rows, number=number)
    former = rows.filter(number=number - 1).first()
    context = {
        "revision": shown,
        "former": former,
        "latest": rows.light().first(),
        "sheet": revisions.read(shown.document),
        **told(revisions.between(former, shown) if former else []),
        "can_edit": access.can_edit(request.user),
        "sendings": Sending.objects.visible_to(request.user).ready().filter(revision=shown),
        "name": name(),
        "trail": [*_trail(), {"label": str(shown)}],
    }
    return render(request, "network/revision.html", context)


@require_safe
def revision_sheet(request: HttpRequest, number: int) -> HttpResponse:
    """Show the whole sheet as it was at one revision."""
    shown = get_object_or_404(Revision.objects.visible_to(request.user), number=number)
    sheet = sheet_of(revisions.read(shown.document))
    trail = way("Révisions", "network:revisions", "La fiche d’alors", through=shown)
    context = {"revision": shown, "sheet": sheet, "name": sheet.name, "trail": trail}
    return render(request, "network/revision_sheet.html", context)


@require_safe
def revision_json(request: HttpRequest, number: int) -> JsonResponse:
    """Give the document of one revision, as it was published."""
    row = get_object_or_404(Revision.objects.visible_to(request.user), number=number)
    return JsonResponse(row.document, json_dumps_params=READABLE)


@require_safe
def differences(request: HttpRequest, before: int, after: int) -> HttpResponse:
    """Show what changed for a reader from one revision to another, in either order."""
    rows = Revision.objects.visible_to(request.user)
    old, new = get_object_or_404(rows, number=before), get_object_or_404(rows, number=after)
    context = {
        "before": old,
        "after": new,
        "form": compare_form(request, {"de": before, "a": after}),
        **told(revisions.between(old, new)),
        "name": name(),
        "trail": [*_trail(), {"label": f"De la {before} à la {after}"}],
    }
    return render(request, "network/differences.html", context)


def last_sent(user: Anyone) -> Sending | None:
    """Return the last sending, for those who may know of it."""
    return Sending.objects.visible_to(user).ready().first()


def told(changes: list[Change]) -> dict[str, object]:
    """Return what the list of changes shows."""
    return {"changes": by_section(changes), "count": len(changes)}


def compare_form(request: HttpRequest, shown: dict[str, int] | None = None) -> CompareForm:
    """Return the form that chooses two revisions; the last two to begin with."""
    last = Revision.objects.light().first()
    number = last.number if last else 1
    asked = request.GET if "de" in request.GET or "a" in request.GET else None
    return CompareForm(asked, last=number, initial=shown or {"de": max(1, number - 1), "a": number})


def name() -> str:
    """Return the name of the collectivité, as the sheet gives it."""
    told_by = Collectivite.objects.first()
    return told_by.name if told_by else settings.COLLECTIVITE_NAME


def _trail() -> list[dict[str, str]]:
    from_list = way("Notre fiche", "network:sheet", "Révisions")
    return [from_list[0], *way("Révisions", "network:revisions", "")[:1]]
