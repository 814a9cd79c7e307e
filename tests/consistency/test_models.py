"""What every model owes: a tag on each field, French names, no deletion of a person by surprise."""

import pytest
from django.apps import apps
from django.db import models

from maillage.base.privacy import Tag, tags_of

OURS = [model for model in apps.get_models() if model.__module__.startswith("maillage.")]
ALL = apps.get_models(include_auto_created=True)


def columns(model):
    return [field for field in model._meta.get_fields() if field.concrete]


@pytest.mark.parametrize("model", ALL, ids=lambda model: model._meta.label)
def test_every_field_is_tagged(model):
    names = {field.name for field in columns(model)}

    assert names == set(tags_of(model)), "tagged(...) lists each field once"
    assert set(tags_of(model).values()) <= set(Tag)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_names_are_french_and_lower_case(model):
    labels = [model._meta.verbose_name] + [
        field.verbose_name
        for field in columns(model)
        if field.name != "id" and hasattr(field, "verbose_name")
    ]

    assert [label for label in labels if label[:1].isupper() and not label[:2].isupper()] == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_foreign_key_deletes_a_person(model):
    """A person is erased by the procedure, never by a cascade."""
    keys = [field for field in columns(model) if isinstance(field, models.ForeignKey)]
    to_people = [field for field in keys if field.related_model._meta.label == "accounts.User"]

    assert [field.name for field in to_people if field.remote_field.on_delete is not models.PROTECT] == []
