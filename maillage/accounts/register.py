"""The register of treatments and the rules of retention: `register.yaml` and `retention.yaml` of each app."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from django.db import models
from pydantic import TypeAdapter

from maillage.accounts.models import Role
from maillage.base.packs import Fact
from maillage.base.privacy import Tag, tags_of
from maillage.base.references import model_of

PRIVATE = (Tag.PERSONAL, Tag.SENSITIVE)
BASES = {
    "mission": "Mission d’intérêt public (RGPD, article 6.1.e)",
    "obligation": "Obligation légale (RGPD, article 6.1.c)",
}


class Rule(Fact):
    """How long rows of one kind are kept; without `months`, no slip proposes them by itself."""

    key: str
    label: str
    model: str
    start: str
    basis: str
    since: list[str] = []
    months: int | None = None
    where: dict[str, Any] = {}
    unless: dict[str, Any] = {}
    automatic: bool = False
    validated: bool = False

    def lasts(self) -> str:
        """Say how long in words: "3 ans depuis la dernière connexion"."""
        if self.months is None:
            return self.start
        years, rest = divmod(self.months, 12)
        time = f"{self.months} mois" if rest else f"{years}\xa0an{'s' if years > 1 else ''}"
        return f"{time} {self.start}"


class Holding(Fact):
    """The rows of one table, how they lead to a person, and what an erasure does to them."""

    keys: list[str] = []
    references: list[str] = []
    addresses: list[str] = []
    mentions: list[str] = []
    cancel: str = ""
    erasure: Literal["blank", "delete", "end", "mention", "pseudonym", "mail", "contents", "keep"]
    why: str = ""
    title: str = ""
    labels: dict[str, str] = {}
    beside: list[str] = []
    withheld: dict[str, str] = {}

    def title_of(self, model: type[models.Model]) -> str:
        """Return the French name of the table."""
        return self.title or str(model._meta.verbose_name)

    def label_of(self, model: type[models.Model], name: str) -> str:
        """Return the French name of a field."""
        return self.labels.get(name) or str(getattr(model._meta.get_field(name), "verbose_name", name))

    def private_labels(self, model: type[models.Model]) -> str:
        """Return the names of what is personal or sensitive in the table."""
        return ", ".join(self.label_of(model, name) for name in private_fields(model))

    def exported(self, model: type[models.Model]) -> list[str]:
        """Return the fields that the person receives: all but the technical ones, unless named `beside`."""
        tags = tags_of(model)
        return [name for name, tag in tags.items() if tag != Tag.TECHNICAL or name in self.beside]


class Treatment(Fact):
    """One line of the register (GDPR, art. 30)."""

    key: str
    title: str
    purpose: str
    basis: Literal["mission", "obligation"]
    people: str
    recipients: list[Role]
    rules: list[str]
    holds: dict[str, Holding]

    def legal_basis(self) -> str:
        """Return the legal basis in words."""
        return BASES[self.basis]

    def recipient_labels(self) -> list[str]:
        """Return who may read these data."""
        return [role.label for role in self.recipients]

    def durations(self) -> list[Rule]:
        """Return the rules that end these data."""
        return [rules()[key] for key in self.rules]

    def categories(self) -> list[tuple[str, str]]:
        """Return (table, its personal and sensitive fields), by their French names."""
        held = [(table(label), holding) for label, holding in self.holds.items()]
        return [(holding.title_of(model), holding.private_labels(model)) for model, holding in held]


@cache
def treatments() -> list[Treatment]:
    """Return the register; a malformed file raises pydantic's `ValidationError` at the first page shown."""
    return TypeAdapter(list[Treatment]).validate_python(_read("register.yaml"))


@cache
def rules() -> dict[str, Rule]:
    """Return the retention rules by their key."""
    return {rule.key: rule for rule in TypeAdapter(list[Rule]).validate_python(_read("retention.yaml"))}


def _read(name: str) -> list[object]:
    """Return what every app says in its own file of that name, those of accounts first."""
    paths = sorted(Path(__file__).parents[1].glob(f"*/{name}"))
    return [entry for path in paths for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]


def holdings() -> Iterator[tuple[type[models.Model], Holding]]:
    """Yield each table that holds personal data, in the order of the register."""
    for treatment in treatments():
        for label, holding in treatment.holds.items():
            yield table(label), holding


def table(label: str) -> type[models.Model]:
    """Return the model that the register names; `LookupError` when there is none."""
    model = model_of(label)
    if model is None:
        raise LookupError(f"Le registre nomme une table inconnue\xa0: {label}.")
    return model


def private_fields(model: type[models.Model]) -> list[str]:
    """Return the fields tagged personal or sensitive."""
    return [name for name, tag in tags_of(model).items() if tag in PRIVATE]
