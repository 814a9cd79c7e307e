"""The kinds of facts that a sheet tells in words: a closed list, and what a list of them is called."""

from django.db import models


class Kind(models.TextChoices):
    """What a fact is; a figure announces some by this name (`counts: aid`)."""

    REASON = "reason", "raison d’agir"
    AIM = "aim", "objectif"
    UNIT = "unit", "unité"
    FRAMEWORK = "framework", "cadre stratégique"
    ACT = "act", "texte ou acte"
    ORIENTATION = "orientation", "orientation"
    PILLAR = "pillar", "pilier"
    TRANSITION = "transition", "transition"
    AID = "aid", "dispositif d’aide"
    PURPOSE = "purpose", "raison d’être"
    BENEFICIARY = "beneficiary", "bénéficiaire"
    CONDITION = "condition", "condition"
    TERMS = "terms", "taux et plafond"
    PARTNERSHIP = "partnership", "partenariat"
    CONVENTION = "convention", "convention"
    SIGNATORY = "signatory", "signataire"
    BODY = "body", "instance"
    SEAT = "seat", "siège"
    CHALLENGE = "challenge", "défi"
    MEETING = "meeting", "réunion"
    APPROACH = "approach", "démarche"
    MEASURE = "measure", "mesure d’appui"
    INITIATIVE = "initiative", "initiative inspirante"
    THEME = "theme", "thématique"
    ACTION = "action", "action"
    ACTOR = "actor", "acteur"
    RESULT = "result", "résultat"
    STUDY = "study", "étude"
    COMMUNITY = "community", "communauté"
    MEMBER = "member", "membre"
    SERIES = "series", "série d’évènements"
    EVENT = "event", "évènement"
    CONFERENCE = "conference", "conférence territoriale"
    SUBJECT = "subject", "sujet"


class Variety(models.TextChoices):
    """What distinguishes facts of one kind, shown as a tag."""

    PRIORITY = "priority", "prioritaire"
    CALL = "call", "appel à projets"
    ON_SITE = "on-site", "sur place"
    ONLINE = "online", "en ligne"
    PLANNED = "planned", "annoncé"


# Where a list is not called by the name of its facts, or their plural takes more than an s.
HEADINGS = {
    Kind.REASON: "Pourquoi",
    Kind.PURPOSE: "À quoi cela sert",
    Kind.BENEFICIARY: "Pour qui",
    Kind.TERMS: "Combien",
    Kind.ACTOR: "Avec",
    Kind.MEMBER: "Qui y participe",
    Kind.SUBJECT: "Sujets",
    Kind.ACT: "Textes et actes",
}


def heading(kind: str, count: int) -> str:
    """Return the heading of so many facts of a kind.

    >>> heading("seat", 5), heading("study", 1), heading("purpose", 2)
    ('Sièges', 'Étude', 'À quoi cela sert')
    >>> heading("conference", 8), heading("measure", 2)
    ('Conférences territoriales', 'Mesures d’appui')
    """
    found = Kind(kind)
    head, of, rest = found.label.partition(" d’")
    ending = "s" if count > 1 else ""
    return HEADINGS.get(found) or " ".join(word + ending for word in head.capitalize().split()) + of + rest
