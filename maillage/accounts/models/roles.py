"""What people may do."""

from django.db import models


class Role(models.TextChoices):
    """The roles of DESIGN.md; an applicant is anyone signed in, a visitor anyone else."""

    AGENT = "agent", "Instruction des demandes"
    HEAD_OF_UNIT = "head_of_unit", "Responsable d’unité"
    BUDGET_OFFICER = "budget_officer", "Responsable budgétaire"
    ASSEMBLIES_OFFICER = "assemblies_officer", "Assemblées et juridique"
    FINANCE = "finance", "Direction des finances"
    ELECTED = "elected", "Élue ou élu"
    VICE_PRESIDENT = "vice_president", "Vice-présidence"
    TERRITORIAL_AGENT = "territorial_agent", "Antenne territoriale"
    PARTNER = "partner", "Tête de réseau partenaire"
    COFUNDER = "cofunder", "Cofinanceur"
    SEAT_HOLDER = "seat_holder", "Membre d’une instance"
    EXPERT = "expert", "Experte ou expert"
    REUSE_ACTOR = "reuse_actor", "Acteur du réemploi"
    ADMINISTRATOR = "administrator", "Administration de la plateforme"
    DPO = "dpo", "Protection des données"
    ARCHIVIST = "archivist", "Archives"


# Holding one of these makes the second factor compulsory.
OBLIGING = frozenset(
    {
        Role.AGENT,
        Role.HEAD_OF_UNIT,
        Role.BUDGET_OFFICER,
        Role.ASSEMBLIES_OFFICER,
        Role.FINANCE,
        Role.ELECTED,
        Role.VICE_PRESIDENT,
        Role.TERRITORIAL_AGENT,
        Role.ADMINISTRATOR,
        Role.DPO,
        Role.ARCHIVIST,
    },
)
