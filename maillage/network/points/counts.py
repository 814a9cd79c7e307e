"""What figures announce against what the sheet lists."""

from collections import Counter
from collections.abc import Iterator, Sequence

from maillage.base.templatetags.french import nombre
from maillage.network.kinds import Kind as FactKind
from maillage.network.kinds import Variety
from maillage.network.models import Entry
from maillage.network.points.point import Kind, Point
from maillage.observatory.models import Figure
from maillage.observatory.spans import Span, said
from maillage.observatory.wording import in_words


def miscounts(figures: Sequence[Figure], entries: Sequence[Entry]) -> Iterator[Point]:
    """Yield each announced number that is not that of the listed things, or that leaves some of them out."""
    told = [entry for entry in entries if entry.status == Entry.Status.KNOWN]
    parted: set[str] = set()
    for figure in figures:
        if figure.counts:
            yield from _compared(figure, told, parted)


def _compared(figure: Figure, entries: Sequence[Entry], parted: set[str]) -> Iterator[Point]:
    listed = [entry for entry in entries if figure.counts in entry.counted_as]
    if any(entry.figure == figure for entry in listed):  # one entry stands for all of them
        if figure.value != 1:
            yield _unnamed(figure)
    elif not listed:
        yield _unnamed(figure)
    elif not said(figure).meets(_exactly(len(listed))):
        yield _other_number(figure, listed)
    else:
        if listed[0].kind not in parted:
            yield from _left_out(figure, listed, entries)
        parted.add(listed[0].kind)
        yield from _held(figure, listed, entries)


def _exactly(count: int) -> Span:
    return said(Figure(value=count))


def _announced(figure: Figure) -> str:
    return f"«\xa0{figure.label}\xa0»\xa0: {in_words(figure)}"


def _unnamed(figure: Figure) -> Point:
    return Point(
        kind=Kind.UNLISTED,
        figure=figure,
        sentence=f"{_announced(figure)}, sans qu’aucun nom soit donné.",
        explanation="La liste est à demander à qui l’a établie.",
    )


def _other_number(figure: Figure, listed: Sequence[Entry]) -> Point:
    return Point(
        kind=Kind.COUNT,
        figure=figure,
        entries=tuple(listed),
        sentence=f"{_announced(figure)}, mais la liste en nomme {nombre(len(listed))}.",
    )


def _left_out(figure: Figure, listed: Sequence[Entry], entries: Sequence[Entry]) -> Iterator[Point]:
    """Yield the things of the same kind, in the same list, that a number of one variety leaves out."""
    first = listed[0]
    if figure.counts == first.kind:
        return
    around = {entry.parent_id for entry in listed}
    twins = [
        entry
        for entry in entries
        if entry.kind == first.kind and entry.parent_id in around and entry.variety != Variety.PLANNED
    ]
    varieties = Counter(entry.get_variety_display() for entry in twins)
    if len(twins) == len(listed) or "" in varieties:
        return
    parts = ", ".join(f"{nombre(count)} {name}" for name, count in varieties.items())
    yield Point(
        kind=Kind.COUNT,
        figure=figure,
        entries=tuple(twins),
        sentence=f"{_announced(figure)}, quand la liste en nomme {nombre(len(twins))}.",
        explanation=f"Le compte tombe juste une fois les formes séparées\xa0: {parts}.",
    )


def _held(figure: Figure, listed: Sequence[Entry], entries: Sequence[Entry]) -> Iterator[Point]:
    """Yield partnerships that stand for more conventions than their number: each makes at least one."""
    if figure.counts != FactKind.PARTNERSHIP:
        return
    sizes = {partnership.key: _conventions(partnership, entries) for partnership in listed}
    several = {key: size for key, size in sizes.items() if size > 1}
    if not several:
        return
    held = [entry for entry in entries if entry.kind == FactKind.CONVENTION and entry.parent_id in several]
    names = {partnership.key: partnership.alias or partnership.title for partnership in listed}
    parts = ", ".join(f"{nombre(size)} pour {names[key]}" for key, size in several.items())
    rest = len(listed) - len(several)
    yield Point(
        kind=Kind.COUNT,
        figure=figure,
        entries=tuple(held),
        sentence=f"{in_words(figure)} partenariats pour au moins {nombre(sum(sizes.values()))} conventions.",
        explanation=f"Un partenariat peut en porter plusieurs\xa0: {parts}, "
        f"et au moins une pour chacun des {nombre(rest)} autres.",
    )


def _conventions(partnership: Entry, entries: Sequence[Entry]) -> int:
    held = [
        entry for entry in entries if entry.kind == FactKind.CONVENTION and entry.parent_id == partnership.key
    ]
    return max(1, sum(int(entry.figure.value or 1) if entry.figure else 1 for entry in held))
