"""What each app answers to a search: its `search.hits(user, words, window)`, gathered by the portal."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
T = TypeVar("T")
SINGULAR = re.compile(r"(?<=...)[sx]$")


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
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", letters)


def holds(text: str, words: str) -> bool:
    """Tell whether each word, its plural left out, begins a word of the text; nothing holds no word at all.

    >>> holds("Salarié de l’ESS", "ess SALARIES"), holds("Salariés", "riés"), holds("Salariés", "%")
    (True, False, False)
    """
    asked, told = [SINGULAR.sub("", word) for word in words_of(words)], words_of(text)
    return bool(asked) and all(any(word.startswith(one) for word in told) for one in asked)


def among(rows: Iterable[T], words: str, *, text: Callable[[T], str]) -> list[T]:
    """Return the rows whose text holds the words, those that begin with them first."""
    first, found = " ".join(words_of(words)), [row for row in rows if holds(text(row), words)]
    return sorted(found, key=lambda row: not " ".join(words_of(text(row))).startswith(first))


def listed(rows: Sequence[T], window: slice, hit: Callable[[T], Hit]) -> Found:
    """Cut a list already at hand."""
    return Found(hits=[hit(row) for row in rows[window]], total=len(rows))


def queried(rows: QuerySet[M], window: slice, hit: Callable[[M], Hit]) -> Found:
    """Cut a query; it is counted only where the window does not already tell."""
    page = list(rows[window])
    start, size = window.start or 0, window.stop - (window.start or 0)
    whole = len(page) < size and (page or not start)
    return Found(hits=[hit(row) for row in page], total=start + len(page) if whole else rows.count())
