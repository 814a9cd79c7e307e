"""Figures in templates: `{{ figure|valeur }}`."""

import re

from django import template

from maillage.base.dates import FuzzyDate
from maillage.observatory import wording
from maillage.observatory.models import Figure
from maillage.observatory.wording import in_words, unit_after

register = template.Library()
QUOTED = re.compile(r"«[^»]{1,24}»")

MEANINGS = {
    Figure.Status.DECLARED: "dit par la source, sans autre vérification",
    Figure.Status.ESTIMATED: "ordre de grandeur, pas un comptage",
    Figure.Status.PROVISIONAL: "sera révisé",
    Figure.Status.FINAL: "ne sera plus révisé",
    Figure.Status.SUPPRESSED: "caché pour ne pas révéler une structure en particulier",
}


@register.filter
def valeur(figure: Figure) -> str:
    """Return the value in words."""
    return in_words(figure)


@register.filter
def precision(figure: Figure) -> str:
    """Return how the source qualifies the value: « près de »."""
    return str(Figure.Bound(figure.bound).label)


@register.filter
def nombre_seul(figure: Figure) -> str:
    """Return the value without that qualifier."""
    return wording.unqualified(figure)


@register.filter
def pendant(figure: Figure) -> str:
    """Return the period to follow a label: « , en 2022 »; nothing where the source is silent."""
    return wording.period_of(figure)


@register.filter
def unite(figure: Figure) -> str:
    """Return the unit to write after the value, or nothing."""
    return unit_after(figure)


@register.filter
def periode(date: FuzzyDate) -> str:
    """Return a period in words, « non dite » where the source is silent."""
    return date.in_words()


@register.filter
def origine(figure: Figure) -> str:
    """Return the source, its date and the line."""
    return wording.origin(figure)


@register.filter
def remplacement(successor: Figure) -> str:
    """Say what the newer figure says."""
    return f"Le plus récent dit {in_words(successor)} ({wording.origin(successor)})."


@register.filter
def citation(text: str) -> str:
    """Keep a short quotation on one line: no space inside « » lets it be cut."""
    return QUOTED.sub(lambda quoted: quoted[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


@register.filter
def statut_explique(figure: Figure) -> str:
    """Say what a status means, in one plain phrase."""
    return MEANINGS[Figure.Status(figure.status)]
