"""The database refuses a figure that says two things, or nothing."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError

from maillage.base.dates import FuzzyDate
from maillage.observatory.models import Figure, Source, Topic

pytestmark = pytest.mark.django_db


def figure(**fields: Any) -> Figure:
    day = FuzzyDate.parse("2022")
    source = Source.objects.create(key="s", title="S", publisher="P", dated=day)
    topic = Topic.objects.create(key="t", title="T", position=1)
    return Figure.objects.create(
        **{"key": "f", "label": "F", "position": 1, "unit": "u", "period": day, "territory": "T",
           "status": "declared", "source": source, "topic": topic} | fields
    )  # fmt: skip


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"value": 1, "low": 1, "high": 2},
        {"low": 1},
        {"value": 1, "status": "suppressed"},
        {"low": 2, "high": 1},
    ],
)
def test_figure_value_or_interval(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        figure(**fields)


def test_figure_interval_and_secret_are_kept() -> None:
    assert figure(low=1, high=1).bounds == (Decimal(1), Decimal(1))


def test_secret_figure_has_no_bounds() -> None:
    assert figure(status="suppressed").bounds == ()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Donner une valeur, ou une borne basse et une borne haute\xa0; rien pour un chiffre secret."),
        ({"value": Decimal(1), "status": "suppressed"}, "rien pour un chiffre secret."),
        ({"low": Decimal(2), "high": Decimal(1)}, "La borne basse dépasse la borne haute."),
    ],
)
def test_constraint_says_what_to_do(fields: dict[str, Any], sentence: str) -> None:
    row = figure(value=1)
    for name, value in ({"value": None} | fields).items():
        setattr(row, name, value)

    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()

    assert sentence in " ".join(refused.value.messages)


@pytest.mark.parametrize("owner", [Source, Topic])
def test_what_a_figure_needs_is_not_deleted(owner: type[Source] | type[Topic]) -> None:
    figure(value=1)

    with pytest.raises(ProtectedError):
        owner._default_manager.all().delete()


def test_two_figures_share_no_key() -> None:
    row = figure(value=1)
    row.pk = None

    with pytest.raises(IntegrityError):
        row.save()
