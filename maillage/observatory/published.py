"""The published form of a figure: plain dictionaries, decimals as text."""

from collections.abc import Iterable
from decimal import Decimal

from maillage.observatory.findings.found import Findings
from maillage.observatory.models import Figure, Source
from maillage.observatory.wording import bare, in_words


def source(row: Source) -> dict[str, object]:
    """Return a source."""
    return {
        "cle": row.key,
        "titre": row.title,
        "editeur": row.publisher,
        "date": str(row.dated),
        "adresse": row.address or None,
        "reference": row.reference,
    }


def figure(row: Figure, address: str) -> dict[str, object]:
    """Return a figure with all that says how it is known; `address`: the public one, no final slash."""
    return {
        "cle": row.key,
        "intitule": row.label,
        "grandeur": row.quantity,
        "en_clair": in_words(row),
        "precision": row.bound,
        "valeur": _text(row.value),
        "intervalle": [_text(row.low), _text(row.high)] if row.low is not None else None,
        "unite": row.unit,
        "rapporte_a": row.denominator or None,
        "partie_de": row.part_of_id,
        "ventilation": row.breakdown or None,
        "annonce_tant_de": row.counts or None,
        "periode": str(row.period),
        "territoire": row.territory.name,
        "code_territoire": row.territory.slug,
        "famille": row.family or None,
        "perimetre": row.perimeter or None,
        "source": row.source.key,
        "ligne": row.source_line,
        "endroit": row.source_place or None,
        "statut": row.status,
        "methode": row.method or None,
        "remplace_par": row.superseded_by_id,
        "remarque": row.note or None,
        "adresse": address + row.get_absolute_url(),
    }


def known(row: Figure, found: Findings, address: str) -> dict[str, object]:
    """Return a figure alone: its source with it, its two derived flags, and what is found about it."""
    return {
        **figure(row, address),
        "source": source(row.source),
        "contredit": row.key in found.contradicted,
        "rupture_de_serie": row.key in found.broken,
        "constats": [
            {
                "nature": finding.kind,
                "phrase": finding.sentence,
                "explication": finding.explanation,
                "chiffres": [one.key for one in finding.figures],
            }
            for finding in found.naming(row)
        ],
    }


COLUMNS = [
    "cle", "theme", "intitule", "grandeur", "en_clair", "precision", "valeur", "borne_basse", "borne_haute",
    "unite", "rapporte_a", "partie_de", "ventilation", "periode", "territoire", "code_territoire", "famille",
    "perimetre", "source", "editeur", "date_source", "adresse_source", "reference", "ligne", "endroit",
    "statut", "contredit", "rupture_de_serie", "remplace_par", "methode", "remarque",
]  # fmt: skip


def table(figures: Iterable[Figure], found: Findings) -> list[list[object]]:
    """Return the head and a row per figure, numbers bare and provenance beside them."""
    return [list(COLUMNS), *(_row(figure, found) for figure in figures)]


def _row(row: Figure, found: Findings) -> list[object]:
    source = row.source
    return [
        row.key, row.topic.title, row.label, row.quantity, in_words(row), row.bound,
        bare(row.value), bare(row.low), bare(row.high),
        row.unit, row.denominator, row.part_of_id, row.breakdown, row.period, row.territory.name,
        row.territory.slug, row.get_family_display(), row.perimeter,
        source.title, source.publisher, source.dated, source.address, _yes(source.reference),
        row.source_line, row.source_place, row.get_status_display(),
        _yes(row.key in found.contradicted), _yes(row.key in found.broken),
        row.superseded_by_id, row.method, row.note,
    ]  # fmt: skip


def _yes(known: bool) -> str:  # noqa: FBT001 -- only how it is said
    return "oui" if known else "non"


def _text(value: Decimal | None) -> str | None:
    """Return an exact decimal as text: « 11.4 », « 200000 »."""
    return None if value is None else str(bare(value))
