"""The sheet of the collectivité: its facts, in the order of the pack."""

from dataclasses import dataclass
from itertools import groupby

from maillage.base.packs import PackLoad
from maillage.observatory.models import Figure, Source, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One heading of the sheet and its figures."""

    topic: Topic
    figures: list[Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The whole sheet as it stands."""

    sections: list[Section]
    sources: list[Source]
    load: PackLoad | None


def current(user: object) -> Sheet:
    """Return the sheet as this person may read it."""
    figures = Figure.objects.visible_to(user).ready()
    sections = [
        Section(topic=topic, figures=list(group)) for topic, group in groupby(figures, lambda row: row.topic)
    ]
    sources = sorted({row.source for section in sections for row in section.figures}, key=lambda row: row.key)
    return Sheet(sections=sections, sources=sources, load=PackLoad.objects.first())
