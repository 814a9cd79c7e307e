"""The numbers that identify a structure, checked digit by digit, and how a mistake is told.

SIREN and SIRET carry a key (Luhn); those of La Poste's establishments have their own rule, which the library
knows. The number of the répertoire national des associations (RNA) is W and nine digits, without a key.
"""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as Wrong
from stdnum.fr import siren as sirens
from stdnum.fr import siret as sirets

SIREN, SIRET = 9, 14
Check = Callable[[str], str]
DECORATION = re.compile(r"[\s.\-]")
# Where associations are entered in the court's register instead (code civil local, article 21 and following).
LOCAL_LAW = ("57", "67", "68")


def compact(text: str) -> str:
    """Return a number without the spaces, dots and hyphens that people type.

    >>> compact(" 732 829.320 ")
    '732829320'
    """
    return DECORATION.sub("", text).upper()


def spaced(number: str) -> str:
    """Write a SIREN or a SIRET by groups, each kept whole on a line.

    >>> spaced("73282932000074").replace(chr(160), "~")
    '732~829~320~00074'
    """
    groups = (number[:3], number[3:6], number[6:SIREN], number[SIREN:])
    return "\xa0".join(group for group in groups if group)


def siren(text: str) -> str:
    """Return a SIREN of 9 digits; a wrong one raises `ValidationError`, which says where to look."""
    number = compact(text)
    if len(number) == SIRET and number.isdecimal():
        first = spaced(number[:SIREN])
        raise ValidationError(f"C’est un SIRET (14 chiffres). Le SIREN en est le début\xa0: {first}.")
    _require_digits(number, SIREN, "Un SIREN")
    if not sirens.is_valid(number):
        raise ValidationError(
            f"Ce SIREN n’existe pas\xa0: un chiffre est faux, ou deux sont inversés. "
            f"Relisez groupe par groupe\xa0: {_apart(number)}."
        )
    return number


def siret(text: str) -> str:
    """Return a SIRET of 14 digits; a wrong one raises `ValidationError`, which says in which group."""
    number = compact(text)
    if len(number) == SIREN and number.isdecimal():
        raise ValidationError("C’est un SIREN (9 chiffres). Ajoutez les 5 chiffres de l’établissement.")
    _require_digits(number, SIRET, "Un SIRET")
    if not sirens.is_valid(number[:SIREN]):
        raise ValidationError(
            f"Le début de ce SIRET est faux. Relisez ses neuf premiers chiffres\xa0: "
            f"{_apart(number[:SIREN])}."
        )
    try:
        sirets.validate(number)
    except InvalidChecksum as wrong:
        raise ValidationError(
            f"La fin de ce SIRET est fausse\xa0; le SIREN {spaced(number[:SIREN])} est juste. "
            f"Relisez les cinq derniers chiffres\xa0: {number[SIREN:]}."
        ) from wrong
    except Wrong as wrong:
        raise ValidationError("Ce SIRET est illisible. Recopiez ses 14 chiffres.") from wrong
    return number


def rna(text: str) -> str:
    """Return a number of the RNA, W and 9 digits; anything else raises `ValidationError`."""
    number = compact(text)
    if not re.fullmatch(r"W[0-9]{9}", number):
        raise ValidationError(
            "Un numéro RNA s’écrit W suivi de 9 chiffres, par exemple W 882 001 234. "
            "Il figure sur le récépissé de la préfecture."
        )
    return number


def _require_digits(number: str, length: int, what: str) -> None:
    if not re.fullmatch(r"[0-9]*", number):
        odd = "".join(sorted(set(re.sub(r"[0-9]", "", number))))[:10]
        raise ValidationError(f"{what} n’a que des chiffres. Retirez\xa0: {odd}")
    if len(number) != length:
        gap = length - len(number)
        more = f"il en manque {gap}" if gap > 0 else f"il y en a {-gap} de trop"
        raise ValidationError(f"{what} a {length} chiffres\xa0: {more}.")


def _apart(number: str) -> str:
    return " · ".join((number[:3], number[3:6], number[6:]))


def under_local_law(commune: str) -> bool:
    """Tell whether the law of Alsace-Moselle applies, from the commune's code.

    >>> under_local_law("67482"), under_local_law("88160")
    (True, False)
    """
    return commune.startswith(LOCAL_LAW)
