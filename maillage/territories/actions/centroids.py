"""Importing official centres of communes, in place of those that the shipped geography has."""

from collections.abc import Iterable
from statistics import median

from django.db import transaction

from maillage.base.errors import Refusal
from maillage.territories.actions.brought import Origin, Report, keep
from maillage.territories.centres import recentre
from maillage.territories.files import Line
from maillage.territories.models import Import, Territory
from maillage.territories.numbers import number
from maillage.territories.resolve import communes_of_today
from maillage.territories.sphere import great_circle

COLUMNS = ("code", "latitude", "longitude")
FAR_KM = 60  # half of the communes cannot all have moved that far: the columns are exchanged
EAST, NORTH = 180, 90


@transaction.atomic
def import_centroids(lines: Iterable[Line], *, origin: Origin) -> Report:
    """Place communes where the file says, then EPCI, departments and regions at the centre of their communes.

    Codes that are not those of a commune of today are left out and counted.
    """
    communes = {row.code: row for row in communes_of_today()}
    placed: dict[str, Territory] = {}
    moves, left = [], 0
    for line in lines:
        point = _point(line)
        commune = communes.get(line.cells["code"])
        if commune is None:
            left += 1
            continue
        if commune.code in placed:
            line.refuse(f"la commune {commune.code} est déjà placée plus haut")
        if commune.point:
            moves.append(great_circle(commune.point, point))
        commune.latitude, commune.longitude = point
        commune.position = Territory.Position.OFFICIAL
        placed[commune.code] = commune
    _refuse_nonsense(placed, moves)
    Territory.objects.bulk_update(placed.values(), ["latitude", "longitude", "position"], batch_size=500)
    report = Report(
        counts={"communes placées": len(placed), "codes laissés": left, "centres refaits": recentre()}
    )
    return keep(Import.Kind.CENTROIDS, origin, report)


def _point(line: Line) -> tuple[float, float]:
    try:
        latitude, longitude = (float(number(line.cells[name])) for name in ("latitude", "longitude"))
    except ValueError as error:
        line.refuse(str(error))
    if abs(latitude) > NORTH or abs(longitude) > EAST:
        line.refuse("la latitude va de -90 à 90, la longitude de -180 à 180")
    return latitude, longitude


def _refuse_nonsense(placed: dict[str, Territory], moves: list[float]) -> None:
    if not placed:
        raise Refusal("Aucune ligne ne porte le code d’une commune d’aujourd’hui.")
    if moves and median(moves) > FAR_KM:
        raise Refusal(
            "La moitié des communes se déplaceraient de plus de 60\xa0km. "
            "Vérifiez que latitude et longitude ne sont pas échangées."
        )
