"""The sheet in plain words, in the order in which its files tell it: PDF, Markdown, HTML.

Takes any `Sheet`, that of today, a past one or another member's; asks nothing of the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage.base.dates import FuzzyDate
from maillage.base.templatetags.french import en_mots, insecable
from maillage.network.kinds import Variety
from maillage.network.models import Entry
from maillage.network.sheet import Section, Sheet
from maillage.network.tree import Group, Node
from maillage.network.wording import details, lines_in_words, to_complete
from maillage.observatory.findings.finding import Severity
from maillage.observatory.models import Figure, Source
from maillage.observatory.shares import of_totals
from maillage.observatory.wording import in_words, place, unit_after

SUBTITLE = "Sa politique d’économie sociale et solidaire, en faits et en chiffres"
TO_COMPLETE = "à compléter"
# The tone in which a document tags a word; the others inform.
STATUSES = {
    Figure.Status.FINAL: "ok",
    Figure.Status.ESTIMATED: "attention",
    Figure.Status.PROVISIONAL: "attention",
}
VARIETIES = {Variety.PRIORITY: "ok", Variety.PLANNED: "attention"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A word that qualifies what it follows."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFigure:
    """A line of the table of figures; `details`: what it is a share of, how it was made, what to know."""

    label: str
    details: list[str]
    value: str
    period: str
    status: Tag
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFact:
    """A fact and those it contains: plain ones in lists, the others at length; `kind`: empty where known."""

    title: str
    kind: str
    text: str
    tags: list[Tag]
    figure: str
    details: str
    lists: list["ToldList"]
    blocks: list["ToldFact"]

    @property
    def line(self) -> str:
        """What is said after the title, in one line."""
        return " · ".join(filter(None, [*(tag.text for tag in self.tags), self.figure, self.details]))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldList:
    """Plain facts of one kind."""

    heading: str
    lines: str
    facts: list[ToldFact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A part of a bar; `share`: its part of the whole, from 0 to 1; `family`: empty where it is none."""

    label: str
    said: str
    share: float
    family: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A total cut in its parts; `rest`: what no part says."""

    title: str
    parts: list[Slice]
    rest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSection:
    """One heading of the sheet."""

    key: str
    title: str
    bars: list[Bar]
    figures: list[ToldFigure]
    facts: list[ToldFact]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSource:
    """A document: what it is, and where it is read."""

    said: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The whole sheet; `to_check`: the sentences to read before quoting it."""

    name: str
    dated: str
    address: str
    to_check: list[str]
    sections: list[ToldSection]
    sources: list[ToldSource]


def tell(sheet: Sheet, *, on: date, address: str) -> Told:
    """Return what the files of a sheet say on a day; `address`: where it is read, in full."""
    found = sheet.to_check(on)
    serious = [one for one in found.findings.all if one.severity != Severity.REMARK]
    sentences = [one.sentence for one in serious] + [one.sentence for one in found.points]
    return Told(
        name=sheet.name,
        dated=_dated(sheet, on),
        address=address,
        to_check=[insecable(sentence) for sentence in sentences],
        sections=[_section(one, one_source=sheet.one_source) for one in sheet.sections],
        sources=[_source(one) for one in sheet.sources],
    )


def _dated(sheet: Sheet, on: date) -> str:
    who = sheet.collectivite
    said = [f"Fiche mise à jour\xa0: {en_mots(who.sheet_dated)}." if who and who.sheet_dated.earliest else ""]
    said += [
        f"Membre du RTES depuis {en_mots(who.member_since)}." if who and who.member_since.earliest else ""
    ]
    return " ".join(filter(None, [*said, f"Fichier du {en_mots(on)}."]))


def _section(section: Section, *, one_source: bool) -> ToldSection:
    return ToldSection(
        key=section.topic.key,
        title=insecable(section.topic.title),
        bars=_bars(section.figures),
        figures=[_figure(row, one_source=one_source) for row in section.figures],
        facts=[_fact(node, named=section.mixed) for node in section.facts],
    )


def _bars(figures: Sequence[Figure]) -> list[Bar]:
    return [
        Bar(
            title=insecable(cut.title),
            parts=[
                Slice(label=part.label, said=part.text, share=part.width / 100, family=figure.family)
                for part, figure in cut.told
            ],
            rest=cut.chart.rest / 100,
        )
        for cut in of_totals(figures)
    ]


def _figure(row: Figure, *, one_source: bool) -> ToldFigure:
    about = {"Rapporté à": row.denominator, "Périmètre": row.perimeter, "Méthode": row.method, "": row.note}
    return ToldFigure(
        label=insecable(row.label),
        details=[insecable(f"{name} : {text}" if name else text) for name, text in about.items() if text],
        value=" ".join(filter(None, [in_words(row), unit_after(row)])),
        period=row.period.in_words(),
        status=Tag(text=str(row.get_status_display()), tone=STATUSES.get(Figure.Status(row.status), "info")),
        origin=", ".join(filter(None, ["" if one_source else insecable(row.source.title), place(row)])),
    )


def _fact(node: Node, *, named: bool) -> ToldFact:
    row = node.entry
    return ToldFact(
        title=insecable(f"{row.title} ({row.alias})" if row.alias else row.title),
        kind=str(row.get_kind_display()) if named else "",
        text=insecable(row.text),
        tags=_tags(row),
        figure=" ".join(filter(None, [in_words(row.figure), unit_after(row.figure)])) if row.figure else "",
        details=insecable(details(node)),
        lists=[_list(group) for group in node.lists],
        blocks=[_fact(one, named=True) for one in node.blocks],
    )


def _tags(row: Entry) -> list[Tag]:
    tone = VARIETIES.get(Variety(row.variety), "info") if row.variety else ""
    tags = [Tag(text=str(row.get_variety_display()), tone=tone), Tag(text=to_complete(row), tone="attention")]
    return [tag for tag in tags if tag.text]


def _list(group: Group) -> ToldList:
    return ToldList(
        heading=group.heading,
        lines=lines_in_words(group.lines),
        facts=[_fact(node, named=False) for node in group.nodes],
    )


def _source(row: Source) -> ToldSource:
    dated = en_mots(row.dated) if row.dated != FuzzyDate() else ""
    said = ", ".join(filter(None, [row.title, row.publisher, dated]))
    return ToldSource(said=insecable(said), address=row.address)
