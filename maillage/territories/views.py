"""Pages of territories."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.base.pages import heads, paged, sort_of
from maillage.base.spreadsheets import as_csv
from maillage.territories import lists, picture, portrait, reference
from maillage.territories.models import Former, Territory
from maillage.territories.resolve import period_of
from maillage.territories.search import search, search_formers
from maillage.territories.wording import PARTS

Level = Territory.Level
LONGEST = 100  # words of a search


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Search a territory; without words, show that of the collectivité, else France."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    if words:
        found = {"words": words, "found": search(words), "formers": search_formers(words)}
        return render(request, "territories/search.html", found)
    shown = Territory.objects.current().filter(home=True).first()
    shown = shown or Territory.objects.filter(level=Level.COUNTRY).first()
    return render(request, "territories/index.html", _page(request, shown) if shown else {})


@require_safe
def territory(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what a territory is; the code of a former commune leads to today's, with the explanation."""
    rows = Territory.objects.visible_to(request.user).current()
    shown = rows.select_related("region", "department", "epci").filter(slug=slug).first()
    if shown is None:
        return _former(request, slug)
    context = _page(request, shown) | {"trail": portrait.trail(shown)}
    if shown.level == Level.DEPARTMENT:
        context["councils"] = portrait.councils(shown, on=timezone.localdate())
    if shown.level == Level.COMMUNE:
        context |= {"asked": _asked(request, shown), "perimeters": shown.perimeters.current()}
        context |= {"mergers": portrait.mergers(shown), "names": portrait.names(shown)}
    return render(request, "territories/territory.html", context)


def _page(request: HttpRequest, shown: Territory) -> dict[str, Any]:
    """Return what a territory's page and the first page share: its map, what it holds, its first list."""
    parts = portrait.HOLDS[Level(shown.level)]
    return {
        "territory": shown,
        "picture": picture.of(shown),
        "held": portrait.held(shown),
        "sources": reference,
        **(_list(request, shown, parts[0]) if parts else {}),
    }


def _list(request: HttpRequest, whole: Territory, part: str) -> dict[str, Any]:
    level, label = PARTS[part]
    columns = {column.label: column.field for column in lists.COLUMNS[level]}
    sort = sort_of(request, columns, lists.FIRST_ORDER.get(level, "folded"))
    form = lists.FilterForm(request.GET, whole=whole, level=level)
    rows = form.narrow(lists.listed(whole, level, on=timezone.localdate()))
    page = paged(request, rows.order_by(sort, "code"))
    return {
        "part": part,
        "label": label,
        "form": form,
        "page": page,
        "rows": lists.cells(level, page.object_list),
        "head": lists.heads_of(level, heads(request, columns, sort)),
        "sort": request.GET.get("sort", ""),
        "searching": any(request.GET.get(name) for name in form.fields),
        "export": _export_address(request, whole, part),
    }


@require_safe
def parts(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """List the territories of one level that another holds."""
    whole = _whole(request, slug, part)
    trail = [*portrait.trail(whole)[:-1], {"label": whole.full_name, "url": whole.get_absolute_url()}]
    label = PARTS[part][1].capitalize()
    context = {
        "territory": whole,
        "trail": [*trail, {"label": label, "url": ""}],
        "picture": picture.of(whole, PARTS[part][0]),
    }
    return render(request, "territories/parts.html", _list(request, whole, part) | context)


@require_safe
def export(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """Give the same list as CSV, narrowed alike."""
    whole = _whole(request, slug, part)
    level, _ = PARTS[part]
    form = lists.FilterForm(request.GET, whole=whole, level=level)
    rows = form.narrow(lists.listed(whole, level, on=timezone.localdate())).order_by("code")
    return as_csv(f"{part}-{whole.slug}.csv", lists.exported(rows))


def _whole(request: HttpRequest, slug: str, part: str) -> Territory:
    rows = Territory.objects.visible_to(request.user).current().select_related("region", "department", "epci")
    whole = get_object_or_404(rows, slug=slug)
    if part not in portrait.HOLDS[Level(whole.level)]:
        raise Http404
    return whole


def _export_address(request: HttpRequest, whole: Territory, part: str) -> str:
    query = request.GET.copy()
    for name in ("page", "sort", "ancien"):
        query.pop(name, None)
    address = reverse("territories:export", args=[whole.slug, part])
    return f"{address}?{query.urlencode()}" if query else address


def _former(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from the code of the past to the commune of today; say so where it is none, or several."""
    period = period_of(code)
    if period is None:
        raise Http404
    today = list(period.today.order_by("code"))
    if len(today) == 1:
        return redirect(f"{today[0].get_absolute_url()}?ancien={code}")
    return render(request, "territories/former.html", {"former": period, "today": today})


def _asked(request: HttpRequest, commune: Territory) -> Former | None:
    """Return the former commune whose code led here."""
    code = request.GET.get("ancien", "")
    return commune.formers.filter(code=code).last() if code and code != commune.code else None
