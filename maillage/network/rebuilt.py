"""A published document read back as a sheet: our own past revisions, and the sheets of other collectivités.

Its rows are unsaved and no query is made, so that the same templates, wording and rules serve them as serve
the live sheet. What a reader sees as a value is worked out from the numbers: `en_clair` is not believed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from maillage.base.dates import FuzzyDate
from maillage.network.format import FactPart, FigurePart, OwnerPart, SectionPart, SheetDocument, SourcePart
from maillage.network.models import Collectivite, Entry
from maillage.network.sheet import Section, Sheet
from maillage.network.tree import arrange
from maillage.observatory.models import Figure, Source, Topic
from maillage.territories.models import Territory
from maillage.territories.slugs import level_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the parts of one document name by a key."""

    sources: Mapping[str, Source]
    territories: Mapping[str, Territory]
    figures: dict[str, Figure]


def sheet_of(document: SheetDocument) -> Sheet:
    """Return the sheet that the document tells, in its order.

    A fact that names a figure left out of the document (one of reference) is told without it.
    """
    known = _Known(
        sources={part.key: _source(part) for part in document.sources},
        territories=_territories(document),
        figures={},
    )
    return Sheet(
        collectivite=_owner(document.owner, known),
        sections=_sections(document.sections, known),
        references=[],  # a document shows none
        sources=list(known.sources.values()),
    )


def _territories(document: SheetDocument) -> dict[str, Territory]:
    """Return one territory for each code: rules compare by identifier, and no row has a negative one."""
    names = {part.territory_code: part.territory for part in document.figures}
    codes = [document.owner.territory, *(fact.place for fact, _ in document.every_fact())]
    named = {code: names.get(code, code) for code in [*names, *filter(None, codes)]}
    return {
        slug: Territory(pk=-rank, slug=slug, name=name, code=slug, level=level_of(slug))
        for rank, (slug, name) in enumerate(named.items(), start=1)
    }


def _owner(part: OwnerPart, known: _Known) -> Collectivite:
    return Collectivite(
        name=part.name,
        level=part.level or "",
        territory=known.territories.get(part.territory or ""),
        sheet_dated=FuzzyDate.parse(part.sheet_dated),
        member_since=FuzzyDate.parse(part.member_since),
    )


def _source(part: SourcePart) -> Source:
    return Source(
        key=part.key,
        title=part.title,
        publisher=part.publisher,
        dated=FuzzyDate.parse(part.dated),
        address=part.address or "",
        reference=part.reference,
    )


def _sections(parts: Sequence[SectionPart], known: _Known) -> list[Section]:
    """Return the sections; every figure is made before any fact, which may name it from another section."""
    topics = [Topic(key=part.key, title=part.title, position=rank) for rank, part in enumerate(parts)]
    figures = [_figures(part.figures, topic, known) for part, topic in zip(parts, topics, strict=True)]
    entries = [
        list(_entries(part.facts, None, topic, known)) for part, topic in zip(parts, topics, strict=True)
    ]
    return [
        Section(topic=topic, figures=rows, entries=facts, facts=arrange(facts))
        for topic, rows, facts in zip(topics, figures, entries, strict=True)
    ]


def _figures(parts: Sequence[FigurePart], topic: Topic, known: _Known) -> list[Figure]:
    rows = [_figure(part, rank, topic, known) for rank, part in enumerate(parts)]
    known.figures.update({row.key: row for row in rows})
    return rows


def _figure(part: FigurePart, rank: int, topic: Topic, known: _Known) -> Figure:
    low, high = map(Decimal, part.interval) if part.interval else (None, None)
    return Figure(
        key=part.key,
        topic=topic,
        position=rank,
        label=part.label,
        quantity=part.quantity,
        bound=part.bound,
        value=None if part.value is None else Decimal(part.value),
        low=low,
        high=high,
        unit=part.unit,
        denominator=part.denominator or "",
        period=FuzzyDate.parse(part.period),
        territory=known.territories[part.territory_code],
        family=part.family or "",
        perimeter=part.perimeter or "",
        part_of_id=part.part_of,
        breakdown=part.breakdown or "",
        counts=part.counts or "",
        source=known.sources[part.source],
        source_line=part.line,
        source_place=part.place or "",
        method=part.method or "",
        status=part.status,
        superseded_by_id=part.superseded_by,
        note=part.note or "",
    )


def _entries(parts: Sequence[FactPart], above: str | None, topic: Topic, known: _Known) -> Iterator[Entry]:
    for part in parts:
        yield _entry(part, above, topic, known)
        yield from _entries(part.facts, part.key, topic, known)


def _entry(part: FactPart, above: str | None, topic: Topic, known: _Known) -> Entry:
    return Entry(
        key=part.key,
        kind=part.kind,
        variety=part.variety or "",
        section=topic,
        parent_id=above,
        title=part.title,
        alias=part.alias or "",
        as_written=part.as_written or "",
        text=part.text or "",
        on=FuzzyDate.parse(part.on),
        place=known.territories.get(part.place or ""),
        place_name=part.place_name or "",
        figure=known.figures.get(part.figure or ""),
        status=part.status,
        source=known.sources.get(part.source or ""),
        source_lines=list(part.lines),
    )
