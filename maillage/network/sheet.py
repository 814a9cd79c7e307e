"""The sheet of the collectivité: its figures and its facts, in the order of the pack."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings

from maillage.base.dates import FuzzyDate
from maillage.network.models import Collectivite, Entry
from maillage.network.points.find import find as find_points
from maillage.network.points.point import Point
from maillage.network.tree import Node, arrange
from maillage.observatory.findings.finding import Severity
from maillage.observatory.findings.found import Findings
from maillage.observatory.findings.found import find as find_contradictions
from maillage.observatory.models import Figure, Source, Topic
from maillage.observatory.shares import Cut, of_totals
from maillage.territories.models import Territory

ONE_ROW = 4


@dataclass(frozen=True, kw_only=True)
class Section:
    """One heading of the sheet, its figures and its facts."""

    topic: Topic
    figures: list[Figure]
    entries: list[Entry]
    facts: list[Node]

    @property
    def empty(self) -> bool:
        """Whether nothing is told under this heading yet."""
        return not self.figures and not self.facts

    @property
    def mixed(self) -> bool:
        """Whether its facts are of several kinds, which then have to be named."""
        return len({node.entry.kind for node in self.facts}) > 1

    @cached_property
    def cuts(self) -> list[Cut]:
        """The totals drawn as the bar of their parts."""
        return list(of_totals(self.figures))

    @property
    def families(self) -> Cut | None:
        """The bar of the families of the ESS, where the section gives the part of each."""
        return next((cut for cut in self.cuts if cut.parts[0].family), None)

    @property
    def large(self) -> list[Figure]:
        """The figures set large: those that no bar shows, where they make one row."""
        return self._others if len(self._others) <= ONE_ROW else []

    @property
    def listed(self) -> list[Figure]:
        """The figures told in a table: those that no bar shows, where they are many."""
        return self._others if len(self._others) > ONE_ROW else []

    @property
    def undated(self) -> bool:
        """Whether the source says the period of none of the listed figures."""
        return not any(figure.period.earliest for figure in self.listed)

    @cached_property
    def _others(self) -> list[Figure]:
        drawn = {figure.key for cut in self.cuts for figure in (cut.whole, *cut.parts)}
        return [figure for figure in self.figures if figure.key not in drawn]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCheck:
    """What a reader should know before quoting the sheet."""

    findings: Findings
    points: list[Point]

    @property
    def count(self) -> int:
        """How many things there are to check; a remark is none."""
        serious = [one for one in self.findings.all if one.severity != Severity.REMARK]
        return len(serious) + len(self.points)

    @property
    def first(self) -> str:
        """The sentence of the worst one."""
        sentences = [one.sentence for one in self.findings.all] + [one.sentence for one in self.points]
        return sentences[0] if sentences else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The whole sheet as it stands."""

    collectivite: Collectivite | None
    sections: list[Section]
    references: list[Figure]  # what its figures are held against, and it does not show
    sources: list[Source]

    @property
    def name(self) -> str:
        """The name that the pack gives, else that of the installation."""
        return self.collectivite.name if self.collectivite else settings.COLLECTIVITE_NAME

    @property
    def territory(self) -> Territory | None:
        """The territory of the collectivité, where its pack says it."""
        return self.collectivite.territory if self.collectivite else None

    @property
    def figures(self) -> list[Figure]:
        """Every figure it shows, in order."""
        return [figure for section in self.sections for figure in section.figures]

    @property
    def entries(self) -> list[Entry]:
        """Every fact in words, in order."""
        return [entry for section in self.sections for entry in section.entries]

    def to_check(self, on: date) -> "ToCheck":
        """Return what the figures say of one another, and what the sheet leaves to check on a day."""
        dated = self.collectivite.sheet_dated if self.collectivite else FuzzyDate()
        points = find_points(self.figures, self.entries, sheet_dated=dated, on=on)
        return ToCheck(findings=find_contradictions([*self.figures, *self.references]), points=points)

    @property
    def one_source(self) -> bool:
        """Whether everything comes from the same document: named once, above."""
        return len(self.sources) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What a sheet is made of, as stored, each in the order of the sheet."""

    collectivite: Collectivite | None
    topics: list[Topic]
    figures: list[Figure]
    entries: list[Entry]

    @classmethod
    def read(cls, user: object) -> "Rows":
        """Read what this person may see."""
        return cls(
            collectivite=Collectivite.objects.select_related("territory").first(),
            topics=list(Topic.objects.all()),
            figures=list(Figure.objects.visible_to(user).ready()),
            entries=list(Entry.objects.visible_to(user).ready()),
        )


def current(user: object) -> Sheet:
    """Return the sheet as this person may read it."""
    return assemble(Rows.read(user))


def assemble(rows: Rows) -> Sheet:
    """Return the sheet that these rows make."""
    figures: dict[Topic, list[Figure]] = defaultdict(list)
    entries: dict[Topic, list[Entry]] = defaultdict(list)
    references: list[Figure] = []
    for figure in rows.figures:
        (references if figure.source.reference else figures[figure.topic]).append(figure)
    for entry in rows.entries:
        entries[entry.section].append(entry)
    told = {row.source for row in rows.figures if not row.source.reference}
    told |= {row.source for row in rows.entries if row.source}
    return Sheet(
        collectivite=rows.collectivite,
        sections=[
            Section(
                topic=topic,
                figures=figures[topic],
                entries=entries[topic],
                facts=arrange(entries[topic]),
            )
            for topic in rows.topics
        ],
        references=references,
        sources=sorted(told, key=lambda source: source.key),
    )
