"""The database refuses a figure that says two things, or nothing."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError

from maillage.observatory.models import Figure, Source, Topic
from maillage.observatory.tests.factories import make_figure

pytestmark = pytest.mark.django_db


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
        make_figure(**fields)


def test_figure_interval_and_secret_are_kept() -> None:
    assert make_figure(low=1, high=1).bounds == (Decimal(1), Decimal(1))


def test_secret_figure_has_no_bounds() -> None:
    assert make_figure(status="suppressed").bounds == ()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Donner une valeur, ou une borne basse et une borne haute\xa0; rien pour un chiffre secret."),
        ({"value": Decimal(1), "status": "suppressed"}, "rien pour un chiffre secret."),
        ({"low": Decimal(2), "high": Decimal(1)}, "La borne basse dépasse la borne haute."),
    ],
)
def test_constraint_says_what_to_do(fields: dict[str, Any], sentence: str) -> None:
    row = make_figure(value=1)
    for name, value in ({"value": None} | fields).items():
        setattr(row, name, value)

    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()

    assert sentence in " ".join(refused.value.messages)


@pytest.mark.parametrize("owner", [Source, Topic])
def test_what_a_figure_needs_is_not_deleted(owner: type[Source] | type[Topic]) -> None:
    make_figure(value=1)

    with pytest.raises(ProtectedError):
        owner._default_manager.all().delete()


def test_two_figures_share_no_key() -> None:
    row = make_figure(value=1)
    row.pk = None

    with pytest.raises(IntegrityError):
        row.save()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"part_of_id": "f"}, "Un chiffre n’est pas une partie de lui-même."),
        ({"superseded_by_id": "f"}, "Un chiffre ne se remplace pas lui-même."),
        ({"source_line": 3, "source_place": "page 2"}, "Donner la ligne de la source, ou un autre endroit"),
    ],
)
def test_figure_names_another_and_one_place(fields: dict[str, Any], sentence: str) -> None:
    row = make_figure(value=1)
    for name, value in fields.items():
        setattr(row, name, value)

    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()
    with pytest.raises(IntegrityError):
        row.save()

    assert sentence in " ".join(refused.value.messages)


@pytest.mark.parametrize("name", ["part_of", "superseded_by"])
def test_figure_leads_to_itself_through_no_other(name: str) -> None:
    first = make_figure("a", value=1)
    second = make_figure("b", value=1, **{name: first})
    setattr(first, name, second)

    with pytest.raises(ValidationError, match="mène à lui-même"):
        first.full_clean()


@pytest.mark.parametrize("other", [{"quantity": "autre"}, {"family": "mutuelles"}])
def test_figure_is_superseded_by_one_of_the_same_kind(other: dict[str, Any]) -> None:
    later = make_figure("b", value=1, **other)
    row = make_figure("a", value=1, superseded_by=later)

    with pytest.raises(ValidationError, match="de la même grandeur"):
        row.full_clean()


def test_figure_made_here_is_complete() -> None:
    total = make_figure("a", value=3)
    part = make_figure("b", value=1, part_of=total, breakdown="par an", superseded_by=total)

    part.full_clean()

    assert (part.from_pack, list(total.parts.all())) == (False, [part])


def test_part_outlives_its_total() -> None:
    part = make_figure("b", value=1, part_of=make_figure("a", value=3), breakdown="par an")

    Figure.objects.get(key="a").delete()

    part.refresh_from_db()
    assert part.part_of is None


def test_own_figures_leave_references_out() -> None:
    make_figure("a", value=1)
    Source.objects.update(reference=True)

    assert list(Figure.objects.without_references()) == []
