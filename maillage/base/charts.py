"""Charts without a drawing library: a specification in, a geometry out, which templates/ui/chart_*.html draw.

Lengths are percentages of the drawing's width (the sparkline's are its own units), so that text never scales
with the drawing. Nothing here knows a screen: pure functions of their arguments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

Number = Decimal | int
GAP = 0.3  # between two segments, in per cent of the width


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """A colour that never speaks alone: `name` picks a pattern too, `edge` is a contour at 3:1 or more."""

    name: str
    fill: str
    edge: str


SAPIN = Tone(name="sapin", fill="#0e5a4a", edge="#0e5a4a")
MIRABELLE = Tone(name="mirabelle", fill="#e7a531", edge="#8a5d0a")
GRES = Tone(name="gres", fill="#b5533f", edge="#b5533f")
ARDOISE = Tone(name="ardoise", fill="#3f5a72", edge="#3f5a72")
SERIES = (SAPIN, MIRABELLE, ARDOISE, GRES)
FAMILIES = {"associations": SAPIN, "coopératives": MIRABELLE, "fondations": GRES, "mutuelles": ARDOISE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One value of a chart, its label and the way it is said (`text`, unit included)."""

    label: str
    value: Number
    text: str
    tone: Tone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Where a part lies, in per cent of the width."""

    label: str
    text: str
    tone: Tone
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """A bar cut in parts; `rest` is the width left empty where the parts do not reach the whole."""

    segments: tuple[Segment, ...]
    rest: float

    @property
    def alternative(self) -> str:
        """The bar in words."""
        return ", ".join(f"{part.label} {part.text}" for part in self.segments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparkline:
    """The lines of a series (cut where a value is missing) and its last point, in units of width × height."""

    width: int
    height: int
    lines: tuple[str, ...]
    last: tuple[float, float]


def shares(parts: Sequence[Part], *, whole: Number | None = None) -> Shares:
    """Lay the parts side by side, to scale; `whole` is their sum unless it is more (credits not yet used).

    A negative value or a whole below the sum raises ValueError: the drawing would lie.
    """
    amount = sum(part.value for part in parts)
    whole = amount if whole is None else whole
    _refuse_negative(parts)
    if whole < amount:
        message = f"the parts make {amount}, more than the whole, {whole}"
        raise ValueError(message)
    segments, x = [], 0.0
    for part, tone in zip(parts, _tones(parts), strict=True):
        width = _percent(part.value, whole)
        segments.append(
            _segment(part, tone, x, width if x + width > 100 - GAP else max(width - GAP, width / 2))
        )
        x += width
    return Shares(segments=tuple(segments), rest=_percent(whole - amount, whole) if whole else 100.0)


def bars(parts: Sequence[Part], *, longest: Number | None = None) -> tuple[Segment, ...]:
    """Give each part a bar from zero; the longest value (or `longest`) takes the whole width.

    A negative value raises ValueError.
    """
    _refuse_negative(parts)
    top = max((part.value for part in parts), default=0) if longest is None else longest
    tones = [part.tone or SAPIN for part in parts]
    return tuple(
        _segment(part, tone, 0.0, min(_percent(part.value, top), 100))
        for part, tone in zip(parts, tones, strict=True)
    )


def sparkline(
    values: Sequence[Number | None], *, width: int = 120, height: int = 32, margin: int = 4
) -> Sparkline:
    """Draw a series from left to right, lowest value at the bottom; a missing value (None) breaks the line.

    A series without any value raises ValueError.
    """
    known = [value for value in values if value is not None]
    if not known:
        message = "a series without a value has no drawing"
        raise ValueError(message)
    low, spread = min(known), max(known) - min(known)
    step = (width - 2 * margin) / max(1, len(values) - 1)

    def place(index: int, value: Number) -> tuple[float, float]:
        up = float((value - low) / spread) if spread else 0.5
        return round(margin + index * step, 2), round(height - margin - up * (height - 2 * margin), 2)

    points = [None if value is None else place(index, value) for index, value in enumerate(values)]
    last = [point for point in points if point is not None][-1]
    return Sparkline(width=width, height=height, lines=tuple(_lines(points)), last=last)


def _lines(points: Sequence[tuple[float, float] | None]) -> list[str]:
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(f"{point[0]},{point[1]}")
    return [" ".join(run) for run in runs if run]


def _segment(part: Part, tone: Tone, x: float, width: float) -> Segment:
    return Segment(label=part.label, text=part.text, tone=tone, x=round(x, 3), width=round(width, 3))


def _percent(value: Number, whole: Number) -> float:
    return float(100 * Decimal(value) / Decimal(whole)) if whole else 0.0


def _tones(parts: Sequence[Part]) -> list[Tone]:
    return [part.tone or SERIES[index % len(SERIES)] for index, part in enumerate(parts)]


def _refuse_negative(parts: Sequence[Part]) -> None:
    for part in parts:
        if part.value < 0:
            message = f"{part.label}: a negative value, {part.value}, has no width"
            raise ValueError(message)
