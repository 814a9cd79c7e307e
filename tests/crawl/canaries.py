"""Unique tokens in every text field of the world that is not public, and who may read them."""

import hashlib
import re

from django.apps import apps
from django.db import models

from maillage.base.privacy import Tag, tags_of
from maillage.organisations.models import Mandate
from tests.crawl.table import GROUPS, TABLE
from tests.crawl.world import World, is_internal

READERS: dict[str, dict] = TABLE["canaries"]
TOKEN = re.compile(r"canari[0-9a-f]{12}")
# Read by the program itself: a token there would break the row rather than watch it.
NOT_PLANTED = {"password", "token_hash", "message_id"}


def token(model: type[models.Model], pk: object, field: str) -> str:
    """Return the token of one field of one row."""
    return "canari" + hashlib.sha256(f"{model._meta.label_lower}:{pk}.{field}".encode()).hexdigest()[:12]


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """Return the text fields that may hold a token: not public, no closed list of values."""
    tags = tags_of(model)
    return [
        field
        for field in model._meta.concrete_fields
        if type(field) in {models.CharField, models.TextField, models.EmailField}
        and not field.choices
        and field.name not in NOT_PLANTED
        and tags[field.name] is not Tag.PUBLIC
    ]


def plant() -> dict[str, tuple[str, int, str]]:
    """Put a token in each field of the models of the table; return token -> (model, pk, field)."""
    planted = {}
    for label in READERS:
        model = apps.get_model(label)
        for row in model._base_manager.all():
            for field in fields_of(model):
                mark = token(model, row.pk, field.name)
                planted[mark] = (label, row.pk, field.name)
                text = f"{mark}@exemple.fr" if isinstance(field, models.EmailField) else mark
                model._base_manager.filter(pk=row.pk).update(**{field.name: text})
    return planted


def owner_of(label: str, pk: int) -> int | None:
    """Return the person that a row is about."""
    if label == "accounts.user":
        return pk
    row = apps.get_model(label)._base_manager.get(pk=pk)
    return next(
        (getattr(row, name) for name in ("user_id", "delegate_id", "person_id") if hasattr(row, name)), None
    )


def _acts(owner: int) -> bool:
    """Say whether a person acts for a structure: those who work with it know who does."""
    return Mandate.objects.filter(person=owner).exists()


def may_read(world: World, role: str, label: str, owner: int | None) -> bool:
    """Say whether the table lets a role read a row about this person."""
    rule = READERS[label]
    granted = {member for name in rule.get("any", []) for member in GROUPS.get(name, [name])}
    if role in granted:
        return True
    if role == "visitor" or owner is None:
        return False
    if rule.get("own") and owner == world.people[role].pk:
        return True
    if rule.get("acting") == "internal" and is_internal(role) and _acts(owner):
        return True
    about = next(name for name, person in world.people.items() if person.pk == owner)
    return rule.get("colleague") == "internal" and is_internal(role) and is_internal(about)
