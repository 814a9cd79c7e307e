"""The data that anyone may download: what each file holds, under which licence, of which day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from maillage.base.packs import PackLoad
from maillage.observatory.models import Figure
from maillage.portal.columns import FIGURES, SHEET


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """What one may do with the data; `spdx`: the address by which machines know it."""

    title: str
    address: str
    spdx: str


OPEN = Licence(
    title="Licence Ouverte 2.0",
    address="https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    spdx="https://spdx.org/licenses/etalab-2.0",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One way of downloading a set of data."""

    label: str
    address: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One set of data; `columns`: the name of each column or key, and what it says."""

    key: str
    title: str
    text: str
    rows: int
    unit: str
    updated_at: datetime | None
    files: list[File]
    columns: Mapping[str, str]
    licence: Licence = OPEN
    credits: list[str] = field(default_factory=list)


def datasets(user: object) -> list[Dataset]:
    """Return what can be downloaded today, empty sets left out."""
    load = PackLoad.objects.exclude(name__in=["territoires", "demonstration"]).first()
    loaded_at = load.loaded_at if load else None
    found = [_figures(user, loaded_at), _sheet(user, loaded_at)]
    return [dataset for dataset in found if dataset.rows]


def _figures(user: object, loaded_at: datetime | None) -> Dataset:
    return Dataset(
        key="chiffres",
        title="Les chiffres",
        text="Chaque chiffre publié, avec sa période, ce à quoi il se rapporte, sa source et son statut.",
        rows=Figure.objects.visible_to(user).count(),
        unit="chiffre",
        updated_at=loaded_at,
        files=[File(label="CSV", address=reverse("observatory:export"), media_type="text/csv")],
        columns=FIGURES,
    )


def _sheet(user: object, loaded_at: datetime | None) -> Dataset:
    return Dataset(
        key="fiche",
        title="La fiche de la collectivité",
        text="La fiche entière, dans son ordre : rubriques, chiffres et sources.",
        rows=Figure.objects.visible_to(user).count(),
        unit="chiffre",
        updated_at=loaded_at,
        files=[File(label="JSON", address=reverse("network:sheet-json"), media_type="application/json")],
        columns=SHEET,
    )
