"""Importing shapes of departments and cantons, and what every import of shapes shares."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from shapely.geometry.base import BaseGeometry

from maillage.base.errors import Refusal
from maillage.territories.actions.brought import Origin, Report, keep
from maillage.territories.actions.derived import fill_cantons
from maillage.territories.dissolve import simplify
from maillage.territories.folding import fold, words
from maillage.territories.models import Import, Shape, Territory
from maillage.territories.outlines import Outline, as_geojson
from maillage.territories.rows import store

Level = Territory.Level
CANTON = re.compile(r"(2[AB]|97[0-9]|[0-9]{2})0?([0-9]{2})")  # 6701 in the official code, 67001 in some files


@transaction.atomic
def import_departments(outlines: Sequence[Outline], *, origin: Origin) -> Report:
    """Take in shapes of departments, lightened together; they replace the rough ones shipped with us."""
    known = {row.code: row for row in Territory.objects.filter(level=Level.DEPARTMENT)}
    refuse_twice(outlines)
    for row in outlines:
        if row.code not in known:
            row.refuse("ce code n’est pas celui d’un département")
    refuse_other_names(outlines, {code: {fold(row.name)} for code, row in known.items()})
    keep_shapes(simplify({known[row.code].pk: row.shape for row in outlines}), source=origin.source)
    return keep(Import.Kind.DEPARTMENT_SHAPES, origin, Report(counts=counts_of(outlines)))


@transaction.atomic
def import_cantons(outlines: Sequence[Outline], *, origin: Origin) -> Report:
    """Take in cantons and their shapes; which communes each one holds follows from the shapes of both."""
    refuse_twice(outlines)
    departments = {row.code: row for row in Territory.objects.filter(level=Level.DEPARTMENT)}
    codes = {row.code: _canton(row, departments) for row in outlines}
    wanted = {
        codes[row.code]: _canton_fields(row, codes[row.code], departments, origin.source) for row in outlines
    }
    done = store("cantons", Territory.objects.filter(level=Level.CANTON), lambda row: row.code, wanted)
    keys = dict(Territory.objects.filter(level=Level.CANTON).values_list("code", "pk"))
    shapes = {keys[codes[row.code]]: row.shape for row in outlines}
    keep_shapes(simplify(shapes), source=origin.source)
    report = Report(counts=counts_of(outlines) | {"cantons créés": done.created} | fill_cantons())
    return keep(Import.Kind.CANTON_SHAPES, origin, report)


def _canton(row: Outline, departments: Mapping[str, Territory]) -> str:
    """Return the official code of a canton: its department and two figures."""
    found = CANTON.fullmatch(row.code)
    if found is None or found[1] not in departments:
        row.refuse("ce code n’est pas celui d’un canton (6701, ou 67001)")
    return found[1] + found[2]


def _canton_fields(
    row: Outline, code: str, departments: Mapping[str, Territory], source: str
) -> dict[str, Any]:
    department = departments[code[:-2]]
    return {
        "slug": f"C{code}",
        "level": Level.CANTON,
        "code": code,
        "name": row.name,
        "folded": words(row.name, f"C{code}"),
        "department_id": department.pk,
        "region_id": department.region_id,
        "origin": source,
        "ended": False,
    }


def keep_shapes(shapes: Mapping[int, BaseGeometry], *, source: str) -> None:
    """Store imported shapes, by territory."""
    wanted = {
        key: {
            "territory_id": key,
            "geometry": as_geojson(shape),
            "origin": Shape.Origin.IMPORTED,
            "source": source,
            "whole": True,
        }
        for key, shape in shapes.items()
    }
    store("contours", Shape.objects.all(), lambda row: row.territory_id, wanted)


def counts_of(outlines: Sequence[Outline]) -> dict[str, int]:
    """Return how many features were read, and how many crossed themselves."""
    return {"entités lues": len(outlines), "contours réparés": sum(row.repaired for row in outlines)}


def refuse_twice(outlines: Sequence[Outline]) -> None:
    """Refuse a code given by two features."""
    seen: set[str] = set()
    for row in outlines:
        if row.code in seen:
            row.refuse("ce code est déjà celui d’une autre entité")
        seen.add(row.code)


def refuse_other_names(outlines: Sequence[Outline], known: Mapping[str, set[str]]) -> None:
    """Refuse files of which most names are not those of their codes: they are of another level."""
    agreed = sum(fold(row.name) in known.get(row.code, set()) for row in outlines)
    if agreed * 2 < len(outlines):
        raise Refusal(
            f"Sur {len(outlines)} noms, {agreed} seulement sont ceux de ces codes. "
            "Vérifiez le niveau demandé\xa0: communes, cantons ou départements."
        )
