"""Importing perimeters of other kinds: priority neighbourhoods (QPV), the Région's territorial agencies."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from maillage.base.errors import Refusal
from maillage.territories.actions.brought import Origin, Report, keep
from maillage.territories.files import Line
from maillage.territories.folding import words
from maillage.territories.models import Import, Territory
from maillage.territories.resolve import resolve_all
from maillage.territories.rows import link, store

Level = Territory.Level
COLUMNS = ("kind", "code", "name", "communes")
# Kind in the file -> level, form of the code, beginning of the slug (which may not be that of a commune).
KINDS = {
    "qpv": (Level.QPV, re.compile(r"Q[NP][0-9A-Z]{6}"), ""),
    "agence": (Level.AGENCY, re.compile(r"[A-Z0-9-]{1,12}"), "AG-"),
}
LONGEST = 200


@transaction.atomic
def import_perimeters(lines: Iterable[Line], *, origin: Origin) -> Report:
    """Make the perimeters of each kind in the file those that it lists; the others of that kind end.

    Communes are given by their codes, separated by spaces; old ones count for the communes of today.
    """
    rows = list(lines)
    if not rows:
        raise Refusal("Le fichier ne contient aucun périmètre.")
    now = resolve_all(code for row in rows for code in row.cells["communes"].split())
    wanted: dict[str, dict[str, Any]] = {}
    communes: dict[str, Sequence[Territory]] = {}
    for row in rows:
        fields = _fields(row, origin.source)
        if fields["slug"] in wanted:
            row.refuse("ce périmètre est déjà donné plus haut")
        communes[fields["slug"]] = _communes(row, now)
        wanted[fields["slug"]] = fields | _place(communes[fields["slug"]])
    return keep(Import.Kind.PERIMETERS, origin, _store(wanted, communes))


def _fields(row: Line, source: str) -> dict[str, Any]:
    kind, code, name = (row.cells[column] for column in ("kind", "code", "name"))
    if kind not in KINDS:
        row.refuse(f"la nature «\xa0{kind[:30]}\xa0» n’existe pas\xa0; possible\xa0: {', '.join(KINDS)}")
    level, form, prefix = KINDS[kind]
    if not form.fullmatch(code):
        row.refuse(f"le code «\xa0{code[:30]}\xa0» n’a pas la forme attendue\xa0: {form.pattern}")
    if not name or len(name) > LONGEST:
        row.refuse(f"le nom doit avoir de 1 à {LONGEST} signes")
    base = {"slug": prefix + code, "level": level, "code": code, "name": name}
    return base | {"folded": words(name, code), "origin": source, "ended": False}


def _communes(row: Line, now: dict[str, list[Territory]]) -> list[Territory]:
    codes = row.cells["communes"].split()
    if not codes:
        row.refuse("il manque les codes des communes")
    for code in codes:
        if not now[code]:
            row.refuse(f"«\xa0{code[:30]}\xa0» n’est pas le code d’une commune")
    return sorted({place for code in codes for place in now[code]}, key=lambda place: place.code)


def _place(communes: Sequence[Territory]) -> dict[str, int | None]:
    """Return the department and region that hold every commune of the perimeter, where there is one."""
    departments = {row.department_id for row in communes}
    regions = {row.region_id for row in communes}
    return {
        "department_id": departments.pop() if len(departments) == 1 else None,
        "region_id": regions.pop() if len(regions) == 1 else None,
    }


def _store(wanted: dict[str, dict[str, Any]], communes: dict[str, Sequence[Territory]]) -> Report:
    levels = {row["level"] for row in wanted.values()}
    stored = Territory.objects.filter(level__in=levels)
    done = store("périmètres", stored, lambda row: row.slug, wanted)
    ended = stored.filter(ended=False).exclude(slug__in=list(wanted)).update(ended=True)
    keys = dict(stored.values_list("slug", "pk"))
    through = Territory.communes.through
    kept = through._default_manager.exclude(from_territory__in=stored).values_list(
        "from_territory", "to_territory"
    )
    pairs = {(keys[slug], row.pk) for slug, rows in communes.items() for row in rows}
    link(through, ("from_territory_id", "to_territory_id"), pairs | set(kept))
    return Report(
        counts={"créés": done.created, "modifiés": done.updated, "inchangés": done.unchanged, "finis": ended}
    )
