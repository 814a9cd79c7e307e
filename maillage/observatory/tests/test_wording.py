"""How figures are said."""

from decimal import Decimal
from typing import Any

import pytest

from maillage.observatory.models import Figure
from maillage.observatory.wording import in_words, unit_after


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": 17000, "unit": "établissements", "bound": "about"}, "près de 17\u202f000"),
        ({"value": "3200000000", "unit": "€", "bound": "above"}, "plus de 3,2 Md€"),
        ({"value": "6800000", "unit": "€"}, "6,8 M€"),
        ({"value": "11.4000", "unit": "%"}, "11,4 %"),
        ({"low": 90000, "high": 105000, "unit": "associations"}, "90\u202f000 à 105\u202f000"),
        ({"value": 2016, "unit": "année"}, "2016"),
        ({"low": 2017, "high": 2021, "unit": "année"}, "2017 à 2021"),
        ({"value": 57433, "unit": "km²"}, "57\u202f433 km²"),
        ({"status": "suppressed", "unit": "personnes"}, "secret"),
    ],
)
def test_in_words(fields: dict[str, Any], said: str) -> None:
    numbers = {name: Decimal(fields.pop(name)) for name in ("value", "low", "high") if name in fields}

    assert in_words(Figure(**fields, **numbers)) == said.replace(" ", "\xa0")


def test_unit_is_not_said_twice() -> None:
    assert [unit_after(Figure(unit=unit)) for unit in ("%", "€", "année", "cantons")] == [
        "",
        "",
        "",
        "cantons",
    ]
