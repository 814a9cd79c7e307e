"""Importing shapes of communes: old codes are put where their land is today."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from shapely import union_all
from shapely.geometry.base import BaseGeometry

from maillage.territories.actions.brought import Origin, Report, keep
from maillage.territories.actions.derived import fill_cantons, join_epci
from maillage.territories.actions.shapes import counts_of, keep_shapes, refuse_other_names, refuse_twice
from maillage.territories.models import Former, Import, Territory
from maillage.territories.outlines import Outline
from maillage.territories.resolve import communes_of_today, resolve_all

SHOWN = 20  # remarks of one kind


@transaction.atomic
def import_communes(outlines: Sequence[Outline], *, origin: Origin, on: date | None = None) -> Report:
    """Take in shapes of communes, then remake those of EPCI and what each canton holds.

    `on`: the day of the codes in the files, where it is known. A commune split since then is left out and
    said, and so are codes never used. Files whose names are not those of these codes are refused.
    """
    refuse_twice(outlines)
    refuse_other_names(outlines, _names({row.code for row in outlines}))
    report = Report(counts=counts_of(outlines))
    shapes = _placed(outlines, on, report)
    keep_shapes(shapes, source=origin.source)
    _say_missing(shapes, report)
    report.counts |= join_epci(source=origin.source) | fill_cantons()
    return keep(Import.Kind.COMMUNE_SHAPES, origin, report)


def _names(codes: set[str]) -> dict[str, set[str]]:
    """Return the names that each of these codes has, or had."""
    found: dict[str, set[str]] = defaultdict(set)
    rows: Iterable[Territory | Former] = [*communes_of_today(), *Former.objects.all()]
    for row in rows:
        if row.code in codes:
            found[row.code].add(row.folded.partition(",")[0].strip())
    return found


def _placed(outlines: Sequence[Outline], on: date | None, report: Report) -> dict[int, BaseGeometry]:
    """Return commune -> shape, those that merged joined; say what was moved or left out."""
    now = resolve_all((row.code for row in outlines), on)
    parts: dict[int, list[BaseGeometry]] = defaultdict(list)
    moved = left = 0
    for row in outlines:
        found = now[row.code]
        if [place.code for place in found] != [row.code]:
            report.remarks.append(_fate(row, found))
            moved, left = moved + (len(found) == 1), left + (len(found) != 1)
        if len(found) == 1:
            parts[found[0].pk].append(row.shape)
    report.counts |= {"communes": len(parts), "anciens codes rattachés": moved, "entités laissées": left}
    return {key: union_all(shapes) if len(shapes) > 1 else shapes[0] for key, shapes in parts.items()}


def _fate(row: Outline, found: Sequence[Territory]) -> str:
    where = ", ".join(f"{place.code} {place.name}" for place in found)
    if len(found) == 1:
        return f"{row.code} {row.name}\xa0: aujourd’hui {where}"
    if found:
        return f"{row.code} {row.name}\xa0: laissée, partagée depuis entre {where}"
    return f"{row.code} {row.name}\xa0: laissée, ce code n’a jamais été celui d’une commune ou a été supprimé"


def _say_missing(shapes: dict[int, BaseGeometry], report: Report) -> None:
    """Say which communes of the departments brought have no shape."""
    touched = {row.department_id for row in communes_of_today() if row.pk in shapes}
    missing = communes_of_today().filter(department__in=touched, shape=None).order_by("code")
    report.counts["communes sans contour"] = len(missing)
    report.remarks += [f"{row.code} {row.name}\xa0: aucun contour" for row in missing[:SHOWN]]
