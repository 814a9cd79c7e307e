"""Every figure, and what the rules find among them."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.base.pages import PER_PAGE, heads, way
from maillage.base.spreadsheets import as_csv
from maillage.observatory.findings.finding import Severity
from maillage.observatory.findings.found import find
from maillage.observatory.models import Figure
from maillage.observatory.published import table
from maillage.observatory.selection import COLUMNS, VIEWS, Selection, select


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """List the figures, by topic unless sorted otherwise."""
    everything = list(Figure.objects.visible_to(request.user).ready())
    found = find(everything)
    chosen = select(request.GET, everything, found)
    page = Paginator(chosen.figures, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    groups = groupby(rows, lambda figure: figure.topic.title if chosen.by_topic else "")
    context = {
        "groups": [(title, list(group)) for title, group in groups],
        "one_source": rows[0].source if len({row.source_id for row in rows}) == 1 else None,
        "page": page,
        "total": len(everything),
        "chosen": chosen,
        "tabs": _tabs(request, chosen),
        "columns": heads(request, COLUMNS, chosen.sort),
        "found": found,
        "query": _query(request),
    }
    return render(request, "observatory/figures.html", context)


def _query(request: HttpRequest) -> str:
    """Return the choices of the address, for the file that holds what is shown."""
    query = request.GET.copy()
    query.pop("page", None)
    query.setdefault("view", "")
    return query.urlencode()


def _tabs(request: HttpRequest, chosen: Selection) -> list[dict[str, object]]:
    """Return the views of the list, those that are empty left out; the other choices of the address stay."""
    tabs = []
    for name, label in VIEWS.items():
        query = request.GET.copy()
        query.pop("page", None)
        query.pop("view", None)
        if name:
            query["view"] = name
        url = f"{reverse('observatory:figures')}{'?' if query else ''}{query.urlencode()}"
        tabs.append(
            {"label": label, "url": url, "count": chosen.counts[name], "current": name == chosen.view}
        )
    return [tab for tab in tabs if tab["count"] or tab["current"]]


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the figures that the address asks for as CSV (UTF-8, comma); all of them unless it chooses."""
    everything = list(Figure.objects.visible_to(request.user).ready())
    found = find(everything)
    asked = request.GET.copy()
    asked.setdefault("view", "all")
    return as_csv("chiffres.csv", table(select(asked, everything, found).figures, found))


@require_safe
def contradictions(request: HttpRequest) -> HttpResponse:
    """Tell what the rules find, the worst first."""
    found = find(Figure.objects.visible_to(request.user).ready())
    context = {
        "sections": [
            {"severity": severity.name, "findings": rows}
            for severity in Severity
            if (rows := found.of(severity))
        ],
        "found": found,
        "trail": way("Les chiffres", "observatory:figures", "Contradictions et points ouverts"),
    }
    return render(request, "observatory/contradictions.html", context)
