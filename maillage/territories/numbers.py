"""Numbers in the files that people bring: plain figures, a point or a comma before the decimals."""

import re
from decimal import Decimal

NUMBER = re.compile(r"-?[0-9]{1,7}(?:[.,][0-9]{1,12})?", re.ASCII)


def number(text: str) -> Decimal:
    """Return the number; `ValueError`, in French, for what is not one.

    >>> number("48,58392")
    Decimal('48.58392')
    """
    if not NUMBER.fullmatch(text):
        raise ValueError(f"«\xa0{text[:30]}\xa0» n’est pas un nombre")
    return Decimal(text.replace(",", "."))
