"""The published form of the sheet: plain dictionaries, decimals as text."""

from decimal import Decimal

from maillage.network.sheet import Sheet
from maillage.observatory.models import Figure, Source
from maillage.observatory.wording import bare, in_words

FORMAT = "maillage-fiche/1"


def document(sheet: Sheet, name: str, address: str) -> dict[str, object]:
    """Return the whole sheet; `address` is the public one, without a final slash."""
    return {
        "format": FORMAT,
        "collectivite": name,
        "adresse": f"{address}/fiche/",
        "sources": [source(row) for row in sheet.sources],
        "sections": [
            {
                "cle": section.topic.key,
                "titre": section.topic.title,
                "chiffres": [figure(row, address) for row in section.figures],
            }
            for section in sheet.sections
        ],
    }


def source(row: Source) -> dict[str, object]:
    """Return a source."""
    return {
        "cle": row.key,
        "titre": row.title,
        "editeur": row.publisher,
        "date": str(row.dated),
        "adresse": row.address or None,
    }


def figure(row: Figure, address: str) -> dict[str, object]:
    """Return a figure with all that says how it is known."""
    return {
        "cle": row.key,
        "intitule": row.label,
        "en_clair": in_words(row),
        "precision": row.bound,
        "valeur": _text(row.value),
        "intervalle": [_text(row.low), _text(row.high)] if row.low is not None else None,
        "unite": row.unit,
        "rapporte_a": row.denominator or None,
        "periode": str(row.period),
        "territoire": row.territory.name,
        "famille": row.family or None,
        "source": row.source.key,
        "ligne": row.source_line,
        "statut": row.status,
        "methode": row.method or None,
        "remarque": row.note or None,
        "adresse": address + row.get_absolute_url(),
    }


def _text(value: Decimal | None) -> str | None:
    """Return an exact decimal as text: « 11.4 », « 200000 »."""
    return None if value is None else str(bare(value))
