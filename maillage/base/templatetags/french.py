"""How values are written for a French reader; spaces as in the Unicode locale data for French.

U+202F (narrow, no break) between thousands, U+00A0 (no break) before the unit and the signs. Fonts without a
U+202F draw it with another font's: a blank either way, and screen readers read the number whole.
"""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import SupportsIndex

from django import template

from maillage.base.calendar import PARIS, paris_day
from maillage.base.dates import FuzzyDate
from maillage.base.money import cents

register = template.Library()

NARROW, NBSP = "\u202f", "\u00a0"
# Unit, what it is worth, and the rounding of the unit below (999 950 000 € are 1 Md€, not 1 000 M€).
SCALES = (("Md€", Decimal(10) ** 9, Decimal(10) ** 5), ("M€", Decimal(10) ** 6, Decimal(1)))
BEFORE_SIGN = re.compile(r" (?=[:;?!%»€])")
AFTER_QUOTE = re.compile(r"(?<=«) ")
LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
AFTER_DAY = re.compile(r"(?<![0-9])([0-9]{1,2}|1er) (?=[^\W\d_])")


def _number(x: Decimal, places: int) -> str:
    text = f"{x.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    return text.replace("-", "\u2212").replace(",", NARROW).replace(".", ",")


def _trimmed(x: Decimal, places: int) -> str:
    text = _number(x, places)
    return text.rstrip("0").rstrip(",") if places else text


@register.filter
def euros(x: Decimal | int | None) -> str:
    """Write an amount to the cent; nothing for none.

    >>> euros(Decimal("1234.5")).replace(NARROW, "_").replace(NBSP, "~")
    '1_234,50~€'
    """
    return "" if x is None or x == "" else f"{_number(cents(x), 2)}{NBSP}€"


@register.filter
def euros_courts(x: Decimal | int | None) -> str:
    """Write a large amount short: millions and billions to one decimal, smaller ones to the euro.

    >>> euros_courts(6_800_000).replace(NBSP, "~"), euros_courts(3_200_000_000).replace(NBSP, "~")
    ('6,8~M€', '3,2~Md€')
    """
    if x is None or x == "":
        return ""
    amount = cents(x)
    for unit, worth, below in SCALES:
        if abs(amount / below).quantize(Decimal(1), ROUND_HALF_UP) * below >= worth:
            return f"{_trimmed(amount / worth, 1)}{NBSP}{unit}"
    return f"{_number(amount, 0)}{NBSP}€"


@register.filter
def nombre(x: Decimal | SupportsIndex | str | None, places: int | None = None) -> str:
    """Write a number, to so many decimals; by default those it has, without useless zeros."""
    if x is None or x == "":
        return ""
    number = Decimal(str(x))
    if places is not None:
        return _number(number, places)
    return _trimmed(number, max(0, -int(number.as_tuple().exponent)))


@register.filter
def pour_cent(rate: Decimal | int | None, places: int = 2) -> str:
    """Write a fraction as a percentage: 0.125 is 12,5 %; useless zeros left out."""
    return "" if rate is None or rate == "" else f"{_trimmed(Decimal(rate) * 100, places)}{NBSP}%"


@register.filter
def en_mots(when: date | datetime | FuzzyDate | None) -> str:
    """Write a date in words, an instant by its day in Paris; a day never parts from its month."""
    if not when:
        return ""
    if isinstance(when, datetime):
        when = paris_day(when)
    fuzzy = when if isinstance(when, FuzzyDate) else FuzzyDate.of(when)
    return AFTER_DAY.sub(rf"\1{NBSP}", fuzzy.in_words())


@register.filter
def heure_de_paris(at: datetime | None) -> str:
    """Write an instant with its day and hour in Paris: 25 octobre 2026 à 23 h 59, heure de Paris."""
    if not at:
        return ""
    local = at.astimezone(PARIS)
    return f"{en_mots(local)} à {local.hour}{NBSP}h{NBSP}{local.minute:02}, heure de Paris"


@register.filter
def pluriel(n: Decimal | SupportsIndex, forms: str = "s") -> str:
    """Return the ending for a count, as French counts: 0 and 1 are singular, 2 is plural.

    `{{ n }} dossier{{ n|pluriel }}`, `journ{{ n|pluriel:"al,aux" }}`.
    """
    one, _, many = forms.rpartition(",")
    return many if abs(Decimal(str(n))) >= 2 else one  # noqa: PLR2004 -- the grammar


@register.filter(is_safe=True)
def insecable(text: str) -> str:
    """Keep together what French never parts: signs with the word before, quotes, thousands."""
    text = AFTER_QUOTE.sub(NBSP, BEFORE_SIGN.sub(NBSP, text))
    return LONG_NUMBER.sub(lambda number: number[0].replace(" ", NARROW), text)
