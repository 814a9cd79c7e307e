"""Figures for tests: kept in the database (`make_figure`), or in memory for the rules (`a_figure`)."""

from decimal import Decimal
from typing import Any

from maillage.base.dates import FuzzyDate
from maillage.observatory.models import Figure, Source, Topic
from maillage.territories.models import Territory
from maillage.territories.tests.factories import make_region

FRANCE = Territory(pk=1, slug="FR", level="country", code="FR", name="France")
REGION = Territory(pk=2, slug="R44", level="region", code="44", name="Grand Est")
DEPARTMENT = Territory(pk=3, slug="67", level="department", code="67", name="Bas-Rhin", region=REGION)


def make_figure(key: str = "f", **fields: Any) -> Figure:
    """Return a figure of the region, with its topic and source; a value or a status must be given."""
    day = FuzzyDate.parse("2022")
    source, _ = Source.objects.get_or_create(key="s", defaults={"title": "S", "publisher": "P", "dated": day})
    topic, _ = Topic.objects.get_or_create(key="t", defaults={"title": "T", "position": 1})
    first = {"label": "F", "quantity": "q", "position": 1, "unit": "u", "period": day, "status": "declared"}
    place = {"territory": make_region(), "source": source, "topic": topic}
    return Figure.objects.create(key=key, **(first | place | fields))


def a_source(key: str = "fiche", dated: str = "2022-03-22", **fields: Any) -> Source:
    """Return a source in memory."""
    return Source(key=key, title=f"Titre {key}", publisher="P", dated=FuzzyDate.parse(dated), **fields)


def a_figure(key: str, value: str | None = None, *, period: str = "?", **fields: Any) -> Figure:
    """Return a figure in memory, of the region and of a sheet of March 2022 if not said otherwise."""
    numbers = {name: Decimal(fields.pop(name)) for name in ("low", "high") if name in fields}
    first = {"label": f"Libellé {key}", "quantity": "q", "unit": "u", "status": "declared"}
    place = {"territory": REGION, "source": a_source(), "topic": Topic(key="t", title="T", position=1)}
    known = None if value is None else Decimal(value)
    return Figure(key=key, value=known, period=FuzzyDate.parse(period), **(first | place | numbers | fields))
