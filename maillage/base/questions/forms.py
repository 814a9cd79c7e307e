"""A definition and a draft shown as a Django form; what is typed is read by the same engine as everywhere."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.html import escape

from .answers import Outcome, clean, raw_rows
from .blocks import Block, blocks
from .choices import MultipleChoice
from .definition import Definition, Group
from .drafts import Draft
from .kinds import Input, Item, Typed
from .widgets import widget

APPEARS = "Cette question apparaît à la suite de vos réponses : répondez-y."


class QuestionField(forms.Field):
    """A place in the form; reading is left to the engine."""

    def __init__(self, question: Input, raw: Typed) -> None:
        super().__init__(
            required=question.required,
            label=question.label,
            help_text=escape(question.hint),
            widget=widget(question, raw),
        )

    def clean(self, value: object) -> object:
        """Leave the text as it is: `answers.clean` reads them all at once."""
        return value


class QuestionForm(forms.Form):
    """The questions asked now, from a definition and a draft.

    `checked`: say what is wrong. `shown`: the names that the posted page showed; a question that appears
    only now is told as such. `section`: that step alone, "" for the questions before the first one.
    """

    use_required_attribute = False

    def __init__(
        self,
        definition: Definition,
        draft: Draft,
        *,
        checked: bool = False,
        shown: frozenset[str] | None = None,
        section: str | None = None,
    ) -> None:
        self.entries = padded(definition, draft["saisie"])
        self.definition, self.outcome, self.shown = definition, clean(definition, self.entries), shown
        self.items = [item for item in definition.items if section in (None, definition.sections[item.key])]
        places = {name: (question, raw) for name, question, raw in self._places()}
        values = {name: raw for name, (_, raw) in places.items()}
        super().__init__(values if checked else None, initial=values)
        self.fields |= {name: QuestionField(question, raw) for name, (question, raw) in places.items()}

    @property
    def displayed(self) -> str:
        """The names shown, for the hidden field that comes back with the page."""
        groups = [
            item.key for item in self.items if isinstance(item, Group) and item.key not in self.outcome.hidden
        ]
        rows = [f"{key}-{rank}" for key in groups for rank in range(len(raw_rows(self.entries[key])))]
        return " ".join([*self.fields, *groups, *rows])

    @property
    def blocks(self) -> list[Block]:
        """What to show, in order."""
        return [*blocks(self, self.items, self.outcome, self.entries)]

    def clean(self) -> dict[str, Any]:
        """Put each mistake beside its question; those of groups, balances and sums at the top."""
        for name, sentences in self.outcome.errors.items():
            if name in self.fields:
                appears = self.shown is not None and name not in self.shown
                self.add_error(name, [APPEARS] if appears else sentences)
            elif self._concerns(name):
                self.add_error(None, [f"{self._label(name)}{sentence}" for sentence in sentences])
        return self.cleaned_data

    def _places(self) -> Iterator[tuple[str, Input, Typed]]:
        yield from _questions(self.items, self.outcome, self.entries, "")
        for item in self.items:
            if isinstance(item, Group) and item.key not in self.outcome.hidden:
                for rank, row in enumerate(raw_rows(self.entries[item.key])):
                    yield from _questions(item.cells, self.outcome, row, f"{item.key}-{rank}-")

    def _concerns(self, name: str) -> bool:
        """Tell whether a mistake without a field belongs to this page; the whole is judged on the last."""
        top = name.partition("-")[0]
        last = self.definition.items[-1].key
        return top in {item.key for item in self.items} or (
            not name and last in {item.key for item in self.items}
        )

    def _label(self, name: str) -> str:
        item = self.definition.top.get(name.partition("-")[0])
        return f"{item.label} : " if item else ""


def padded(definition: Definition, entries: Mapping[str, object]) -> dict[str, object]:
    """Return the entries with the empty rows that a page shows: as many as required, one at least."""
    rows = {key: raw_rows(entries.get(key)) for key in definition.groups}
    for key, group in definition.groups.items():
        rows[key] += [{}] * (max(group.fewest, 1) - len(rows[key]))
    return {**entries, **rows}


def _questions(
    items: Iterable[Item], outcome: Outcome, raw: Mapping[str, object], place: str
) -> Iterator[tuple[str, Input, Typed]]:
    for item in items:
        if isinstance(item, Input) and place + item.key not in outcome.hidden:
            yield place + item.key, item, _typed(item, raw.get(item.key))


def _typed(question: Input, raw: object) -> Typed:
    """Return what the control shows for an entry, whatever the entry is."""
    if isinstance(question, MultipleChoice):
        return [str(one) for one in raw] if isinstance(raw, list) else [str(raw or "")]
    return str(raw) if isinstance(raw, str | int | float) else ""
