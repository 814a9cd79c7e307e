"""How far one territory is from another: the uploaded matrix where it says so, else an estimate."""

from dataclasses import dataclass
from decimal import Decimal

from maillage.territories.models import Distance, Territory
from maillage.territories.sphere import road_estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """Kilometres by road, minutes where a matrix gives them; an estimate is to be shown as one."""

    km: Decimal
    minutes: Decimal | None = None
    estimated: bool
    approximate: bool = False  # one end is known only by the centre of a wider territory


def between(start: Territory, end: Territory) -> Trip | None:
    """Return the trip between two territories; None where one of them has no known position.

    A matrix line counts both ways unless the matrix has the way back too.
    """
    if start == end:
        return Trip(km=Decimal(0), minutes=Decimal(0), estimated=False)
    for first, second in ((start, end), (end, start)):
        if line := Distance.objects.filter(start=first, end=second).first():
            return Trip(km=line.km, minutes=line.minutes, estimated=False)
    return estimate(start, end)


def estimate(start: Territory, end: Territory) -> Trip | None:
    """Return the great circle lengthened by the usual detour; None where a position is not known."""
    if start.point is None or end.point is None:
        return None
    km = Decimal(road_estimate(start.point, end.point)).quantize(Decimal("0.1"))
    approximate = start.position_approximate or end.position_approximate
    return Trip(km=km, estimated=True, approximate=approximate)
