"""The sheet on paper: a tagged PDF, the same bytes for the same words."""

from dataclasses import asdict

from django.conf import settings

from maillage.base.typeset import typeset
from maillage.network.told import SUBTITLE, TO_COMPLETE, Told

TEMPLATE = "network/sheet.typ"
DEMONSTRATION = "Démonstration\xa0: les personnes sont inventées, pas les chiffres"


def pdf(told: Told) -> bytes:
    """Return the document. Not to be called inside a transaction."""
    return typeset(TEMPLATE, data(told))


def data(told: Told) -> dict[str, object]:
    """Return what the template shows: the words of the sheet, and what every page carries."""
    return {
        **asdict(told),
        "title": f"{told.name}, la fiche",
        "subtitle": SUBTITLE,
        "foot": f"{DEMONSTRATION} · {told.address}" if settings.DEMONSTRATION else told.address,
        "empty": TO_COMPLETE,
    }
