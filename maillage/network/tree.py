"""Facts arranged as the sheet tells them: each with those it contains, grouped by what they are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from maillage.network.kinds import heading
from maillage.network.models import Entry

BRIEF = 32  # signs
MANY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A fact, what it says that its surroundings have not said yet, and the facts it contains."""

    entry: Entry
    dated: bool
    lines: list[int]
    groups: list["Group"]

    @property
    def lists(self) -> list["Group"]:
        """The groups of plain facts, each told as one list."""
        return [group for group in self.groups if not group.deep]

    @property
    def brief(self) -> bool:
        """Whether it is a short name and nothing more (a tag may follow it)."""
        entry, known = self.entry, self.entry.status == Entry.Status.KNOWN
        told = entry.text or entry.alias or entry.figure or self.lines or self.groups or entry.as_written
        dated = self.dated and entry.on.earliest
        placed = entry.place_name not in {"", entry.title}
        return known and len(entry.title) <= BRIEF and not (told or dated or placed)

    @property
    def blocks(self) -> list["Node"]:
        """The facts told at length, one after the other."""
        return [node for group in self.groups if group.deep for node in group.nodes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Facts of one kind contained in the same fact, and the lines that they all come from."""

    kind: str
    nodes: list[Node]
    lines: list[int]

    @property
    def heading(self) -> str:
        """What the list is called: « Pour qui », « Sièges »."""
        return heading(self.kind, len(self.nodes))

    @property
    def brief(self) -> bool:
        """Whether they are names alone, told one after the other in a line."""
        return len(self.nodes) > 1 and all(node.brief for node in self.nodes)

    @property
    def many(self) -> bool:
        """Whether they are so many, and so short, that they are told in columns."""
        return len(self.nodes) >= MANY and not any(node.entry.text for node in self.nodes)

    @property
    def deep(self) -> bool:
        """Whether one of them contains others."""
        return any(node.groups for node in self.nodes)


def arrange(entries: Iterable[Entry]) -> list[Node]:
    """Return the facts that nothing contains, in order, each with those it contains."""
    children: dict[str | None, list[Entry]] = defaultdict(list)
    for entry in entries:
        children[entry.parent_id].append(entry)
    return [
        Node(entry=entry, dated=True, lines=entry.source_lines, groups=_groups(entry, children))
        for entry in children[None]
    ]


def _groups(above: Entry, children: dict[str | None, list[Entry]]) -> list[Group]:
    kinds: dict[str, list[Entry]] = defaultdict(list)
    for child in children[above.key]:
        kinds[child.kind].append(child)
    return [_group(kind, above, facts, children) for kind, facts in kinds.items()]


def _group(kind: str, above: Entry, facts: list[Entry], children: dict[str | None, list[Entry]]) -> Group:
    inner = {fact.key: _groups(fact, children) for fact in facts}
    first = facts[0].source_lines
    alike = len(facts) > 1 and not any(inner.values()) and all(fact.source_lines == first for fact in facts)
    said = first if alike else above.source_lines
    nodes = [
        Node(
            entry=fact,
            dated=fact.on != above.on,
            lines=fact.source_lines if fact.source_lines != said else [],
            groups=inner[fact.key],
        )
        for fact in facts
    ]
    return Group(kind=kind, nodes=nodes, lines=said if said != above.source_lines else [])
