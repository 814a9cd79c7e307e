"""How a fact is said in French beside its title."""

from collections.abc import Sequence
from datetime import date

from maillage.base.dates import FuzzyDate
from maillage.base.templatetags.french import en_mots, pluriel
from maillage.network.kinds import Kind
from maillage.network.models import Entry
from maillage.network.tree import Node

ACTS = {
    "network.contact_added": "Contact de la fiche ajouté",
    "network.contact_corrected": "Contact de la fiche corrigé",
    "network.contact_ended": "Contact de la fiche terminé",
    "network.draft_abandoned": "Proposition de modification abandonnée",
    "network.draft_kept": "Modification de la fiche proposée",
    "network.fact_added": "Fait ajouté à la fiche",
    "network.fact_changed": "Fait de la fiche modifié",
    "network.fact_withdrawn": "Fait retiré de la fiche",
    "network.member_withdrawn": "Fiche d’un membre retirée de l’annuaire",
    "network.revision_published": "Révision de la fiche publiée",
    "network.revision_sent": "Révision de la fiche envoyée au RTES",
    "network.sheet_imported": "Fiche d’un membre importée",
}
# What only a vote of the assembly settles.
VOTED = {Kind.TERMS}
# What lasts from one end of its date to the other; another fact took place somewhere between them.
LASTING = {Kind.FRAMEWORK}
YEAR = 12


def to_complete(entry: Entry) -> str:
    """Return what an agent has still to do for a fact that no source says; nothing for the others."""
    if entry.status == Entry.Status.KNOWN:
        return ""
    return "à fixer par délibération" if entry.kind in VOTED else "à compléter"


def lines_in_words(lines: Sequence[int]) -> str:
    """Return « ligne 47 », « lignes 9 et 43 », nothing for none; never cut after the word."""
    if not lines:
        return ""
    *first, last = map(str, lines)
    return f"lignes\xa0{', '.join(first)} et {last}" if first else f"ligne\xa0{last}"


def date_in_words(entry: Entry) -> str:
    """Return « 14 octobre 2021 », « de 2017 à 2021 » for what lasts, nothing where the day is not said."""
    start, end = entry.on.start, entry.on.end
    if start and end and start != end and entry.kind in LASTING:
        return f"de {start.words()} à {end.words()}"
    return en_mots(entry.on) if entry.on != FuzzyDate() else ""


def age_in_words(dated: FuzzyDate, on: date) -> str:
    r"""Return « il y a 4 ans », « il y a 7 mois », nothing for less than a month, the future or no date.

    >>> age_in_words(FuzzyDate.parse("2022-03-22"), date(2026, 11, 25))
    'il y a 4\xa0ans'
    """
    if dated.latest is None:
        return ""
    months = (on.year - dated.latest.year) * 12 + on.month - dated.latest.month - (on.day < dated.latest.day)
    if months < 1:
        return ""
    if months < YEAR:
        return f"il y a {months}\xa0mois"
    return f"il y a {months // YEAR}\xa0an{pluriel(months // YEAR)}"


def details(node: Node) -> str:
    """Return when, where, how the source writes it and on which lines, in one line."""
    entry = node.entry
    dated = date_in_words(entry) if node.dated else ""
    place = entry.place_name if entry.place_name != entry.title else ""
    written = f"écrit «\xa0{entry.as_written}\xa0» dans la source" if entry.as_written else ""
    return " · ".join(filter(None, [dated, place, written, lines_in_words(node.lines)]))
