"""Open drafts: everything that was typed, kept as typed, and carried from one version to the next."""

from collections.abc import Iterator, Mapping
from typing import TypedDict, cast

from .answers import raw_rows
from .definition import Definition, Group
from .kinds import Input, Item
from .texts import Value


class SetAside(TypedDict):
    """An answer that has no place in the new version, under the label it was given to."""

    version: int
    cle: str
    libelle: str
    valeur: object


class Draft(TypedDict):
    """What a person has typed so far; plain JSON."""

    version: int
    saisie: dict[str, object]
    ecarte: list[SetAside]


def blank(definition: Definition) -> Draft:
    """Return the draft of a person who has typed nothing yet."""
    return {"version": definition.version, "saisie": {}, "ecarte": []}


def reopen(definition: Definition, stored: Mapping[str, object]) -> Draft:
    """Return a draft that shows a stored answer again; cleaned, it gives the same answer back."""
    answers = cast("Mapping[str, object]", stored["reponses"])
    return blank(definition) | {"saisie": dict(_shown(definition.top, answers))}


def _shown(items: Mapping[str, Item], answers: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for key, item in items.items():
        if key in answers and isinstance(item, Input):
            yield key, item.show(cast("Value", answers[key]))
        elif key in answers and isinstance(item, Group):
            cells = {cell.key: cell for cell in item.cells}
            yield key, [dict(_shown(cells, row)) for row in raw_rows(answers[key])]
