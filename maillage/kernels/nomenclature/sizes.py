"""Size bands (Insee, tranches d’effectif): what SIRENE tells of a headcount, two or three years late."""

from bisect import bisect
from dataclasses import dataclass
from functools import cache

from maillage.kernels.nomenclature.errors import BadHeadcount
from maillage.kernels.nomenclature.tables import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeBand:
    """A band as a closed interval `low..high`.

    `high` is None in the last band, which is open. Both are None in NN, which is no interval: the unit
    employs nobody, or its headcount is unknown. `00` is another thing: nobody on 31 December, somebody in
    the year.
    """

    code: str
    label: str
    low: int | None
    high: int | None


def _number(text: str) -> int | None:
    return int(text) if text else None


@cache
def _all() -> dict[str, SizeBand]:
    return {
        row["code"]: SizeBand(
            code=row["code"], label=row["label"], low=_number(row["low"]), high=_number(row["high"])
        )
        for row in rows("size_bands")
    }


@cache
def _steps() -> tuple[tuple[int, ...], tuple[SizeBand, ...]]:
    """Return the lows of the bands that employ, ascending, and these bands."""
    bands = [band for band in _all().values() if band.low]
    return tuple(band.low or 0 for band in bands), tuple(bands)


def size_bands() -> tuple[SizeBand, ...]:
    """Return the bands from NN and 00 to the largest."""
    return tuple(_all().values())


def size_band(code: str) -> SizeBand | None:
    """Return the band of a code (NN, 00, 01 … 53); None where the code is unknown or blank."""
    return _all().get(code)


def band_of(headcount: int) -> SizeBand | None:
    """Return the band of a headcount; None at zero, which alone does not tell `00` from `NN`.

    >>> band_of(27).code
    '12'
    """
    if headcount < 0:
        raise BadHeadcount(f"Un effectif ne peut être négatif\xa0: {headcount}.")
    lows, bands = _steps()
    place = bisect(lows, headcount)
    return bands[place - 1] if place else None
