"""Lists of territories: what each level shows in its columns, how a list is narrowed, sorted and exported."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from maillage.base.templatetags.french import nombre
from maillage.territories.folding import fold
from maillage.territories.models import Council, Territory
from maillage.territories.models.territory import NESTED
from maillage.territories.search import holds

Level = Territory.Level
EXPORTED = [
    "identifiant", "niveau", "code", "nom", "nature", "departement", "region", "epci", "population",
    "codes_postaux", "latitude", "longitude", "origine_position",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its head, the field it is sorted by, what a row says there."""

    label: str
    field: str = ""
    number: bool = False
    says: Callable[[Any], object]


def _name(row: Territory) -> object:
    return {"text": row.full_name, "url": row.get_absolute_url()}


def _epci(row: Territory) -> object:
    return {"text": row.epci.full_name, "url": row.epci.get_absolute_url()} if row.epci else "–"


def _department(row: Territory) -> object:
    return row.department.name if row.department else "plusieurs"


def _size(row: Any) -> object:  # noqa: ANN401 -- a territory with the counts of `listed`
    """Say how many communes it has, and how many of them here where it crosses the border."""
    return nombre(row.size) if row.here == row.size else f"{nombre(row.here)} sur {nombre(row.size)}"


def _councils(row: Any) -> object:  # noqa: ANN401 -- a territory with the councils of `listed`
    return ", ".join(council.name for council in row.sitting) or "–"


NAME = Column(label="Nom", field="folded", says=_name)
CODE = Column(label="Code", field="code", says=lambda row: row.code)
DEPARTMENT = Column(label="Département", says=_department)
COUNCIL = Column(label="Conseil", says=_councils)
POSTAL = Column(label="Code postal", field="postal_codes", says=lambda row: row.postal_codes or "–")
INTERCOMMUNAL = Column(label="Intercommunalité", says=_epci)
COMMUNES = Column(label="Communes", field="size", number=True, says=_size)
PEOPLE = Column(
    label="Habitants", field="people", number=True, says=lambda row: nombre(row.population) or "–"
)

COLUMNS = {
    Level.REGION: (NAME, CODE, COMMUNES, PEOPLE),
    Level.DEPARTMENT: (NAME, CODE, COUNCIL, COMMUNES, PEOPLE),
    Level.EPCI: (NAME, DEPARTMENT, COMMUNES, PEOPLE),
    Level.COMMUNE: (NAME, CODE, POSTAL, INTERCOMMUNAL, PEOPLE),
    Level.CANTON: (NAME, CODE, COMMUNES),
    Level.AGENCY: (NAME, CODE, COMMUNES),
    Level.QPV: (NAME, CODE, COMMUNES),
}

# The names of EPCI begin with their kind: their order says little.
FIRST_ORDER = {Level.EPCI: "-people"}


class FilterForm(forms.Form):
    """What a list can be narrowed to; everything is optional."""

    q = forms.CharField(label="Nom ou code", required=False, max_length=100)
    department = forms.ModelChoiceField(
        Territory.objects.none(),
        to_field_name="code",
        label="Département",
        required=False,
        empty_label="Tous",
    )
    kind = forms.ChoiceField(
        label="Nature", required=False, choices=[("", "Toutes"), *Territory.Kind.choices[1:]]
    )

    def __init__(self, data: Any, *, whole: Territory, level: str) -> None:  # noqa: ANN401 -- Django's
        super().__init__(data)
        self.level = level
        departments = Territory.objects.within(whole, Level.DEPARTMENT)
        if whole.level == Level.REGION and level != Level.DEPARTMENT:
            self.fields["department"].queryset = departments.order_by("code")  # type: ignore[attr-defined]
        else:
            del self.fields["department"]
        if level != Level.EPCI:
            del self.fields["kind"]

    def narrow(self, rows: QuerySet[Territory]) -> QuerySet[Territory]:
        """Return the rows that match; none for an answer that is not one of the list."""
        if not self.is_valid():
            return rows.none()
        rows = rows.filter(holds(fold(self.cleaned_data["q"])))
        if department := self.cleaned_data.get("department"):
            inside = Territory.objects.within(department, self.level)
            rows = rows.filter(pk__in=inside.values("pk"))
        return rows.filter(kind=kind) if (kind := self.cleaned_data.get("kind")) else rows


def listed(whole: Territory, level: str, *, on: date) -> QuerySet[Territory]:
    """Return the territories of a level in another, with what their columns show."""
    rows = Territory.objects.within(whole, level).annotate(people=Coalesce("population", 0))
    if level == Level.COMMUNE:
        return rows.select_related("epci", "department", "region")
    if level == Level.DEPARTMENT:
        sitting = Prefetch("councils", Council.objects.sitting(on), to_attr="sitting")
        rows = rows.prefetch_related(sitting)
    counted = rows.annotate(size=_communes(level), here=_communes(level, whole))
    return counted.select_related("department", "region")


def _communes(level: str, whole: Territory | None = None) -> Count:
    """Count the communes of each row, all of them or those that lie in a wider territory."""
    road = {Level.REGION: "of_region", Level.DEPARTMENT: "of_department", Level.EPCI: "members"}
    communes = road.get(Level(level), "communes")
    kept = {f"{communes}__level": Level.COMMUNE, f"{communes}__ended": False}
    if whole is not None and whole.level in NESTED:
        kept[f"{communes}__{whole.level}"] = whole
    return Count(communes, filter=Q(**kept), distinct=True)


def cells(level: Level, rows: Iterable[Territory]) -> list[list[object]]:
    """Return the cells of `ui/table.html`."""
    return [[_cell(column, row) for column in COLUMNS[level]] for row in rows]


def _cell(column: Column, row: Territory) -> object:
    said = column.says(row)
    shown = said if isinstance(said, dict) else {"text": said}
    return {**shown, "number": column.number, "column": column.label}


def exported(rows: QuerySet[Territory]) -> Iterator[Sequence[object]]:
    """Yield the lines of the CSV file, its head first."""
    yield EXPORTED
    for row in rows.iterator(chunk_size=1000):
        yield [
            row.slug, row.get_level_display(), row.code, row.full_name, row.get_kind_display(),
            row.department.code if row.department else "", row.region.code if row.region else "",
            row.epci.code if row.epci else "", row.population, row.postal_codes,
            row.latitude, row.longitude, row.get_position_display() if row.position else "",
        ]  # fmt: skip


def heads_of(level: Level, heads: list[dict[str, str]]) -> list[dict[str, object]]:
    """Return the heads of a list with the alignment of their column."""
    return [{**head, "number": column.number} for head, column in zip(heads, COLUMNS[level], strict=True)]
