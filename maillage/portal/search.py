"""What a search finds, kind by kind: each app answers for its own, named here one by one."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from maillage.accounts import search as people
from maillage.accounts.models import Anyone
from maillage.base.search import Found
from maillage.network import search as facts
from maillage.observatory import search as figures
from maillage.organisations import search as structures
from maillage.portal import places
from maillage.territories import search as territories

LONGEST = 100  # signs read of what is typed
AT_FIRST = 5  # hits of each kind, before one asks for the others
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing to find: its name in the address, its heading, who answers for it."""

    key: str
    title: str
    hits: Callable[[Anyone, str, slice], Found]


KINDS = (
    Kind("territoires", "Territoires", territories.hits),
    Kind("structures", "Structures", structures.hits),
    Kind("personnes", "Personnes", people.hits),
    Kind("chiffres", "Chiffres", figures.hits),
    Kind("faits", "Sur la fiche", facts.hits),
    Kind("pages", "Pages du site", places.hits),
    Kind("anciennes", "Communes d’autrefois", territories.former_hits),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The hits of one kind; `page`: which page of them, where one asked for that kind alone."""

    kind: Kind
    found: Found
    page: "Page[int] | None" = None

    @property
    def others(self) -> int:
        """How many are not shown."""
        return self.found.total - len(self.found.hits)


def everything(user: Anyone, words: str) -> list[Group]:
    """Return the first hits of each kind that has any."""
    groups = [Group(kind=kind, found=kind.hits(user, words, slice(0, AT_FIRST))) for kind in KINDS]
    return [group for group in groups if group.found.total]


def one_kind(user: Anyone, words: str, key: str, number: int) -> Group | None:
    """Return a page of the hits of one kind, the nearest there is; None for a kind that does not exist."""
    kind = next((kind for kind in KINDS if kind.key == key), None)
    if kind is None:
        return None
    found = kind.hits(user, words, window(number))
    page = Paginator(range(found.total), PER_PAGE).get_page(number)
    if page.number != number:
        found = kind.hits(user, words, window(page.number))
    return Group(kind=kind, found=found, page=page)


def window(number: int) -> slice:
    """Return the place of a page among the hits, from the first.

    >>> window(2)
    slice(50, 100, None)
    """
    return slice((number - 1) * PER_PAGE, number * PER_PAGE)
