"""The database refuses a figure that says two things, or nothing."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError

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
