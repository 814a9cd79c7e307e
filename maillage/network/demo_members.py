"""The demonstration's other member: an invented region, its sheet imported by the ordinary act."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser

from maillage.accounts.demo import morning
from maillage.accounts.models import Role, User
from maillage.base.dates import FuzzyDate
from maillage.network import published, sheet
from maillage.network.actions.members import import_sheet
from maillage.network.format import FORMAT, read
from maillage.network.models import MemberSheet
from maillage.network.rebuilt import sheet_of
from maillage.observatory.models import Figure
from maillage.observatory.published import figure

NAME = "Région des Trois-Rivières (démonstration)"
ADDRESS = "https://trois-rivieres.exemple.fr"
PLACE, CODE, SOURCE = "Trois-Rivières", "R00", "fiche-demonstration"
SHARE = Decimal("0.62")  # its numbers are ours in smaller, so that both compare
SECTIONS = 4  # those that any region could have
FAMILIES = {"associations": 71, "cooperatives": 21, "fondations": 5, "mutuelles": 3}  # %
PERIOD = "2024"
UNTOLD = {
    "annonce_tant_de",
    "ligne",
    "endroit",
    "methode",
    "remplace_par",
    "remarque",
}
FACTS = {
    "aim": ("Faire grandir les coopératives d’habitants", "Un exemple inventé pour la démonstration."),
    "aid": ("Coup de pouce aux ressourceries", "Une aide inventée, sans montant."),
    "event": ("Journée des trois rives", ""),
}


def load(on: date) -> None:
    """Import the sheet, unless a pack to take after or a person to import it is missing, or it is there."""
    ours = sheet.current(AnonymousUser())
    agent = User.objects.holding(Role.AGENT, on=on).order_by("pk").first()
    if agent is None or not ours.figures or MemberSheet.objects.exists():
        return
    import_sheet(_text(ours, on), by=agent, at=morning(on - timedelta(days=20)))


def _text(ours: sheet.Sheet, on: date) -> str:
    """Return the file; what it claims in words is worked out from its numbers, as in any other."""
    updated = str(FuzzyDate.of(on - timedelta(days=200)))
    told: dict[str, Any] = {
        "format": FORMAT,
        "collectivite": {
            "nom": NAME,
            "categorie": "region",
            "territoire": CODE,
            "fiche_mise_a_jour": updated,
            "membre_depuis": "2019",
        },
        "adresse": f"{ADDRESS}/fiche/",
        "sources": [
            {
                "cle": SOURCE,
                "titre": "Fiche de démonstration",
                "editeur": NAME,
                "date": updated,
                "adresse": None,
                "reference": False,
            }
        ],
        "sections": [_section(section) for section in ours.sections if section.figures][:SECTIONS],
    }
    told["sections"][0]["faits"] = [_fact(*fact) for fact in FACTS.items()]
    rebuilt = sheet_of(read(json.dumps(told).encode()))
    return json.dumps(published.document(rebuilt, ADDRESS), ensure_ascii=False)


def _section(section: sheet.Section) -> dict[str, Any]:
    figures = [_figure(row) for row in section.figures if row.value is not None and not row.counts]
    return {"cle": section.topic.key, "titre": section.topic.title, "chiffres": figures, "faits": []}


def _figure(row: Figure) -> dict[str, Any]:
    return {
        **figure(row, ADDRESS),
        **dict.fromkeys(UNTOLD),
        "intitule": row.label.replace("Grand Est", PLACE),
        "valeur": str(_value(row)),
        "periode": str(row.period) if row.period.earliest else PERIOD,
        "territoire": PLACE,
        "code_territoire": CODE,
        "source": SOURCE,
        "statut": Figure.Status.DECLARED,
    }


def _value(row: Figure) -> Decimal:
    if row.unit == "%":
        return Decimal(FAMILIES.get(row.family, 9))
    return ((row.value or Decimal(0)) * SHARE).quantize(Decimal(1))


def _fact(kind: str, said: tuple[str, str]) -> dict[str, Any]:
    title, text = said
    unsaid = ("nuance", "autre_nom", "ecrit_dans_la_source", "lieu", "territoire", "chiffre")
    known = {"cle": f"demonstration-{kind}", "nature": kind, "intitule": title, "explication": text or None}
    return {
        **dict.fromkeys(unsaid),
        **known,
        "date": "?",
        "statut": "known",
        "source": SOURCE,
        "lignes": [],
        "faits": [],
    }
