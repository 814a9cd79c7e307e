"""Facts in templates: `{{ node|precisions }}`."""

from collections.abc import Sequence

from django import template

from maillage.network import wording
from maillage.network.differences import Field
from maillage.network.differences.words import Piece, pieces
from maillage.network.kinds import Variety
from maillage.network.models import Entry
from maillage.network.tree import Node

register = template.Library()


@register.filter
def precisions(node: Node) -> str:
    """Return when, where, and the lines of the source."""
    return wording.details(node)


@register.filter
def lignes(lines: Sequence[int]) -> str:
    """Return « ligne 47 », « lignes 9 et 43 »."""
    return wording.lines_in_words(lines)


@register.filter
def a_completer(entry: Entry) -> str:
    """Return what is still to be done; nothing where the fact is known."""
    return wording.to_complete(entry)


@register.filter
def dessous(level: int) -> int:
    """Return the level of the headings under one of this level; HTML has six."""
    return min(level + 1, 6)


@register.filter
def ton(entry: Entry) -> str:
    """Return the kind of tag of its variety."""
    return {Variety.PRIORITY: "ok", Variety.PLANNED: "attention"}.get(Variety(entry.variety), "info")


@register.filter
def mots(field: Field) -> dict[str, list[Piece]]:
    """Return both texts of a change, cut where they part."""
    before, after = pieces(field.before, field.after)
    return {"before": before, "after": after}
