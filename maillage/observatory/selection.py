"""Which figures a list shows, and in what order: words, topic, status, the collectivité's or references."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict

from maillage.observatory.findings.found import Findings
from maillage.observatory.models import Figure, Topic
from maillage.territories.folding import fold

COLUMNS = {
    "Chiffre": "label",
    "Valeur": "value",
    "Période": "period",
    "Comment il est connu": "status",
}
ORDERS: dict[str, Callable[[Figure], tuple[bool, Any]]] = {
    "label": lambda figure: (False, fold(figure.label)),
    "value": lambda figure: (not figure.bounds, figure.bounds[0] if figure.bounds else Decimal(0)),
    "period": lambda figure: (figure.period.latest is None, figure.period.latest or date.max),
    "status": lambda figure: (False, fold(figure.get_status_display())),
}
VIEWS = {
    "": "De la collectivité",
    "contradicted": "Contredits",
    "broken": "En rupture de série",
    "references": "Références",
    "all": "Tous",
}


class FilterForm(forms.Form):
    """What the list can be narrowed to; the choice of topics is that of the figures there are."""

    q = forms.CharField(
        label="Chercher un chiffre",
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    topic = forms.ChoiceField(label="Thème", required=False)
    status = forms.ChoiceField(label="Statut", required=False, choices=[("", "Tous"), *Figure.Status.choices])

    view = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, topics: Sequence[Topic]) -> None:
        super().__init__(data)
        choices = [("", "Tous"), *((topic.key, topic.title) for topic in topics)]
        self.fields["topic"] = forms.ChoiceField(label="Thème", required=False, choices=choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The figures that an address asks for."""

    form: FilterForm
    view: str
    sort: str
    figures: list[Figure]
    counts: dict[str, int]

    @property
    def searching(self) -> bool:
        """Whether the form narrows the list."""
        return any(self.form.data.get(name) for name in ("q", "topic", "status"))

    @property
    def by_topic(self) -> bool:
        """Whether the list follows the order of the topics."""
        return not self.sort


def select(data: QueryDict, figures: Sequence[Figure], found: Findings) -> Selection:
    """Choose among all figures, given in the order of the topics."""
    topics = [topic for topic, _ in groupby(figures, lambda figure: figure.topic)]
    form = FilterForm(data, topics)
    kept = _narrowed(form, figures)
    views = {name: [figure for figure in kept if _in_view(name, figure, found)] for name in VIEWS}
    view = data.get("view", "") if data.get("view", "") in VIEWS else ""
    sort = data.get("sort", "") if data.get("sort", "").removeprefix("-") in ORDERS else ""
    return Selection(
        form=form,
        view=view,
        sort=sort,
        figures=_sorted(views[view], sort),
        counts={name: len(rows) for name, rows in views.items()},
    )


def _narrowed(form: FilterForm, figures: Sequence[Figure]) -> list[Figure]:
    if not form.is_valid():
        return []
    wanted, topic, status = (form.cleaned_data[name] for name in ("q", "topic", "status"))
    words = [f" {word}" for word in fold(wanted).split()]
    return [
        figure
        for figure in figures
        if (not topic or figure.topic.key == topic)
        and (not status or figure.status == status)
        and (not words or _holds(figure, words))
    ]


def _holds(figure: Figure, words: Sequence[str]) -> bool:
    """Say whether each word begins one of the figure's, whatever the accents."""
    told = (
        *(figure.label, figure.unit, figure.denominator, figure.topic.title, figure.territory.name),
        *(figure.get_family_display(), figure.source.title, figure.source.publisher, figure.note),
    )
    text = f" {fold(' '.join(told))}"
    return all(word in text for word in words)


def _in_view(view: str, figure: Figure, found: Findings) -> bool:
    if view in {"", "references"}:
        return figure.source.reference == (view == "references")
    keys = {"contradicted": found.contradicted, "broken": found.broken}
    return view not in keys or figure.key in keys[view]


def _sorted(figures: list[Figure], sort: str) -> list[Figure]:
    """Put what has no value or period last, whichever way the others go."""
    if not sort:
        return figures
    rank = ORDERS[sort.removeprefix("-")]
    known = [figure for figure in figures if not rank(figure)[0]]
    unknown = [figure for figure in figures if rank(figure)[0]]
    known.sort(key=lambda figure: rank(figure)[1], reverse=sort.startswith("-"))
    return known + unknown
