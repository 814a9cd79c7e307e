"""Who answers for the site, as its settings say it; what nobody has said yet is shown « à compléter »."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

# The day on which what the accessibility statement says was last held against the tests.
ACCESSIBILITY_CHECKED_ON = date(2026, 11, 25)
NEVER_LEAVES = "jusqu’à la fermeture du navigateur, douze heures au plus"


# Where to go when nothing changes.
DEFENDER = "https://www.defenseurdesdroits.fr/"
DEFENDER_FORM = "https://formulaire.defenseurdesdroits.fr/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """One cookie that the site may set, why, and for how long."""

    name: str
    purpose: str
    lasts: str


def publisher() -> list[dict[str, str]]:
    """Return what the law asks of whoever publishes (loi n° 2004-575 du 21 juin 2004)."""
    said = settings.PUBLISHER
    return [
        {"term": "Éditeur", "value": settings.COLLECTIVITE_NAME},
        {"term": "Adresse", "value": said["address"]},
        {"term": "Téléphone", "value": said["phone"]},
        {"term": "Adresse électronique", "value": said["contact"]},
        {"term": "Directrice ou directeur de la publication", "value": said["director"]},
        {"term": "Hébergeur (nom, adresse, téléphone)", "value": said["host"]},
    ]


def cookies() -> list[Cookie]:
    """Return every cookie there is; a visitor who only reads gets none."""
    return [
        Cookie(
            name=settings.SESSION_COOKIE_NAME,
            purpose="reconnaître la personne qui s’est connectée",
            lasts=NEVER_LEAVES,
        ),
        Cookie(
            name=settings.CSRF_COOKIE_NAME,
            purpose="vérifier qu’un formulaire vient bien de ce site",
            lasts="un an",
        ),
    ]
