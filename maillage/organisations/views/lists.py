"""The list of structures, and what leaves it."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.current import me
from maillage.base.access import permit
from maillage.base.pages import heads, paged, sort_of
from maillage.base.spreadsheets import as_csv
from maillage.organisations import access, queries
from maillage.organisations.actions import exports
from maillage.organisations.forms import search
from maillage.organisations.models import Organisation
from maillage.organisations.models.organisations import OrganisationQuerySet
from maillage.organisations.views.pages import tabs

COLUMNS = {"Nom": "nom", "Commune": "commune", "Famille": "famille", "Statuts": "", "Mise à jour": "jour"}
ORDER = {"nom": ("folded",), "commune": ("commune__name", "folded"), "famille": ("family", "folded")}
ORDER["jour"] = ("updated_at",)


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_see_structures(request.user))
    form = search.SearchForm(request.GET, places=queries.departments())
    sort = sort_of(request, COLUMNS, "nom")
    context = {
        "form": form,
        "page": paged(request, listed(request, form, sort)),
        "columns": heads(request, COLUMNS, sort),
        "tabs": tabs(request),
        "sort": request.GET.get("sort", ""),
        "searching": any(request.GET.get(name) for name in form.fields),
        "can_keep": access.can_keep_structures(request.user),
    }
    return render(request, "organisations/organisations.html", context)


def listed(request: HttpRequest, form: search.SearchForm, sort: str) -> OrganisationQuerySet:
    """Return the structures asked for, each with its commune and its statuses of the day."""
    rows = Organisation.objects.visible_to(me(request))
    if not form.is_valid():
        return rows.none()
    rows = narrowed(rows, form).select_related("commune__department")
    columns = [F(name) for name in ORDER[sort.removeprefix("-")]]
    order = [column.desc() if sort.startswith("-") else column.asc() for column in columns]
    # Hidden names come last: their place would tell their first letter.
    return rows.order_by(F("told").desc(), *order, "pk").prefetch_related(
        queries.recognised_on(timezone.localdate())
    )


def narrowed(rows: OrganisationQuerySet, form: search.SearchForm) -> OrganisationQuerySet:
    asked = form.cleaned_data
    if asked["q"]:
        rows = queries.matching(rows, asked["q"])
    if asked["departement"]:
        rows = rows.filter(commune__department=asked["departement"])
    if asked["famille"]:
        rows = rows.filter(family="" if asked["famille"] == search.NO_FAMILY else asked["famille"])
    if asked["statut"]:
        rows = rows.recognised(asked["statut"], on=timezone.localdate())
    return rows.filter(status=asked["etat"]) if asked["etat"] else rows


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_see_structures(request.user))
    form = search.SearchForm(request.POST, places=queries.departments())
    rows = list(listed(request, form, "nom"))
    exports.record_export(by=me(request), rows=len(rows), at=timezone.now())
    return as_csv("structures.csv", cells(rows), office=True)


def cells(rows: Iterable[Organisation]) -> Iterator[list[object]]:
    """Yield the lines of the file; what may not be told is left empty."""
    yield list(CELLS)
    for row in rows:
        yield [write(row) for write in CELLS.values()]


def department(row: Organisation) -> str:
    return row.commune.department.code if row.commune.department else ""


def statuses(row: Organisation) -> str:
    return ", ".join(one.short for one in getattr(row, "in_force", ()))


CELLS: dict[str, Callable[[Organisation], object]] = {
    "Nom": lambda row: row.name if row.is_told else "",
    "Sigle": lambda row: row.acronym if row.is_told else "",
    "SIREN": lambda row: row.siren,
    "RNA": lambda row: row.rna,
    "Tribunal": lambda row: row.court,
    "Volume": lambda row: row.volume,
    "Folio": lambda row: row.folio,
    "Catégorie juridique": lambda row: row.legal_category,
    "Libellé de la catégorie": lambda row: row.legal_label,
    "Famille": lambda row: row.get_family_display(),
    "NAF": lambda row: row.activity,
    "Code commune": lambda row: row.commune_id,
    "Commune": lambda row: row.commune.name,
    "Département": department,
    "Adresse": lambda row: row.shown_address,
    "Tranche d’effectif": lambda row: row.size_band,
    "Libellé de la tranche": lambda row: row.size_label,
    "Année de l’effectif": lambda row: row.size_year or "",
    "Statuts du jour": statuses,
    "État": lambda row: row.get_status_display(),
    "Diffusion partielle": lambda row: "oui" if row.partial else "non",
    "Origine": lambda row: row.get_source_display(),
}
