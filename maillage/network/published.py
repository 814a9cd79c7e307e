"""The published form of the sheet: plain dictionaries, decimals as text."""

from collections.abc import Sequence
from decimal import Decimal

from maillage.network.models import Collectivite, Entry
from maillage.network.sheet import Sheet
from maillage.network.tree import Group
from maillage.observatory.models import Figure, Source
from maillage.observatory.wording import bare, in_words

FORMAT = "maillage-fiche/2"


def document(sheet: Sheet, name: str, address: str) -> dict[str, object]:
    """Return the whole sheet; `address` is the public one, without a final slash."""
    return {
        "format": FORMAT,
        "collectivite": {"nom": name, **(collectivite(sheet.collectivite) if sheet.collectivite else {})},
        "adresse": f"{address}/fiche/",
        "sources": [source(row) for row in sheet.sources],
        "sections": [
            {
                "cle": section.topic.key,
                "titre": section.topic.title,
                "chiffres": [figure(row, address) for row in section.figures],
                "faits": [fact(node.entry, node.groups) for node in section.facts],
            }
            for section in sheet.sections
        ],
    }


def collectivite(row: Collectivite) -> dict[str, object]:
    """Return who the sheet is about."""
    return {
        "categorie": row.level,
        "territoire": row.territory.slug if row.territory else None,
        "fiche_mise_a_jour": str(row.sheet_dated),
        "membre_depuis": str(row.member_since),
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


def fact(row: Entry, groups: Sequence[Group]) -> dict[str, object]:
    """Return a fact in words, with its source and the facts it contains."""
    return {
        "cle": row.key,
        "nature": row.kind,
        "nuance": row.variety or None,
        "intitule": row.title,
        "autre_nom": row.alias or None,
        "ecrit_dans_la_source": row.as_written or None,
        "explication": row.text or None,
        "date": str(row.on),
        "lieu": row.place_name or None,
        "territoire": row.place.slug if row.place else None,
        "chiffre": row.figure.key if row.figure else None,
        "statut": row.status,
        "source": row.source.key if row.source else None,
        "lignes": row.source_lines,
        "faits": [fact(node.entry, node.groups) for group in groups for node in group.nodes],
    }


def _text(value: Decimal | None) -> str | None:
    """Return an exact decimal as text: « 11.4 », « 200000 »."""
    return None if value is None else str(bare(value))
