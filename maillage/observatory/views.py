"""Pages of the figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.base.spreadsheets import as_csv
from maillage.observatory.models import Figure
from maillage.observatory.wording import bare, in_words

COLUMNS = [
    "cle", "theme", "intitule", "en_clair", "valeur", "borne_basse", "borne_haute", "unite", "rapporte_a",
    "periode", "territoire", "famille", "source", "date_source", "ligne", "statut", "methode", "remarque",
]  # fmt: skip


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """List every figure, by topic; `?q=` keeps those whose label holds the words."""
    words = request.GET.get("q", "").strip()
    rows = Figure.objects.visible_to(request.user).ready()
    if words:
        rows = rows.filter(label__icontains=words)
    return render(request, "observatory/figures.html", {"figures": rows, "words": words})


@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """Say how one figure is known."""
    row = get_object_or_404(Figure.objects.visible_to(request.user).ready(), key=key)
    siblings = Figure.objects.visible_to(request.user).filter(topic=row.topic).exclude(pk=row.pk)
    trail = [{"label": "Les chiffres", "url": reverse("observatory:figures")}, {"label": row.label}]
    return render(request, "observatory/figure.html", {"figure": row, "siblings": siblings, "trail": trail})


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give every figure as CSV (UTF-8, comma), numbers bare and provenance beside them."""
    figures = Figure.objects.visible_to(request.user).ready()
    return as_csv("chiffres.csv", [COLUMNS, *map(_row, figures)])


def _row(figure: Figure) -> list[object]:
    return [
        figure.key, figure.topic.title, figure.label, in_words(figure),
        bare(figure.value), bare(figure.low), bare(figure.high), figure.unit, figure.denominator,
        figure.period, figure.territory.name, figure.get_family_display(), figure.source.title,
        figure.source.dated, figure.source_line, figure.get_status_display(), figure.method, figure.note,
    ]  # fmt: skip
