"""The members of the network: the directory, the sheet of each, and ours beside it."""

from django.db.models import F, OrderBy
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.base.pages import heads, paged, sort_of, way
from maillage.network import access, comparison, directory, sheet
from maillage.network.format import read
from maillage.network.forms.members import DirectoryForm
from maillage.network.models import MemberSheet
from maillage.network.models.members import MemberSheetQuerySet
from maillage.network.rebuilt import sheet_of
from maillage.network.sheet import Sheet

COLUMNS = {"Collectivité": "nom", "Membre depuis": "depuis", "Sa fiche": "jour", "Chiffres": "chiffres"}
ORDER = {"nom": "member__name", "depuis": "member_since", "jour": "sheet_dated", "chiffres": "figures"}
ONE_SCREEN = 15


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    user, on = request.user, timezone.localdate()
    known = MemberSheet.objects.visible_to(user).latest()
    form, sort = DirectoryForm(request.GET), sort_of(request, COLUMNS, "nom")
    page = paged(request, narrowed(known, form).order_by(order(sort), "pk").defer("document"))
    searching = any(request.GET.get(name) for name in form.fields)
    context = {
        "ours": None if searching else directory.ours(user, on),
        "lines": directory.lines(page.object_list, on),
        "page": page,
        "form": form if searching or page.paginator.count > ONE_SCREEN else None,
        "searching": searching,
        "columns": heads(request, COLUMNS, sort),
        "can_import": access.can_import_sheets(user),
    }
    return render(request, "network/members.html", context)


def narrowed(rows: MemberSheetQuerySet, form: DirectoryForm) -> MemberSheetQuerySet:
    if not form.is_valid():
        return rows.none()
    if asked := form.cleaned_data["q"]:
        rows = rows.filter(member__name__icontains=asked)
    level = form.cleaned_data["niveau"]
    return rows.filter(member__level=level) if level else rows


def order(sort: str) -> OrderBy:
    column = F(ORDER[sort.removeprefix("-")])
    return column.desc() if sort.startswith("-") else column.asc()


def seen(request: HttpRequest, key: str) -> tuple[MemberSheet, Sheet]:
    """Return the last sheet of a member as kept, and as read back."""
    kept = get_object_or_404(MemberSheet.objects.visible_to(request.user).latest(), member__key=key)
    return kept, sheet_of(read(kept.document.encode()))


@require_safe
def member(request: HttpRequest, key: str) -> HttpResponse:
    kept, theirs = seen(request, key)
    context = {
        "kept": kept,
        "sheet": theirs,
        "name": kept.member.name,
        "to_check": theirs.to_check(timezone.localdate()),
        "former": MemberSheet.objects.filter(member=kept.member).count() - 1,
        "can_import": access.can_import_sheets(request.user),
        "trail": [{"label": "Le réseau", "url": reverse("network:members")}, {"label": kept.member.name}],
    }
    return render(request, "network/member.html", context)


@require_safe
def compare(request: HttpRequest, key: str) -> HttpResponse:
    kept, theirs = seen(request, key)
    ours = sheet.current(request.user)
    rows = comparison.compare(ours, theirs)
    context = {
        "kept": kept,
        "ours": ours,
        "rows": rows,
        "undated": sum(row.undated for row in rows),
        "trail": way("Le réseau", "network:members", "Comparer", through=kept.member),
    }
    return render(request, "network/compare.html", context)


@require_safe
def as_json(request: HttpRequest, key: str) -> HttpResponse:
    """Give the sheet as it was kept: the same facts as in the file, in the order of the format."""
    rows = MemberSheet.objects.visible_to(request.user).latest()
    kept = get_object_or_404(rows, member__key=key)
    named = {"Content-Disposition": f'attachment; filename="{key}.json"'}
    return HttpResponse(kept.document, content_type="application/json", headers=named)
