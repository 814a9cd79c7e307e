"""The published form of the sheet: plain dictionaries, decimals as text."""

from collections.abc import Sequence

from maillage.network.format import FORMAT
from maillage.network.models import Collectivite, Entry
from maillage.network.sheet import Sheet
from maillage.network.tree import Group
from maillage.observatory.published import figure, source


def document(sheet: Sheet, address: str) -> dict[str, object]:
    """Return the whole sheet; `address` is the public one, without a final slash."""
    return {
        "format": FORMAT,
        "collectivite": {
            "nom": sheet.name,
            **(collectivite(sheet.collectivite) if sheet.collectivite else {}),
        },
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
        "categorie": row.level or None,
        "territoire": row.territory.slug if row.territory else None,
        "fiche_mise_a_jour": str(row.sheet_dated),
        "membre_depuis": str(row.member_since),
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
