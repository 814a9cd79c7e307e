"""What a source wrote, where the right term is another."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from maillage.network.models import Entry
from maillage.network.points.point import Kind, Point
from maillage.territories.folding import fold


def misnomers(entries: Sequence[Entry]) -> Iterator[Point]:
    """Yield each name that the source writes with other words, capitals and accents left aside."""
    for entry in entries:
        if entry.as_written and (pairs := differences(entry.as_written, entry.title)):
            told = ", ".join(f"«\xa0{wrong}\xa0» pour «\xa0{right}\xa0»" for wrong, right in pairs)
            yield Point(
                kind=Kind.WORDING,
                entries=(entry,),
                sentence=f"La source écrit {told}.",
                explanation=f"Il s’agit de\xa0: {entry.title}{f' ({entry.alias})' if entry.alias else ''}.",
            )


def differences(written: str, right: str) -> list[tuple[str, str]]:
    """Return the words that differ, as written and as they should be.

    >>> differences("Schéma d’Internalisation", "Schéma d’internationalisation")
    [('Internalisation', 'internationalisation')]
    >>> differences("loi NOTRE", "Loi NOTRe")
    []
    """
    ours, theirs = _words(right), _words(written)
    matcher = SequenceMatcher(
        a=[fold(word) for word in theirs], b=[fold(word) for word in ours], autojunk=False
    )
    return [
        (" ".join(theirs[start:end]), " ".join(ours[first:last]))
        for kind, start, end, first, last in matcher.get_opcodes()
        if kind == "replace"
    ]


def _words(text: str) -> list[str]:
    return text.replace("’", " ").replace(",", " ").split()
