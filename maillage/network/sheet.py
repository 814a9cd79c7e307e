"""The sheet of the collectivité: its facts, in the order of the pack."""

from dataclasses import dataclass
from itertools import groupby

from maillage.base.charts import FAMILIES, Part, Shares, shares
from maillage.base.packs import PackLoad
from maillage.observatory.models import Figure, Source, Topic
from maillage.observatory.wording import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One heading of the sheet and its figures."""

    topic: Topic
    figures: list[Figure]

    @property
    def families(self) -> Shares | None:
        """Return the shares of the families of the ESS, drawn where the section gives one for each."""
        found = {str(row.get_family_display()): row for row in self.figures if row.family and row.unit == "%"}
        parts = [
            Part(label=label, value=row.value or 0, text=in_words(row), tone=FAMILIES[label])
            for label, row in found.items()
        ]
        whole = max(100, sum(part.value for part in parts))
        return shares(parts, whole=whole) if len(parts) == len(FAMILIES) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The whole sheet as it stands."""

    sections: list[Section]
    sources: list[Source]
    load: PackLoad | None

    @property
    def one_source(self) -> bool:
        """Whether every figure comes from the same document: named once, above."""
        return len(self.sources) == 1


def current(user: object) -> Sheet:
    """Return the sheet as this person may read it."""
    figures = Figure.objects.visible_to(user).without_references().ready()
    sections = [
        Section(topic=topic, figures=list(group)) for topic, group in groupby(figures, lambda row: row.topic)
    ]
    sources = sorted({row.source for section in sections for row in section.figures}, key=lambda row: row.key)
    return Sheet(sections=sections, sources=sources, load=PackLoad.objects.first())
