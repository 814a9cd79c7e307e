"""What each app answers to a search: its `search.hits(user, words, window)`, gathered by the portal."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.db.models import Count, Model, QuerySet, Window

M = TypeVar("M", bound=Model)
T = TypeVar("T")
PLURAL = re.compile(r"(?<=...)[sx]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found: what it is called, where it is, what kind of thing it is, and one detail more."""

    label: str
    address: str
    kind: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The hits of a window, and how many there are in all."""

    hits: Sequence[Hit] = ()
    total: int = 0


def words_of(text: str) -> list[str]:
    """Return the words of a text, without accents, case nor signs.

    >>> words_of("L’Économie sociale, 11,4 %")
    ['l', 'economie', 'sociale', '11', '4']
    """
    folded = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", folded)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", letters)


def holds(text: str, words: str) -> bool:
    """Tell whether each word, or its singular, is in the text; the beginning of a word is enough.

    >>> holds("L’aide à l’emploi", "AIDES empl"), holds("Salariés", "riés"), holds("Salariés", "%")
    (True, False, False)
    """
    asked, told = words_of(words), words_of(text)
    return bool(asked) and all(_held(word, told) for word in asked)


def _held(word: str, told: Sequence[str]) -> bool:
    """Tell whether a word begins one of those told, or is the plural of one."""
    return any(one.startswith(word) for one in told) or PLURAL.sub("", word) in told


def among(rows: Iterable[T], words: str, *, text: Callable[[T], str]) -> list[T]:
    """Return the rows whose text holds the words, those that begin with them first."""
    first, found = " ".join(words_of(words)), [row for row in rows if holds(text(row), words)]
    return sorted(found, key=lambda row: not " ".join(words_of(text(row))).startswith(first))


def listed(rows: Sequence[T], window: slice, hit: Callable[[T], Hit]) -> Found:
    """Cut a list already at hand."""
    return Found(hits=[hit(row) for row in rows[window]], total=len(rows))


def queried(rows: QuerySet[M], window: slice, hit: Callable[[M], Hit]) -> Found:
    """Cut a query, counted in the same breath; beyond the last row it is counted apart."""
    page = list(rows.annotate(in_all=Window(Count("*")))[window])
    if not page:
        return Found(total=rows.count() if window.start else 0)
    return Found(hits=[hit(row) for row in page], total=cast("Any", page[0]).in_all)
