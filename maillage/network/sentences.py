"""Cutting a document into sentences, each known by its line, its rank there and a mark of its words.

The mark lets anyone check that a list of sentences is that of a document, without holding its text.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# A stop ends a sentence where a capital or a quotation follows: not in « 11,4 » or « 1/Plusieurs ».
END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…]\s»))\s+(?=[A-ZÀ-ÖØ-Þ«])")
BULLET = re.compile(r"^[•·–*-]\s+")
MARK = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence; `number` counts from 1 in its line, `mark` is the start of a SHA-256."""

    line: int
    number: int
    mark: str


def cut(document: str) -> Iterator[Sentence]:
    r"""Yield the sentences of each non-empty line.

    >>> [(one.line, one.number) for one in cut("Titre\n\n• Un fait. Un autre fait.")]
    [(1, 1), (3, 1), (3, 2)]
    """
    for line, text in enumerate(document.splitlines(), start=1):
        for number, words in enumerate(_sentences(text), start=1):
            yield Sentence(line=line, number=number, mark=mark(words))


def mark(words: str) -> str:
    """Return the mark of a sentence: the same whatever its spaces, its apostrophes and its final stop.

    >>> mark("L’ESS  rassemble.") == mark("L'ESS rassemble")
    True
    """
    plain = unicodedata.normalize("NFC", words).replace("’", "'").rstrip(" .:;,…")
    return hashlib.sha256(" ".join(plain.split()).encode()).hexdigest()[:MARK]


def _sentences(text: str) -> list[str]:
    bare = BULLET.sub("", " ".join(text.split()))
    return END.split(bare) if bare else []
