"""The weight of each family of the ESS, drawn from figures."""

from collections.abc import Iterable

from maillage.base.charts import FAMILIES, Part, Shares, shares
from maillage.observatory.models import Figure
from maillage.observatory.wording import in_words


def of_families(figures: Iterable[Figure]) -> Shares | None:
    """Return the bar of the four families; None unless these figures give a percentage for each."""
    found = {str(row.get_family_display()): row for row in figures if row.family and row.unit == "%"}
    parts = [
        Part(label=label, value=row.value or 0, text=in_words(row), tone=FAMILIES[label])
        for label, row in found.items()
    ]
    whole = max(100, sum(part.value for part in parts))
    return shares(parts, whole=whole) if len(parts) == len(FAMILIES) else None
