"""How a figure is said in French: « plus de 3,2 Md€ », « 90 000 à 105 000 », « 11,4 % »."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from maillage.base.templatetags.french import en_mots, euros_courts, nombre, pluriel
from maillage.observatory.models import Figure
from maillage.observatory.spans import COARSE, Span, said, total

ACTS = {
    "observatory.figure_changed": "Chiffre modifié",
    "observatory.source_cited": "Source ajoutée",
    "observatory.topic_renamed": "Thème de la fiche renommé",
}
NBSP = "\N{NO-BREAK SPACE}"
SIGNS = {"%": f"{NBSP}%", "km²": f"{NBSP}km²"}
WITH_UNIT = {*SIGNS, "€", "année"}  # units that the number already carries


def in_words(figure: Figure) -> str:
    """Return the value as a reader says it, the source's own qualifier first; never cut inside."""
    said = f"{NBSP}à{NBSP}".join(_number(end, figure.unit) for end in figure.bounds)
    if not said:
        return "secret"
    return _joined(Figure.Bound(figure.bound).label, said, figure.unit)


def unqualified(figure: Figure) -> str:
    """Return the value without the source's qualifier: « 17 000 » of « près de 17 000 »."""
    bound = Figure.Bound(figure.bound).label.replace(" ", NBSP)
    return in_words(figure).removeprefix(bound).lstrip(NBSP)


def number_in_words(value: Decimal, unit: str) -> str:
    """Return a number to its last digit, with the sign of its unit: « 81 », « 0,3 % », « 4,25 Md€ »."""
    return _joined("", _exact(value, unit), unit)


def gap_in_words(value: Decimal, unit: str) -> str:
    """Return a difference: « 81 », « 0,3 point » between two shares."""
    if unit == "%":
        return f"{nombre(value)}{NBSP}point{pluriel(value)}"
    return number_in_words(value, unit)


def span_in_words(span: Span, unit: str) -> str:
    """Return what is known of a sum: « 100 % », « au moins 4,2 Md€ », « 8 à 12 »."""
    if span.low is None or span.high is None:
        ends = {"au moins": span.low, "au plus": span.high}
        known = [_joined(words, _exact(end, unit), unit) for words, end in ends.items() if end is not None]
        return known[0] if known else "inconnu"
    ends_said = dict.fromkeys(_exact(end, unit) for end in (span.low, span.high))
    return _joined("", f"{NBSP}à{NBSP}".join(ends_said), unit)


def sum_in_words(figures: Sequence[Figure]) -> str:
    """Return what figures of one unit make together: « 100 % », « environ 2 565 000 », « au moins 4 »."""
    unit = figures[0].unit
    values = [figure.value for figure in figures if figure.value is not None]
    bounds = {figure.bound for figure in figures}
    if len(values) == len(figures) and bounds & COARSE and bounds <= {*COARSE, Figure.Bound.EXACT}:
        return _joined("environ", _exact(sum(values, Decimal(0)), unit), unit)
    return span_in_words(total(said(figure) for figure in figures), unit)


def _joined(words: str, number: str, unit: str) -> str:
    return f"{words} {number}{SIGNS.get(unit, '')}".strip().replace(" ", NBSP)


def _number(value: Decimal, unit: str) -> str:
    if unit == "année":
        return str(int(value))  # a year takes no thousands separator
    if unit == "€":
        return euros_courts(value)
    return nombre(value)


def _exact(value: Decimal, unit: str) -> str:
    """Round nothing: a sum must show the gap that it speaks of."""
    if unit != "€":
        return _number(value, unit)
    for short, worth in (("Md€", Decimal(10) ** 9), ("M€", Decimal(10) ** 6)):
        if abs(value) >= worth and value * 1000 % worth == 0:
            return f"{nombre(value / worth)}{NBSP}{short}"
    return f"{nombre(value)}{NBSP}€"


def bare(value: Decimal | None) -> Decimal | None:
    """Return the same number without useless zeros, for a machine: 11.4, 200000; None for none."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def place(figure: Figure) -> str:
    """Return where the figure stands in its source: « ligne 13 », « page 4 », or nothing."""
    return line(figure) or figure.source_place


def line(figure: Figure) -> str:
    """Return « ligne 13 » where the source is read by lines."""
    return f"ligne{NBSP}{figure.source_line}" if figure.source_line else ""


def period_of(figure: Figure) -> str:
    """Return « en 2013 » or the like, to follow a value; nothing where it is not said, or is the value."""
    if figure.period.earliest is None or figure.unit == "année":
        return ""
    words = en_mots(figure.period)
    return f", en{NBSP}{words}" if words.isdigit() else f", {words}"


def origin(figure: Figure) -> str:
    """Return the source, its date and the line: « Fiche, 22 mars 2022, ligne 13 »."""
    dated = en_mots(figure.source.dated) if figure.source.dated.earliest else ""
    return ", ".join(filter(None, (figure.source.title, dated, line(figure))))


def citation(figure: Figure, address: str, *, seen_on: date) -> str:
    """Return the line that quotes a figure: what, how much, of what, when, whence, and where it was read."""
    what = f"{figure.label}\xa0: {in_words(figure)} {unit_after(figure)}".rstrip()
    share = f"rapporté à\xa0: {figure.denominator}" if figure.denominator else ""
    period = f"période\xa0: {en_mots(figure.period)}"
    details = "\xa0; ".join(filter(None, (share, figure.territory.name, period)))
    source = f"{figure.source.publisher}, {origin(figure)}"
    return (
        f"{what} ({details}). Source\xa0: {source}. {address}{figure.get_absolute_url()}, "
        f"consulté le {en_mots(seen_on)}."
    )


def unit_after(figure: Figure) -> str:
    """Return the unit where the value does not already carry it."""
    return "" if figure.unit in WITH_UNIT else figure.unit
