"""The data that anyone may download: what each file holds, under which licence, of which day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Value
from django.urls import reverse

from maillage.base.packs import PackLoad
from maillage.base.templatetags.french import nombre, pluriel
from maillage.network.models import Collectivite, Entry
from maillage.observatory.models import Figure
from maillage.portal.columns import FIGURES, SHEET, TERRITORIES
from maillage.territories import reference
from maillage.territories.models import Territory
from maillage.territories.models.territory import TerritoryQuerySet
from maillage.territories.portrait import AWAITED, HOLDS
from maillage.territories.wording import PARTS


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
ATTRIBUTION = Licence(
    title="CC BY 4.0 pour les coordonnées (GeoNames)",
    address="https://creativecommons.org/licenses/by/4.0/deed.fr",
    spdx="https://spdx.org/licenses/CC-BY-4.0",
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
    holds: str
    updated_at: datetime | None
    files: Sequence[File]
    columns: Mapping[str, str]
    licences: Sequence[Licence] = (OPEN,)
    credits: Sequence[str] = ()


def datasets(user: object) -> list[Dataset]:
    """Return what can be downloaded today, empty sets left out."""
    figures, facts = Figure.objects.visible_to(user).count(), Entry.objects.visible_to(user).count()
    own = Collectivite.objects.first()
    loaded_at = _loaded_at(own.pack) if own else None
    found = [_figures(figures, loaded_at)] if figures else []
    found += [_sheet(figures, facts, loaded_at)] if figures or facts else []
    return found + _territories(user)


def _loaded_at(name: str) -> datetime | None:
    return PackLoad.objects.filter(name=name).values_list("loaded_at", flat=True).first()


def _figures(count: int, loaded_at: datetime | None) -> Dataset:
    return Dataset(
        key="chiffres",
        title="Les chiffres",
        text="Chaque chiffre publié, avec sa période, ce à quoi il se rapporte, sa source et son statut.",
        holds=counted(count, "chiffre"),
        updated_at=loaded_at,
        files=[File(label="en CSV", address=reverse("observatory:export"), media_type="text/csv")],
        columns=FIGURES,
    )


def _sheet(figures: int, facts: int, loaded_at: datetime | None) -> Dataset:
    return Dataset(
        key="fiche",
        title="La fiche de la collectivité",
        text="La fiche entière, dans son ordre\xa0: rubriques, chiffres, faits et sources.",
        holds=f"{counted(figures, 'chiffre')}, {counted(facts, 'fait')}",
        updated_at=loaded_at,
        files=[File(label="en JSON", address=reverse("network:sheet-json"), media_type="application/json")],
        columns=SHEET,
    )


def _counts(rows: TerritoryQuerySet, whole: Territory, parts: Sequence[str]) -> dict[str, int]:
    """Count what a territory holds, all its parts in one query."""
    within = [rows.within(whole, PARTS[part][0]).order_by().annotate(part=Value(part)) for part in parts]
    counted = [one.values_list("part").annotate(Count("pk")) for one in within]
    return dict.fromkeys(parts, 0) | dict(counted[0].union(*counted[1:], all=True))


def _territories(user: object) -> list[Dataset]:
    """Return the territories of the collectivité, else those of France, level by level."""
    rows = Territory.objects.visible_to(user).current()
    whole = rows.filter(home=True).first() or rows.filter(level=Territory.Level.COUNTRY).first()
    parts = (
        []
        if whole is None
        else [part for part in HOLDS[Territory.Level(whole.level)] if PARTS[part][0] not in AWAITED]
    )
    if whole is None or not parts:
        return []
    counts = _counts(rows, whole, parts)
    files = [
        File(
            label=f"les {PARTS[part][1]} en CSV",
            address=reverse("territories:export", args=[whole.slug, part]),
            media_type="text/csv",
        )
        for part in parts
    ]
    return [
        Dataset(
            key="territoires",
            title="Les territoires",
            text=f"{whole.full_name}\xa0: codes officiels, population, codes postaux, position.",
            holds=", ".join(f"{nombre(count)} {PARTS[part][1]}" for part, count in counts.items()),
            updated_at=_loaded_at("territoires"),
            files=files,
            columns=TERRITORIES,
            licences=(OPEN, ATTRIBUTION),
            credits=(reference.CODES, reference.POPULATION),
        )
    ]


def counted(count: int, what: str) -> str:
    """Say how many.

    >>> counted(1, "chiffre"), counted(72, "chiffre")
    ('1 chiffre', '72 chiffres')
    """
    return f"{nombre(count)} {what}{pluriel(count)}"
