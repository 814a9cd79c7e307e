"""What is proposed and not yet published, as those who instruct read it: before, after, and clashes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from maillage.network import drafting
from maillage.network.differences import Change
from maillage.network.drafting import MODELS, Known, Row, Survey
from maillage.network.models import Draft
from maillage.observatory.models import Source
from maillage.observatory.wording import number_in_words

Target = Draft.Target
EMPTY: tuple[object, ...] = (None, "", "?", [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One thing that no longer reads as when the proposal was begun."""

    label: str
    seen: str
    now: str
    wanted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One proposal, what it changes for a reader, and what has changed under it since it was begun.

    `gone`: what it is about is no longer on the sheet; `lost`: what it cites no longer exists.
    """

    draft: Draft
    change: Change | None
    clashes: Sequence[Clash]
    gone: bool
    lost: bool

    @property
    def stands(self) -> bool:
        """Whether it can be published as it is."""
        return not (self.clashes or self.gone or self.lost)

    @property
    def tone(self) -> str:
        """The kind of tag of its nature."""
        return {"added": "ok", "changed": "info", "withdrawn": "refusal"}[self.draft.nature]

    @property
    def address(self) -> str:
        """Where it is taken up again."""
        names = {
            Target.FIGURE: "network:edit-figure",
            Target.FACT: "network:edit-fact",
            Target.TOPIC: "network:edit-theme",
        }
        return reverse(names[Target(self.draft.target)], args=[self.draft.key])

    @property
    def alone(self) -> "list[Proposal]":
        """A list of it alone, for a page that shows only some."""
        return [self]


def proposals(drafts: Sequence[Draft], survey: Survey) -> list[Proposal]:
    """Return the proposals in order, from what publishing them all would change."""
    by_key = {(change.what, change.key): change for change in survey.changes}
    return [
        Proposal(
            draft=draft,
            change=by_key.get((draft.get_target_display(), draft.key)),
            clashes=_clashes(draft, survey.stored.get((draft.target, draft.key)), survey.known),
            gone=draft.nature != Draft.Nature.ADDED and (draft.target, draft.key) not in survey.stored,
            lost=bool(drafting.lost(draft, survey.known)),
        )
        for draft in drafts
    ]


def _clashes(draft: Draft, row: Row | None, known: Known) -> list[Clash]:
    if row is None or draft.nature == Draft.Nature.ADDED:
        return []
    now, seen, model = drafting.plain(row), draft.seen, MODELS[draft.target]
    return [
        Clash(
            label=label_of(model, name),
            seen=in_words(model, name, seen.get(name), known),
            now=in_words(model, name, value, known),
            wanted=_wanted(draft, name, known),
        )
        for name, value in now.items()
        if value != seen.get(name)
    ]


def _wanted(draft: Draft, name: str, known: Known) -> str:
    if draft.nature == Draft.Nature.WITHDRAWN:
        return "retiré"
    return (
        in_words(MODELS[draft.target], name, draft.wanted[name], known)
        if name in draft.altered
        else "inchangé"
    )


def label_of(model: type[models.Model], name: str) -> str:
    """Return the name of a column as a reader sees it."""
    text = str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr] # a column of its own
    return text[:1].upper() + text[1:]


def in_words(model: type[models.Model], name: str, value: Any, known: Known) -> str:  # noqa: ANN401 -- as JSON holds it
    """Say a plain value as a person reads it: the labels of choices, the names of what keys lead to."""
    field: Any = model._meta.get_field(name)
    if value in EMPTY:
        return ""
    if field.choices:
        return str(dict(field.choices).get(value, value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if field.is_relation:
        named: Mapping[str, object] = known.sources if field.related_model is Source else known.figures
        return str(named.get(value, value))
    if isinstance(field, models.DecimalField):
        return number_in_words(field.to_python(value), "")
    return str(value)
