"""Marking, in two texts that are nearly the same, the words that differ."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Below this likeness a reader is better off with two whole texts.
ALIKE = 0.5
WORD = re.compile(r"[ \n\t]+|[^ \n\t]+")  # a number keeps its narrow spaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words in a row, and whether the other text says them otherwise."""

    text: str
    differs: bool


def pieces(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts cut where they part; whole and unmarked where they have too little in common.

    >>> [(one.text, one.differs) for one in pieces("un bon texte court", "un texte court")[0]]
    [('un ', False), ('bon ', True), ('texte court', False)]
    """
    if SequenceMatcher(None, before.split(" "), after.split(" "), autojunk=False).ratio() < ALIKE:
        return _whole(before), _whole(after)
    left, right = [], []
    old, new = WORD.findall(before), WORD.findall(after)
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left += [Piece(text="".join(old[i:j]), differs=what != "equal")] if i < j else []
        right += [Piece(text="".join(new[k:m]), differs=what != "equal")] if k < m else []
    return left, right


def _whole(text: str) -> list[Piece]:
    return [Piece(text=text, differs=False)] if text else []
