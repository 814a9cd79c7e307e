"""Importing a matrix of distances by road; it replaces the whole one before."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from maillage.base.errors import Refusal
from maillage.territories.actions.brought import Origin, Report, keep
from maillage.territories.files import Line
from maillage.territories.models import Distance, Import, Territory
from maillage.territories.numbers import number
from maillage.territories.sphere import great_circle

COLUMNS = ("from", "to", "km")
OPTIONAL = ("minutes",)
SLACK_KM = 10  # the places of two files differ by some kilometres
LONGEST_KM = Decimal(20_000)
LONGEST_MINUTES = Decimal(20_000)


@transaction.atomic
def import_distances(lines: Iterable[Line], *, origin: Origin) -> Report:
    """Make the matrix the one of the file: territories by their identifiers (code of commune or EPCI, R44).

    Refuses an unknown identifier, a pair given twice, a road shorter than the straight line.
    """
    known = {row.slug: row for row in Territory.objects.filter(ended=False)}
    rows: dict[tuple[int, int], Distance] = {}
    for line in lines:
        start, end = (_territory(line, name, known) for name in ("from", "to"))
        if start == end:
            line.refuse("le départ et l’arrivée sont le même territoire")
        if (start.pk, end.pk) in rows:
            line.refuse("ce trajet est déjà donné plus haut")
        rows[start.pk, end.pk] = Distance(start=start, end=end, **_measures(line, start, end))
    if not rows:
        raise Refusal("Le fichier ne contient aucun trajet\xa0: la matrice en place est gardée.")
    replaced = Distance.objects.count()
    Distance.objects.all().delete()
    Distance.objects.bulk_create(rows.values(), batch_size=1000)
    return keep(Import.Kind.DISTANCES, origin, Report(counts={"trajets": len(rows), "remplacés": replaced}))


def _territory(line: Line, column: str, known: dict[str, Territory]) -> Territory:
    slug = line.cells[column]
    if slug not in known:
        line.refuse(f"«\xa0{slug[:30]}\xa0» n’est pas l’identifiant d’un territoire d’aujourd’hui")
    return known[slug]


def _measures(line: Line, start: Territory, end: Territory) -> dict[str, Decimal | None]:
    try:
        km = number(line.cells["km"])
        minutes = number(line.cells["minutes"]) if line.cells.get("minutes") else None
    except ValueError as error:
        line.refuse(str(error))
    if not 0 <= km <= LONGEST_KM or not 0 <= (minutes or 0) <= LONGEST_MINUTES:
        line.refuse("une distance et une durée vont de 0 à 20\xa0000")
    if start.point and end.point and not (start.position_approximate or end.position_approximate):
        straight = great_circle(start.point, end.point)
        if float(km) + SLACK_KM < straight:
            line.refuse(f"la route est plus courte que la ligne droite ({straight:.0f}\xa0km)")
    exact = {"km": km.quantize(Decimal("0.01"))}
    return exact | {"minutes": None if minutes is None else minutes.quantize(Decimal("0.1"))}
