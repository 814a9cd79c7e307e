"""What one territory belongs to and holds: the facts of its page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.urls import reverse

from maillage.territories.models import Council, Former, Territory
from maillage.territories.wording import PARTS

Level = Territory.Level
# What each level holds; the first one is listed on its own page.
HOLDS = {
    Level.COUNTRY: ("regions",),
    Level.REGION: ("departements", "intercommunalites", "cantons", "communes", "agences", "quartiers"),
    Level.DEPARTMENT: ("intercommunalites", "cantons", "communes", "quartiers"),
    Level.EPCI: ("communes", "quartiers"),
    Level.CANTON: ("communes",),
    Level.AGENCY: ("communes",),
    Level.QPV: ("communes",),
    Level.COMMUNE: (),
}
# What no shipped table holds: none means that nobody has brought the file yet.
AWAITED = (Level.CANTON, Level.AGENCY, Level.QPV)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How many territories of one level lie in this one; awaited where no file of that level was imported."""

    label: str
    count: int
    url: str
    awaited: bool


def trail(territory: Territory) -> list[dict[str, str]]:
    """Return the way from the list of territories to this one, through what it belongs to."""
    steps = [{"label": "Territoires", "url": reverse("territories:index")}]
    wholes = filter(None, (territory.region, territory.department, territory.epci))
    steps += [{"label": whole.full_name, "url": whole.get_absolute_url()} for whole in wholes]
    return [*steps, {"label": territory.full_name, "url": ""}]


def held(territory: Territory) -> list[Held]:
    """Return what a territory holds, level by level."""
    brought = set(Territory.objects.filter(level__in=AWAITED).values_list("level", flat=True).distinct())
    counts = _nested(territory)
    found = []
    for part in HOLDS[Level(territory.level)]:
        level, label = PARTS[part]
        awaited = level in AWAITED and level not in brought
        if not awaited and level not in counts:
            counts[level] = Territory.objects.within(territory, level).count()
        url = reverse("territories:parts", args=[territory.slug, part])
        found.append(Held(label=label, count=counts.get(level, 0), url=url, awaited=awaited))
    return found


def _nested(territory: Territory) -> dict[str, int]:
    """Count in one query what lies in a region or a department by a column of its own."""
    if territory.level not in {Level.REGION, Level.DEPARTMENT}:
        return {}
    inside = Territory.objects.current().filter(**{territory.level: territory})
    told = inside.filter(level__in=[Level.DEPARTMENT, Level.CANTON, Level.COMMUNE])
    return dict(told.values_list("level").annotate(Count("pk")).order_by())


def councils(territory: Territory, *, on: date) -> QuerySet[Council]:
    """Return the councils that hold the powers of a department on a day."""
    return Council.objects.sitting(on).filter(departments=territory)


def mergers(commune: Territory) -> QuerySet[Former]:
    """Return the communes of the past whose land is now in this one, the latest event first."""
    rows = commune.formers.exclude(code=commune.code).exclude(kind=Former.Kind.RENAMED)
    return rows.order_by("-ends_on", "code")


def names(commune: Territory) -> QuerySet[Former]:
    """Return what a commune was called, the latest name first."""
    rows = commune.formers.filter(code=commune.code).exclude(name=commune.name)
    return rows.order_by("-ends_on")
