"""Finding a territory by what people type: a name, words of it, a postal code, a code.

One pass over one column: 36,000 rows take 10 ms on either engine (benchmarks/territories.py), which neither
a table of words nor an extension of one engine would repay. What a row shows is fetched once the best are
chosen.
"""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from maillage.base.search import Found, Hit, queried
from maillage.base.templatetags.french import nombre
from maillage.territories.folding import fold
from maillage.territories.models import Former, Territory

LIMIT = 20
EPCI = Territory.Level.EPCI


def search(text: str, *, level: str = "", limit: int = LIMIT) -> QuerySet[Territory]:
    """Return the territories whose words begin with those typed, in any order, best first."""
    return ranked(Territory.objects.all(), text, level=level).prefetch_related("department", "epci")[:limit]


def ranked(rows: QuerySet[Territory], text: str, *, level: str = "") -> QuerySet[Territory]:
    """Keep the territories that a text names, the best first.

    First those with exactly this name or code, then those whose name begins so, then the others; the most
    populated first, but an EPCI after the commune it is often named after. Accents, case, hyphens,
    apostrophes and « St » for « Saint » do not matter.
    """
    words = fold(text)
    if not words:
        return rows.none()
    found = rows.filter(holds(words), ended=False)
    if level:
        found = found.filter(level=level)
    placed = found.annotate(rank=rank_of(words), last=Q(level=EPCI), people=Coalesce("population", 0))
    return placed.order_by("rank", "last", "-people", "code")


def search_formers(text: str, *, limit: int = LIMIT) -> QuerySet[Former]:
    """Return the communes that are no more by that name or code, the last ended first."""
    return _ranked_formers(text)[:limit]


def _ranked_formers(text: str) -> QuerySet[Former]:
    words = fold(text)
    if not words:
        return Former.objects.none()
    found = Former.objects.filter(holds(words), ~Q(kind=Former.Kind.RENAMED))
    ranked_rows = found.annotate(rank=rank_of(words)).prefetch_related("today")
    return ranked_rows.order_by("rank", "-ends_on", "code")


def hits(user: object, words: str, window: slice) -> Found:
    """Find the territories of today that a text names."""
    rows = Territory.objects.visible_to(user).select_related("department")
    return queried(ranked(rows, words), window, _hit)


def former_hits(user: object, words: str, window: slice) -> Found:  # noqa: ARG001 -- all of them are public
    """Find the communes that are no more, each leading to where its land is today."""
    return queried(_ranked_formers(words), window, _former_hit)


def _hit(place: Territory) -> Hit:
    department = place.department.name if place.department else ""
    said = (
        place.postal_codes,
        department,
        f"{nombre(place.population)} habitants" if place.population else "",
    )
    return Hit(
        label=place.full_name,
        address=place.get_absolute_url(),
        kind="" if place.kind else place.get_level_display(),
        detail=" · ".join(filter(None, said)),
    )


def _former_hit(former: Former) -> Hit:
    today = ", ".join(place.name for place in former.today.all())
    return Hit(
        label=former.name,
        address=reverse("territories:territory", args=[former.code]),
        kind=f"jusqu’en {former.ends_on.year}",
        detail=f"aujourd’hui\xa0: {today}" if today else "",
    )


def holds(words: str) -> Q:
    """Return the condition: each word begins a word of the territory."""
    condition = Q()
    for word in words.split():
        condition &= Q(folded__contains=f" {word}")
    return condition


def rank_of(words: str) -> Case:
    """Return 0 for the whole name or the code, 1 for how a name begins, 2 for its first word, 3 else.

    A comma parts the name from the codes in the column (see `folding.words`).
    """
    code, first = words.replace(" ", "").upper(), words.split(maxsplit=1)[0]
    return Case(
        When(Q(folded__startswith=f" {words} ,") | Q(code=code), then=Value(0)),
        When(folded__startswith=f" {words}", then=Value(1)),
        When(folded__startswith=f" {first}", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
