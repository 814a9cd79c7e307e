"""What became of each commune since 1943: a graph of periods, followed to the communes of today.

A commune is a chain of nodes (« COM », one for each period with the same name and extent). When it merges,
its chain goes on as a part (« COMP », « COMA », « COMD ») inside the node of another commune, its pole;
when it is re-established, the part becomes a commune again. So a code of 1940 leads to what its own land is
today, and the code of a merged commune leads to all the communes that came out of it.

Events are dated by the package 0.7.0 until 1 January 2019. Later packages carry only the state of one first
of January each: comparing two of them says what happened between, not the day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

FIRST = "1943-01-01"

# The reason of the package -> our kind; the longest match wins, a reason without a line stops the script.
KINDS = {
    "changement de nom": "renamed",
    "renommage": "renamed",
    "changement de département": "moved",
    "commune devenant": "new_commune",
    "commune absorbée": "new_commune",
    "commune restant": "new_commune",
    "commune parente": "new_commune",
    "commune associée devenant": "new_commune",
    "dissolution ou élargissement": "new_commune",
    "dissolution de la fusion-association": "new_commune",
    "fusion-association": "associated",
    "commune-parente membre": "associated",
    "changement de chef lieu": "moved",
    "fusion": "merged",
    "dé-fusion": "split",
    "rétablissement": "split",
    "recomposition": "split",
    "suppression": "removed",
}


@dataclass(eq=False)
class Node:
    """One commune, or one part of a commune, during one period."""

    code: str
    name: str
    is_commune: bool
    start: str
    end: str = ""
    reason: str = ""
    exact: bool = True
    next: "Node | None" = None
    pole: "Node | None" = None
    members: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Former:
    """A commune as it no longer is: until when, why, into which commune then, and where its land is today."""

    code: str
    name: str
    starts_on: str
    ends_on: str
    exact: bool
    kind: str
    into: tuple[str, ...]
    today: tuple[str, ...]
    grew_only: bool


def read(rows: list[dict]) -> list[Node]:
    """Return the graph of the package 0.7.0."""
    nodes = {
        row["id"]: Node(
            code=row["code"],
            name=row["nom"],
            is_commune=row["type"] == "COM",
            start=row.get("dateDebut", FIRST),
            end=row.get("dateFin", ""),
            reason=row.get("raisonFin", ""),
        )
        for row in rows
    }
    for row in rows:
        node = nodes[row["id"]]
        node.next, node.pole = nodes.get(row.get("successeur")), nodes.get(row.get("pole"))
        node.members = [nodes[member] for member in row.get("membres", [])]
    return list(nodes.values())


class History:
    """The graph, and the communes and parts that are open at its end."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.communes = {node.code: node for node in nodes if node.is_commune and not node.end}
        self.parts = {node.code: node for node in nodes if not node.is_commune and not node.end}

    def add(self, node: Node) -> Node:
        """Take a new node in."""
        self.nodes.append(node)
        (self.communes if node.is_commune else self.parts)[node.code] = node
        return node

    def close(self, node: Node, *, on: str, reason: str) -> None:
        """End a node at an uncertain day: on or before the given one."""
        node.end, node.reason, node.exact = on, reason, False
        (self.communes if node.is_commune else self.parts).pop(node.code, None)

    def advance(self, communes: list[dict], *, on: str) -> None:
        """Take the history to the state of a later package."""
        names = {row["code"]: row["nom"] for row in communes if row["type"] == "commune-actuelle"}
        poles = {
            row["code"]: row["chefLieu"]
            for row in communes
            if row["type"].startswith(("commune-d", "commune-as"))
        }
        poles |= {old: row["code"] for row in communes for old in row.get("anciensCodes", [])}
        gone = [code for code in self.communes if code not in names]
        back = [code for code in names if code not in self.communes and code in self.parts]
        by_pole: dict[str, list[str]] = {}
        for code in gone:
            by_pole.setdefault(poles[code], []).append(code)
        for code in back:
            if code not in by_pole:
                self._separate(code, names[code], on=on)
        for pole, codes in by_pole.items():
            if pole not in self.communes and len(codes) == 1:
                self._continue(codes[0], pole, names[pole], on=on, reason="changement de chef lieu")
            else:
                self._merge(pole, names[pole], codes, on=on)
        for code, name in names.items():
            if code not in self.communes:
                self.add(Node(code, name, is_commune=True, start=on))
            elif self.communes[code].name != name:
                self._continue(code, code, name, on=on, reason="changement de nom")

    def _merge(self, pole: str, name: str, codes: list[str], *, on: str) -> None:
        """Put communes into one: each goes on as a part of it."""
        whole = Node(pole, name, is_commune=True, start=on)
        for code in [*codes, *([pole] if pole in self.communes else [])]:
            node = self.communes[code]
            self.close(node, on=on, reason="commune devenant déléguée")
            node.next = self.add(Node(code, node.name, is_commune=False, start=on, pole=whole))
            whole.members.append(node.next)
        self.add(whole)

    def _separate(self, code: str, name: str, *, on: str) -> None:
        """Take a part out of its commune: both go on as communes."""
        part = self.parts[code]
        (left,) = (self.communes[found] for found in lands(part))
        self.close(part, on=on, reason="rétablissement")
        part.next = self.add(Node(code, name, is_commune=True, start=on))
        left.members = [*left.members, part]
        if left.start != on:
            self.close(left, on=on, reason="rétablissement")
            left.next = self.add(Node(left.code, left.name, is_commune=True, start=on))

    def _continue(self, code: str, new_code: str, name: str, *, on: str, reason: str) -> None:
        """Give a commune another name or code: same land, same parts."""
        node = self.communes[code]
        self.close(node, on=on, reason=reason)
        node.next = self.add(Node(new_code, name, is_commune=True, start=on, members=node.members))


def lands(node: Node) -> set[str]:
    """Return the codes of the communes of today that the land of a node lies in."""
    found: set[str] = set()
    seen: set[tuple[int, bool]] = set()
    waiting = [(node, True)]  # whole: the node stands for all its members, not only for what led to it
    while waiting:
        node, whole = waiting.pop()
        if (id(node), whole) in seen:
            continue
        seen.add((id(node), whole))
        if not node.end and node.is_commune:
            found.add(node.code)
        elif not node.end and node.pole:
            waiting.append((node.pole, False))
        elif node.end:
            same = kind_of(node.reason) in {"renamed", "moved"}
            waiting += [(node.next, whole and same)] if node.next else []
            waiting += [(member, False) for member in node.members] if whole and node.is_commune else []
    return found


def kind_of(reason: str) -> str:
    """Return our kind of event; KeyError for a reason never met."""
    return KINDS[max((known for known in KINDS if reason.startswith(known)), key=len, default=reason)]


def formers(nodes: Iterable[Node]) -> list[Former]:
    """Return each commune as it no longer is, by code and day.

    A period that ended without a change of code, name or land is left out: the next one says the same.
    """
    kept: list[Former] = []
    by_code: dict[str, list[Former]] = {}
    for node in nodes:
        if node.is_commune and node.end and node.start != node.end:
            by_code.setdefault(node.code, []).append(_former(node))
    for code, rows in sorted(by_code.items()):
        following = (code,)
        for row in sorted(rows, key=lambda row: row.ends_on, reverse=True):
            if row.grew_only and row.today == following:
                continue
            kept.append(row)
            following = row.today
    return sorted(kept, key=lambda row: (row.code, row.ends_on))


def _former(node: Node) -> Former:
    last = _that_day(node)
    into = tuple(sorted(set(_first_step(last))))
    return Former(
        code=node.code,
        name=node.name,
        starts_on="" if node.start == FIRST else node.start,
        ends_on=node.end,
        exact=node.exact,
        kind=kind_of(last.reason),
        into=into,
        today=tuple(sorted(lands(node))),
        grew_only=into == (node.code,) and last.next is not None and last.next.name == node.name,
    )


def _that_day(node: Node) -> Node:
    """Return the last of the nodes that began and ended on the day the given one ended."""
    while node.next and node.next.is_commune and node.next.start == node.next.end == node.end:
        node = node.next
    return node


def _first_step(node: Node) -> Iterator[str]:
    """Yield the codes of the communes that received the land on the day the node ended."""
    parts = [member.next for member in node.members if member.end == node.end]
    for following in [node.next, *parts]:
        if following:
            yield following.code if following.is_commune or not following.pole else following.pole.code
