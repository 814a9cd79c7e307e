"""What people type, read with tolerance, and what they read, written in French."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TypeAlias

from maillage.base.templatetags.french import NBSP, nombre, pluriel

# What a stored answer holds: decimals and dates are texts, whole numbers are numbers, several choices a list.
Value: TypeAlias = str | int | list[str]

LONGEST = 20_000
_EXACT = Context(prec=500)
# What no keyboard types, and what PostgreSQL or UTF-8 would refuse to store.
_UNTYPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NUMBER = re.compile(r"([+-]?)([0-9]{0,15})(?:[.,]([0-9]*))?")
_BIGGEST = 10**18


class Unreadable(ValueError):  # noqa: N818 -- a sentence for the person who typed, not a fault
    """An answer that cannot be understood; the French sentence says what to write instead."""


def storable(text: str) -> str:
    """Return the text without control characters, surrogates, Windows line ends; 20 000 long at most."""
    return _UNTYPABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST]


def typed(raw: object) -> str:
    """Return the text that was typed, trimmed and in Unicode NFC; refuse lists and objects."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "oui" if raw else "non"
    if isinstance(raw, int) and abs(raw) >= _BIGGEST:
        raise Unreadable("Ce nombre est trop grand.")
    if not isinstance(raw, str | int | float | Decimal):
        raise Unreadable("Cette réponse n’a pas la forme attendue : écrivez un texte ou un nombre.")
    text = str(raw)
    if len(text) > LONGEST:
        raise Unreadable(f"Réponse trop longue : {counted(LONGEST, 'caractère')} au plus.")
    return unicodedata.normalize("NFC", storable(text)).strip()


def number(text: str, *, places: int) -> Decimal:
    """Read a number as the French write it ("1 234,50", "12.5"); refuse more decimals than `places`."""
    bare = re.sub(r"\s", "", text).replace("−", "-")
    match = _NUMBER.fullmatch(bare)
    if match is None or not (match[2] or match[3]):
        example = "1 234,56" if places else "1 234"
        raise Unreadable(f"Écrivez un nombre, par exemple {example}.")
    if len(match[3] or "") > places:
        raise Unreadable(
            f"Au plus {counted(places, 'décimale')}." if places else "Écrivez un nombre entier, sans virgule."
        )
    return Decimal(f"{match[1]}{match[2] or 0}.{match[3] or 0}") + 0


def fixed(value: Decimal, places: int) -> Decimal:
    """Round half up to `places` decimals; zero is never negative."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_EXACT)
    return rounded or abs(rounded)


def plain(value: Decimal) -> str:
    """Write a number as typed in a form: comma, no useless zero, no thousands mark.

    >>> plain(Decimal("1250.500"))
    '1250,5'
    """
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def counted(number: int, noun: str) -> str:
    """Write a count with its noun: 1 ligne, 2 lignes, 1 200 caractères."""
    return f"{nombre(number)}{NBSP}{noun}{pluriel(number)}"
