"""Loading the geography shipped with the platform: territories, councils, former communes, shapes."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from maillage.base.journal import record
from maillage.base.loading import Loaded
from maillage.base.packs import PackLoad
from maillage.territories import reference
from maillage.territories.centres import recentre
from maillage.territories.folding import fold
from maillage.territories.models import Council, Former, Shape, Territory
from maillage.territories.rows import Fields, link, store

Level, Position = Territory.Level, Territory.Position
NAME = "territoires"
SHIPPED = (Level.COUNTRY, Level.REGION, Level.DEPARTMENT, Level.EPCI, Level.COMMUNE)


def load_reference(*, at: datetime) -> list[Loaded]:
    """Make the stored territories those of the shipped geography, unless its last load was the same one.

    Nothing is deleted: a territory that the geography no longer names is marked as ended, since others
    may point to it. Positions and shapes that were imported stay. Runs in the caller's transaction.
    """
    if is_loaded():
        return []
    report = [_territories(), _councils(), _formers(), _shapes()]
    counts = {line.kind: [line.created, line.updated, line.unchanged, line.removed] for line in report}
    record("commande", "base.pack_loaded", mark(at=at), counts=counts)
    return report


def is_loaded() -> bool:
    """Say whether the last geography loaded is the one shipped."""
    last = PackLoad.objects.filter(name=NAME).first()
    return last is not None and last.sha256 == reference.fingerprint()


def mark(*, at: datetime) -> PackLoad:
    """Note that the shipped geography is loaded."""
    return PackLoad.objects.create(name=NAME, sha256=reference.fingerprint(), loaded_at=at)


def _territories() -> Loaded:
    """Store the levels from the widest to the narrowest: each one points to those above."""
    facts = list(reference.rows("communes.csv.gz"))
    totals = _Totals(facts)
    wanted: set[str] = set()
    lines = []
    levels: list[Callable[[], Iterator[Fields]]] = [
        partial(_country, totals),
        partial(_regions, totals),
        partial(_departments, totals),
        partial(_epci, totals),
        partial(_communes, facts),
    ]
    for level, rows in zip(SHIPPED, levels, strict=True):
        fields = {row["slug"]: {"level": level, "ended": False, **row} for row in rows()}
        wanted |= fields.keys()
        lines.append(
            store("territoires", Territory.objects.filter(level=level), lambda row: row.slug, fields)
        )
    left = Territory.objects.current().filter(level__in=SHIPPED, origin="")
    gone = [row.pk for row in left.only("slug") if row.slug not in wanted]
    for start in range(0, len(gone), 500):
        Territory.objects.filter(pk__in=gone[start : start + 500]).update(ended=True)
    recentre()
    return Loaded(
        kind="territoires",
        created=sum(line.created for line in lines),
        updated=sum(line.updated for line in lines),
        unchanged=sum(line.unchanged for line in lines),
        removed=len(gone),
    )


class _Totals:
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


def _country(totals: _Totals) -> Iterator[Fields]:
    yield {
        "slug": "FR",
        "code": "FR",
        "name": "France",
        "folded": " france",
        "population": totals.people["FR"],
    }


def _regions(totals: _Totals) -> Iterator[Fields]:
    for row in reference.rows("regions.csv"):
        slug = f"R{row['code']}"
        yield {
            "slug": slug,
            **row,
            "folded": words(row["name"]),
            "population": totals.people[slug],
        }


def _departments(totals: _Totals) -> Iterator[Fields]:
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


def _epci(totals: _Totals) -> Iterator[Fields]:
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


def _communes(facts: list[dict[str, str]]) -> Iterator[Fields]:
    departments = {row.slug: row for row in Territory.objects.filter(level=Level.DEPARTMENT)}
    epci = _keys(Level.EPCI)
    imported = set(Territory.objects.filter(position=Position.OFFICIAL).values_list("slug", flat=True))
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


def words(*texts: str) -> str:
    """Return the words that find a territory, each after a space."""
    return f" {fold(' '.join(texts))}"


def _councils() -> Loaded:
    facts = list(reference.rows("councils.csv"))
    wanted = {
        row["code"]: {
            "code": row["code"],
            "name": row["name"],
            "reference": row["reference"],
            "starts_on": _day(row["starts_on"]),
            "ends_on": _day(row["ends_on"]),
        }
        for row in facts
    }
    done = store("conseils départementaux", Council.objects.all(), lambda row: row.code, wanted)
    councils = dict(Council.objects.values_list("code", "pk"))
    departments = dict(Territory.objects.filter(level=Level.DEPARTMENT).values_list("slug", "pk"))
    pairs = (
        (councils[row["code"]], departments[code]) for row in facts for code in row["departments"].split()
    )
    link(Council.departments.through, ("council_id", "territory_id"), pairs)
    return done


def _formers() -> Loaded:
    facts = list(reference.rows("former.csv.gz"))
    wanted = {
        (row["code"], date.fromisoformat(row["ends_on"])): {
            "code": row["code"],
            "name": row["name"],
            "folded": words(row["name"], row["code"]),
            "starts_on": _day(row["starts_on"]),
            "ends_on": _day(row["ends_on"]),
            "exact": row["exact"] == "1",
            "kind": row["kind"],
            "into": row["into"],
        }
        for row in facts
    }
    done = store("anciennes communes", Former.objects.all(), lambda row: (row.code, row.ends_on), wanted)
    formers = {(code, day): pk for pk, code, day in Former.objects.values_list("pk", "code", "ends_on")}
    communes = dict(Territory.objects.filter(level=Level.COMMUNE).values_list("slug", "pk"))
    pairs = (
        (formers[row["code"], date.fromisoformat(row["ends_on"])], communes[code])
        for row in facts
        for code in row["today"].split()
    )
    link(Former.today.through, ("former_id", "territory_id"), pairs)
    return done


def _shapes() -> Loaded:
    """Store the rough shapes, but where a better one was imported."""
    departments = dict(Territory.objects.filter(level=Level.DEPARTMENT).values_list("slug", "pk"))
    better = set(Shape.objects.exclude(origin=Shape.Origin.ROUGH).values_list("territory_id", flat=True))
    wanted = {
        departments[code]: {
            "territory_id": departments[code],
            "geometry": geometry,
            "origin": Shape.Origin.ROUGH,
            "source": reference.SHAPES,
        }
        for code, geometry in reference.geometries().items()
        if departments[code] not in better
    }
    return store("contours", Shape.objects.all(), lambda row: row.territory_id, wanted)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
