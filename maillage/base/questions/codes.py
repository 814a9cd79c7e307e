"""Questions whose answer is a code: SIRET, commune, telephone, e-mail, reference of a file."""

import re
from typing import Literal

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from .kinds import Input
from .texts import Unreadable, Value

_LA_POSTE = "356000000"


class Code(Input):
    """An e-mail, a telephone number, a SIRET, a commune code or the reference of a file."""

    type: Literal["courriel", "telephone", "siret", "commune", "piece"]

    def parse(self, text: str) -> str:
        """Return the code without its spaces, checked as far as its form allows."""
        return _READERS[self.type](text)

    def show(self, value: Value) -> str:
        """Space out what people read in groups."""
        return (
            str(value)
            if self.type != "siret"
            else re.sub(r"(...)(...)(...)(.....)", r"\1 \2 \3 \4", str(value))
        )


def siret_holds(digits: str) -> bool:
    """Tell whether 14 digits pass the SIRET check: Luhn's sum, or a multiple of five for La Poste."""
    if digits.startswith(_LA_POSTE) and sum(map(int, digits)) % 5 == 0:
        return True
    doubled = (int(digit) * (2 - rank % 2) for rank, digit in enumerate(digits))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0  # noqa: PLR2004 -- Luhn


def _siret(text: str) -> str:
    digits = re.sub(r"[\s.-]", "", text)
    if not re.fullmatch("[0-9]{14}", digits):
        raise Unreadable("Un SIRET compte 14 chiffres, par exemple 732 829 320 00074.")
    if not siret_holds(digits):
        raise Unreadable("Ce SIRET n’existe pas : un chiffre est sans doute faux.")
    return digits


def _email(text: str) -> str:
    try:
        EmailValidator()(text)
    except ValidationError:
        raise Unreadable("Écrivez une adresse électronique, par exemple nom@exemple.fr.") from None
    return text


def _phone(text: str) -> str:
    bare = re.sub(r"[\s.()-]", "", text)
    if re.fullmatch("0[1-9][0-9]{8}", bare):
        return f"+33{bare[1:]}"
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", bare):
        raise Unreadable("Écrivez un numéro à 10 chiffres, ou avec son indicatif : +352 12 34 56.")
    return bare


def _commune(text: str) -> str:
    code = text.upper()
    if not re.fullmatch("[0-9]{5}|2[AB][0-9]{3}", code):
        raise Unreadable("Écrivez le code officiel de la commune (INSEE), cinq signes, par exemple 67482.")
    return code


def _file(text: str) -> str:
    if not re.fullmatch(r"[a-z_]{1,40}\.[a-z_]{1,40}:[0-9]{1,18}", text):
        raise Unreadable("Cette pièce n’est pas connue : joignez-la de nouveau.")
    return text


_READERS = {"courriel": _email, "telephone": _phone, "siret": _siret, "commune": _commune, "piece": _file}
