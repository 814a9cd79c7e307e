"""The sheet as Markdown (CommonMark, tables of GitHub): one text to paste or to send.

What a person wrote stays text: every sign that Markdown would read is escaped.
"""

import re
from collections.abc import Iterator, Sequence

from maillage.network.models import Representative
from maillage.network.told import (
    SUBTITLE,
    TO_COMPLETE,
    Bar,
    Told,
    ToldFact,
    ToldFigure,
    ToldList,
    ToldSection,
)

SIGNS = re.compile(r"[\\`*_\[\]<>|~&]|^[-+#]")
RANK = re.compile(r"^(\d+)([.)])(?= |$)", re.ASCII)  # only what begins a text could number a list
HEAD = ("Chiffre", "Valeur", "Période", "Comment il est connu")
DEEPEST = 6


def markdown(told: Told, contacts: Sequence[Representative] = ()) -> str:
    """Return the whole sheet; `contacts`: the people to reach, for whom may know them."""
    blocks = [f"# {plain(told.name)}", SUBTITLE, told.dated, f"<{told.address}>"]
    blocks += [block for contact in contacts for block in _contact(contact)]
    if told.to_check:
        blocks += ["## À vérifier avant de citer", _bullets(map(plain, told.to_check))]
    blocks += [block for section in told.sections for block in _section(section)]
    if told.sources:
        blocks += ["## Sources", _bullets(_link(one.said, one.address) for one in told.sources)]
    return "\n\n".join(blocks) + "\n"


def plain(text: str) -> str:
    r"""Return a text on one line that Markdown shows as it is.

    >>> plain("*a* | 1."), plain("1. a")
    ('\\*a\\* \\| 1.', '1\\. a')
    """
    line = " ".join(re.split(r"[\r\n\t ]+", text))
    return RANK.sub(r"\1\\\2", SIGNS.sub(r"\\\g<0>", line))


def _link(text: str, address: str) -> str:
    return f"[{plain(text)}](<{address}>)" if address else plain(text)


def _bullets(lines: Iterator[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _contact(contact: Representative) -> Iterator[str]:
    yield f"## {contact.get_kind_display()}"
    yield _bullets(plain(line) for line in contact.lines)


def _section(section: ToldSection) -> Iterator[str]:
    yield f"## {plain(section.title)}"
    if section.figures:
        yield _table(section.figures)
    yield from map(_bar, section.bars)
    for fact in section.facts:
        yield from _fact(fact, 3)
    if not section.figures and not section.facts:
        yield f"*{TO_COMPLETE}*"


def _bar(bar: Bar) -> str:
    parts = ", ".join(f"{part.label} {part.said}" for part in bar.parts)
    return plain(f"{bar.title}\xa0: {parts}.")


def _table(figures: Sequence[ToldFigure]) -> str:
    rows = [HEAD, ("---", "---:", "---", "---"), *map(_row, figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(figure: ToldFigure) -> tuple[str, ...]:
    label = "<br>".join(map(plain, [figure.label, *figure.details]))
    known = ", ".join(filter(None, [figure.status.text, figure.origin]))
    return label, plain(figure.value), plain(figure.period), plain(known)


def _fact(fact: ToldFact, level: int) -> Iterator[str]:
    kind = f" · {fact.kind}" if fact.kind else ""
    yield f"{'#' * min(level, DEEPEST)} {plain(fact.title + kind)}"
    yield from filter(None, [plain(fact.text), f"*{plain(fact.line)}*" if fact.line else ""])
    for one in fact.lists:
        yield from _list(one)
    for inner in fact.blocks:
        yield from _fact(inner, level + 1)


def _list(group: ToldList) -> Iterator[str]:
    yield f"**{plain(group.heading)}**" + (f" · {plain(group.lines)}" if group.lines else "")
    yield _bullets(
        plain(" · ".join(filter(None, [fact.title, fact.text, fact.line]))) for fact in group.facts
    )
