from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.money import AmountField, FrenchDecimalField, RateField, cents, share
from maillage.base.tests.specimens.models import Case

AMOUNTS = st.decimals(0, 10**9, places=2, allow_nan=False)
WEIGHTS = st.lists(st.decimals(0, 10**6, places=3, allow_nan=False), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    ("x", "rounded"),
    [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049", "0.00"), ("1e3", "1000.00"), (7, "7.00")],
)
def test_cents_rounds_halves_away_from_zero(x: str | int, rounded: str) -> None:
    assert str(cents(x)) == rounded


def test_cents_refuses_floats() -> None:
    with pytest.raises(TypeError, match="jamais en float"):
        cents(0.1)  # type: ignore[arg-type]


@given(AMOUNTS, WEIGHTS)
def test_shares_sum_to_the_whole(total: Decimal, weights: list[Decimal]) -> None:
    assert sum(share(total, weights)) == total


@given(AMOUNTS, WEIGHTS)
def test_each_share_is_within_a_cent_of_its_due(total: Decimal, weights: list[Decimal]) -> None:
    for part, weight in zip(share(total, weights), weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights) * Decimal("0.01")


@given(AMOUNTS, WEIGHTS)
def test_a_zero_weight_gets_nothing(total: Decimal, weights: list[Decimal]) -> None:
    parts = share(total, [*weights, Decimal(0)])

    assert parts == [*share(total, weights), Decimal(0)]


@given(AMOUNTS, WEIGHTS, st.integers(1, 1000))
def test_shares_depend_on_proportions_only(total: Decimal, weights: list[Decimal], times: int) -> None:
    assert share(total, weights) == share(total, [weight * times for weight in weights])


@given(AMOUNTS, st.integers(1, 20))
def test_equal_weights_favour_the_first_by_a_cent_at_most(total: Decimal, people: int) -> None:
    parts = share(total, [1] * people)

    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] <= Decimal("0.01")


@pytest.mark.parametrize(
    ("total", "weights"),
    [("-1", [1]), ("0.001", [1]), ("1", []), ("1", [0, 0]), ("1", [2, -1])],
)
def test_share_refuses_what_has_no_meaning(total: str, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="Partager"):
        share(Decimal(total), weights)


def test_share_of_nothing_is_nothing_for_each() -> None:
    assert share(Decimal(0), [1, 2]) == [0, 0]


@pytest.mark.usefixtures("specimens")
@pytest.mark.parametrize("amount", ["-0.01", "'NaN'", "1000000000000"])
def test_the_database_refuses_an_amount_out_of_bounds(amount: str) -> None:
    case = Case.objects.create(title="a")

    with pytest.raises((IntegrityError, DataError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE specimens_case SET amount = {amount} WHERE id = {case.pk}")  # noqa: S608 -- the attack


@pytest.mark.usefixtures("specimens")
@pytest.mark.parametrize("rate", ["-0.000001", "1.000001", "7"])
def test_the_database_refuses_a_rate_out_of_bounds(rate: str) -> None:
    with pytest.raises(IntegrityError):
        Case.objects.create(title="a", rate=Decimal(rate))


@pytest.mark.usefixtures("specimens")
def test_amounts_come_back_to_the_cent() -> None:
    case = Case.objects.create(title="a", amount=Decimal("999999999999.99"), rate=Decimal("0.333333"))

    case.refresh_from_db()

    assert (case.amount, case.rate) == (Decimal("999999999999.99"), Decimal("0.333333"))


@pytest.mark.parametrize(("field", "sentence"), [(AmountField(), "positif"), (RateField(), "entre 0 et 1")])
def test_fields_refuse_out_of_bounds_in_french(field: models.Field[Any, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        field.clean(Decimal("-0.01"), None)


def test_fields_refuse_floats() -> None:
    with pytest.raises(TypeError, match="jamais en float"):
        AmountField().to_python(0.1)


def test_fields_deconstruct_without_what_their_class_says() -> None:
    _, path, args, kwargs = AmountField("montant", null=True).deconstruct()

    assert (path, args, kwargs) == (
        "maillage.base.money.AmountField",
        [],
        {"verbose_name": "montant", "null": True},
    )


@pytest.mark.parametrize("typed", ["1234,56", "1 234,56 €", "1\u202f234,56\u00a0€", "1234.56"])
def test_forms_read_french_amounts(typed: str) -> None:
    field = AmountField("montant").formfield()

    assert isinstance(field, FrenchDecimalField)
    assert field.clean(typed) == Decimal("1234.56")


def test_forms_show_the_comma() -> None:
    field = AmountField("montant").formfield()

    assert field is not None
    assert [field.prepare_value(shown) for shown in (Decimal("1234.50"), "12,5", None)] == [
        "1234,50",
        "12,5",
        None,
    ]


@pytest.mark.parametrize("typed", ["1.234,56", "1234,567", "mille", "1e20", "NaN"])
def test_forms_refuse_unclear_amounts(typed: str) -> None:
    field = AmountField("montant").formfield()

    assert field is not None
    with pytest.raises(forms.ValidationError):
        field.clean(typed)
