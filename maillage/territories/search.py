"""Finding a territory by what people type: a name, words of it, a postal code, a code.

One pass over one column: 36,000 rows take 10 ms on either engine (benchmarks/territories.py), which neither
a table of words nor an extension of one engine would repay. What a row shows is fetched once the best are
chosen.
"""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from maillage.territories.folding import fold
from maillage.territories.models import Former, Territory

LIMIT = 20
EPCI = Territory.Level.EPCI


def search(text: str, *, level: str = "", limit: int = LIMIT) -> QuerySet[Territory]:
    """Return the territories whose words begin with those typed, in any order, best first.

    First those with exactly this name or code, then those whose name begins so, then the others; the most
    populated first, but an EPCI after the commune it is often named after. Accents, case, hyphens,
    apostrophes and « St » for « Saint » do not matter.
    """
    words = fold(text)
    if not words:
        return Territory.objects.none()
    found = Territory.objects.filter(holds(words), ended=False)
    if level:
        found = found.filter(level=level)
    ranked = found.annotate(rank=rank_of(words), last=Q(level=EPCI), people=Coalesce("population", 0))
    return ranked.prefetch_related("department", "epci").order_by("rank", "last", "-people", "code")[:limit]


def search_formers(text: str, *, limit: int = LIMIT) -> QuerySet[Former]:
    """Return the communes that are no more by that name or code, the last ended first."""
    words = fold(text)
    if not words:
        return Former.objects.none()
    found = Former.objects.filter(holds(words), ~Q(kind=Former.Kind.RENAMED))
    ranked = found.annotate(rank=rank_of(words)).prefetch_related("today")
    return ranked.order_by("rank", "-ends_on", "code")[:limit]


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
