"""Loading the geography shipped with the platform: territories, councils, former communes, shapes."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

from django.db import transaction

from maillage.base.journal import record
from maillage.base.loading import Loaded
from maillage.base.packs import PackLoad
from maillage.territories import reference, shipped
from maillage.territories.centres import recentre
from maillage.territories.folding import words
from maillage.territories.models import Council, Former, Shape, Territory
from maillage.territories.rows import Fields, link, store

Level = Territory.Level
NAME = "territoires"
SHIPPED = (Level.COUNTRY, Level.REGION, Level.DEPARTMENT, Level.EPCI, Level.COMMUNE)


@transaction.atomic
def load_reference(*, at: datetime) -> list[Loaded]:
    """Make the stored territories those of the shipped geography, unless its last load was the same one.

    Nothing is deleted: a territory that the geography no longer names is marked as ended, since others
    may point to it. Positions and shapes that were imported stay.
    """
    if is_loaded():
        return []
    report = [_territories(), _councils(), _formers(), _shapes()]
    counts = {line.kind: [line.created, line.updated, line.unchanged, line.removed] for line in report}
    record("commande", "base.pack_loaded", mark(at=at), counts=counts)
    return report


def make_home(slug: str) -> None:
    """Make a territory the one where the pages start, that of the collectivité; none for ""."""
    Territory.objects.filter(home=True).exclude(slug=slug).update(home=False)
    Territory.objects.filter(slug=slug, home=False).update(home=True)


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
    totals = shipped.Totals(facts)
    wanted: set[str] = set()
    lines = []
    levels: list[Callable[[], Iterator[Fields]]] = [
        partial(shipped.country, totals),
        partial(shipped.regions, totals),
        partial(shipped.departments, totals),
        partial(shipped.epci, totals),
        partial(shipped.communes, facts),
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
