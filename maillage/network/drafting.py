"""Reading the sheet as it will be once what is proposed is published; nothing is written here."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from maillage.base.dates import FuzzyDate
from maillage.base.errors import Refusal
from maillage.network import revisions
from maillage.network.differences import Change, find
from maillage.network.models import Draft, Entry
from maillage.network.sheet import Rows, Sheet, assemble
from maillage.observatory.models import Figure, Source, Topic
from maillage.observatory.wording import bare

Target, Nature = Draft.Target, Draft.Nature
Row = Figure | Entry | Topic
Plain = dict[str, Any]
MODELS: Mapping[str, type[Row]] = {Target.FIGURE: Figure, Target.FACT: Entry, Target.TOPIC: Topic}
# What a proposal may say of each; a new fact also says where it goes.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    Target.FIGURE: (
        *("label", "bound", "value", "low", "high", "unit", "denominator", "period"),
        *("source", "source_line", "source_place", "method", "status", "note"),
    ),
    Target.FACT: (
        *("kind", "variety", "title", "alias", "text", "on", "place_name", "figure"),
        *("status", "source", "source_lines", "as_written"),
    ),
    Target.TOPIC: ("title",),
}
PLACE = ("section", "parent", "position")


def target_of(row: Row) -> Draft.Target:
    """Return what a row is to a proposal."""
    return next(Target(target) for target, model in MODELS.items() if isinstance(row, model))


def plain(row: Row, *, placed: bool = False) -> Plain:
    """Return what a row says, as JSON keeps it."""
    columns = COLUMNS[target_of(row)] + (PLACE if placed else ())
    return {name: _plain(row, name) for name in columns}


def _plain(row: Row, name: str) -> object:
    value = getattr(row, name)
    if isinstance(value, models.Model):
        return str(value.key)  # type: ignore[attr-defined] # each one named by a row has a key
    if isinstance(value, Decimal):
        return str(bare(value))
    return value if value is None or isinstance(value, int | list) else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What proposals may name, by key."""

    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    topics: Mapping[str, Topic]

    @classmethod
    def read(cls) -> "Known":
        """Read it all: three queries, however many the proposals."""
        return cls.of(Figure.objects.all(), Topic.objects.all())

    @classmethod
    def of(cls, figures: Iterable[Figure], topics: Iterable[Topic]) -> "Known":
        """Return these figures and themes, and every source."""
        return cls(
            sources={one.key: one for one in Source.objects.all()},
            figures={one.key: one for one in figures},
            topics={one.key: one for one in topics},
        )

    def of_kind(self, model: type[models.Model]) -> Mapping[str, models.Model]:
        """Return what there is of a kind."""
        among: Mapping[type[models.Model], Mapping[str, models.Model]] = {
            Source: self.sources,
            Figure: self.figures,
            Topic: self.topics,
        }
        return among[model]

    def find(self, model: type[models.Model], key: str) -> models.Model:
        """Return the row of that key; refuse one that is gone."""
        if (found := self.of_kind(model).get(key)) is None:
            raise Refusal(
                f"Une proposition cite «\xa0{key}\xa0» ({model._meta.verbose_name}), qui n’existe plus. "
                "Reprenez-la ou abandonnez-la."
            )
        return found


def lost(draft: Draft, known: Known) -> set[str]:
    """Return the columns in which a proposal names what is gone since (a pack may have taken it away)."""
    model, said = MODELS[draft.target], {name: key for name, key in draft.altered.items() if key}
    fields: dict[str, Any] = {name: model._meta.get_field(name) for name in said if name != "parent"}
    named = {name: field.related_model for name, field in fields.items() if field.is_relation}
    return {name for name, kind in named.items() if said[name] not in known.of_kind(kind)}


def put(row: Row, wanted: Mapping[str, Any], known: Known) -> None:
    """Have a row say what is wanted, in memory; refuse what names something that is gone."""
    for name, value in wanted.items():
        field: Any = row._meta.get_field(name)
        if name == "parent":
            setattr(row, field.attname, value)  # the key of a fact that may not be stored yet
        elif field.is_relation:
            setattr(row, name, known.find(field.related_model, value) if value else None)
        else:
            setattr(row, name, field.to_python(value))


def new_fact(draft: Draft, known: Known) -> Entry:
    """Return the fact that a proposal adds, in memory."""
    fact = Entry(key=draft.key)
    put(fact, draft.wanted, known)
    return fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The sheet as it stands, its rows by target and key, and what publishing some proposals would change."""

    sheet: Sheet
    stored: Mapping[tuple[str, str], Row]
    known: Known
    changes: list[Change]


def survey(drafts: Sequence[Draft], *, on: date | None = None) -> Survey:
    """Compare the sheet with what these proposals would make of it; `on`: the day it would be published."""
    rows = Rows.read(None)
    known, now = Known.of(rows.figures, rows.topics), assemble(rows)
    told: list[Row] = [*rows.figures, *rows.entries, *rows.topics]
    stored = {(str(target_of(row)), row.key): row for row in told}
    then = assemble(_dated(_drafted(rows, drafts, stored, known), on))
    documents = [revisions.read(revisions.document_of(one)) for one in (now, then)]
    return Survey(sheet=now, stored=stored, known=known, changes=find(*documents))


def _dated(rows: Rows, on: date | None) -> Rows:
    if on is None or rows.collectivite is None:
        return rows
    dated = copy(rows.collectivite)
    dated.sheet_dated = FuzzyDate.of(on)
    return replace(rows, collectivite=dated)


def _drafted(
    rows: Rows, drafts: Sequence[Draft], stored: Mapping[tuple[str, str], Row], known: Known
) -> Rows:
    """Return the rows as proposed, those changed copied; a proposal about what is gone changes nothing."""
    altered: dict[tuple[str, str], Any] = dict(stored)
    for draft in (one for one in drafts if not lost(one, known)):
        at = (draft.target, draft.key)
        if draft.nature == Nature.ADDED and at not in stored:
            altered[at] = new_fact(draft, known)
        elif draft.nature == Nature.CHANGED and at in stored:
            altered[at] = copy(stored[at])
            put(altered[at], draft.altered, known)
    facts = [row for row in altered.values() if isinstance(row, Entry)]
    gone = within(facts, {draft.key for draft in drafts if draft.nature == Nature.WITHDRAWN})
    return replace(
        rows,
        topics=[row for row in altered.values() if isinstance(row, Topic)],
        figures=[row for row in altered.values() if isinstance(row, Figure)],
        entries=[row for row in facts if row.key not in gone],
    )


def within(entries: Iterable[Entry], keys: set[str]) -> set[str]:
    """Return these keys and those of every fact contained in them, at any depth."""
    parents = {entry.key: entry.parent_id for entry in entries}
    found = set(keys)
    while more := {key for key, above in parents.items() if above in found} - found:
        found |= more
    return found
