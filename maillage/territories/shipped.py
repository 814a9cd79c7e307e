"""What the shipped tables say of each territory, as columns of its row: from the widest to the narrowest."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from maillage.territories import reference
from maillage.territories.folding import words
from maillage.territories.models import Territory
from maillage.territories.rows import Fields

Level = Territory.Level


class Totals:
    """What wider territories are made of, read once from the communes."""

    def __init__(self, facts: list[dict[str, str]]) -> None:
        self.regions = {row["code"]: row["region"] for row in reference.rows("departments.csv")}
        self.people: dict[str, int] = defaultdict(int)
        self.departments: dict[str, set[str]] = defaultdict(set)  # of an EPCI
        for row in facts:
            region = self.regions[row["department"]]
            for slug in ("FR", region and f"R{region}", row["department"], row["epci"]):
                self.people[slug] += int(row["population"] or 0)
            self.departments[row["epci"]].add(row["department"])

    def only_department(self, epci: str) -> str:
        """Return the department that a whole EPCI lies in; nothing where it crosses a border."""
        departments = self.departments[epci]
        return next(iter(departments)) if len(departments) == 1 else ""

    def only_region(self, epci: str) -> str:
        """Return the region that a whole EPCI lies in; nothing where it crosses a border."""
        regions = {self.regions[department] for department in self.departments[epci]}
        return f"R{next(iter(regions))}" if len(regions) == 1 and "" not in regions else ""


def _keys(level: str) -> dict[str, int | None]:
    return {"": None, **dict(Territory.objects.filter(level=level).values_list("slug", "pk"))}


def country(totals: Totals) -> Iterator[Fields]:
    yield {
        "slug": "FR",
        "code": "FR",
        "name": "France",
        "folded": words("France"),
        "population": totals.people["FR"],
    }


def regions(totals: Totals) -> Iterator[Fields]:
    for row in reference.rows("regions.csv"):
        slug = f"R{row['code']}"
        yield {
            "slug": slug,
            **row,
            "folded": words(row["name"]),
            "population": totals.people[slug],
        }


def departments(totals: Totals) -> Iterator[Fields]:
    regions = _keys(Level.REGION)
    for row in reference.rows("departments.csv"):
        yield {
            "slug": row["code"],
            "code": row["code"],
            "name": row["name"],
            "folded": words(row["name"], row["code"]),
            "population": totals.people[row["code"]],
            "region_id": regions[row["region"] and f"R{row['region']}"],
        }


def epci(totals: Totals) -> Iterator[Fields]:
    regions, departments = _keys(Level.REGION), _keys(Level.DEPARTMENT)
    for row in reference.rows("epci.csv"):
        yield {
            "slug": row["code"],
            **row,
            "folded": words(row["name"], row["code"]),
            "population": totals.people[row["code"]],
            "department_id": departments[totals.only_department(row["code"])],
            "region_id": regions[totals.only_region(row["code"])],
        }


def communes(facts: list[dict[str, str]]) -> Iterator[Fields]:
    departments = {row.slug: row for row in Territory.objects.filter(level=Level.DEPARTMENT)}
    epci = _keys(Level.EPCI)
    imported = set(
        Territory.objects.filter(position=Territory.Position.OFFICIAL).values_list("slug", flat=True)
    )
    for row in facts:
        department = departments[row["department"]]
        fields: dict[str, Any] = {
            "slug": row["code"],
            "code": row["code"],
            "name": row["name"],
            "folded": words(row["name"], row["postal_codes"], row["code"]),
            "population": int(row["population"]) if row["population"] else None,
            "postal_codes": row["postal_codes"],
            "department_id": department.pk,
            "region_id": department.region_id,
            "epci_id": epci[row["epci"]],
        }
        if row["code"] not in imported:
            fields |= {
                "latitude": float(row["latitude"]) if row["latitude"] else None,
                "longitude": float(row["longitude"]) if row["longitude"] else None,
                "position": row["position"],
            }
        yield fields
