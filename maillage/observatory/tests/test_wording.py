"""How figures are said."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import decimals

from maillage.observatory.models import Figure
from maillage.observatory.templatetags.figures import citation
from maillage.observatory.wording import bare, in_words, unit_after


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


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("57433.0000", "57433"),
        ("200000.0000", "200000"),
        ("11.4000", "11.4"),
        ("-5.0000", "-5"),
        ("0.0000", "0"),
    ],
)
def test_bare_has_no_useless_zeros(value: str, said: str) -> None:
    assert str(bare(Decimal(value))) == said


@given(decimals(places=4, min_value=Decimal(-(10**15)), max_value=Decimal(10**15)))
def test_bare_is_the_same_number(value: Decimal) -> None:
    assert bare(value) == value


def test_bare_of_nothing_is_nothing() -> None:
    assert bare(None) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Fiche « Région Grand Est »", "Fiche «\xa0Région\xa0Grand\xa0Est\xa0»"),
        ("« Une phrase bien plus longue qu’un titre »", "« Une phrase bien plus longue qu’un titre »"),
    ],
)
def test_citation_keeps_a_short_quotation_whole(text: str, said: str) -> None:
    assert citation(text) == said
