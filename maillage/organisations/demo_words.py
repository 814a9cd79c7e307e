"""What the demonstration's structures are made of: invented names, real categories and activities.

Their SIREN are lower than any in the Sirene register (000 199 968 and 000 325 175 are among its lowest): they
have a right key, and stand for nobody.
"""

from dataclasses import dataclass
from random import Random

from stdnum import luhn

FIRST_SIREN, LAST_SIREN = 100, 9_999  # the first eight digits, before the key: 000 001 00x to 000 099 99x
START = (
    "Bri",
    "Vel",
    "Mar",
    "Cor",
    "Lu",
    "Tau",
    "Fal",
    "Gen",
    "Per",
    "Sol",
    "Nar",
    "Ibe",
    "Ro",
    "Cla",
    "Dor",
)
MIDDLE = ("", "", "", "va", "lu", "mi", "ro", "né", "sa", "du", "ri", "vo", "la")
END = ("line", "ronde", "gance", "belle", "mont", "sène", "vière", "lune", "trelle", "nade", "quine", "sorne")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of structure: how it is named, its codes, its sizes, how many there are, its usual statuses."""

    pattern: str
    category: str
    activity: str
    bands: tuple[str, ...]
    many: int
    statuses: str = ""


SMALL, MIDDLING, LARGE = ("NN", "00", "01", "02"), ("02", "03", "11", "12"), ("12", "21", "22")
ASSOCIATION, LOCAL_LAW = "9220", "9260"
KINDS = (
    Kind("Les Jardins de {}", "9220", "81.30Z", MIDDLING, 16, "siae_aci esus"),
    Kind("Recyclerie {}", "9220", "38.32Z", MIDDLING, 14, "siae_aci esus"),
    Kind("Régie de quartier {}", "9220", "81.21Z", MIDDLING, 10, "siae_ei"),
    Kind("{} Services", "9222", "78.20Z", MIDDLING, 8, "siae_ai"),
    Kind("Aide à domicile {}", "9220", "88.10A", LARGE, 16),
    Kind("Crèche La {}", "9220", "88.91A", MIDDLING, 17),
    Kind("Théâtre de {}", "9220", "90.01Z", SMALL, 12),
    Kind("{} Sport et Loisirs", "9220", "93.12Z", SMALL, 24),
    Kind("Maison des jeunes de {}", "9220", "94.99Z", SMALL, 16),
    Kind("Épicerie solidaire {}", "9220", "88.99B", SMALL, 12),
    Kind("Ateliers adaptés {}", "9220", "82.92Z", LARGE, 5, "ea"),
    Kind("ESAT {}", "9220", "88.10C", LARGE, 6, "esat"),
    Kind("Groupement d’employeurs {}", "9223", "78.30Z", MIDDLING, 5),
    Kind("Pôle {}", "9220", "94.99Z", SMALL, 4, "ptce"),
    Kind("Œuvre de {}", "9230", "87.90A", LARGE, 5, "rup"),
    Kind("SCOP {}", "5458", "43.32A", MIDDLING, 14),
    Kind("SCIC {}", "5460", "35.11Z", SMALL, 10, "esus"),
    Kind("CUMA de {}", "6316", "01.61Z", SMALL, 8),
    Kind("Coopérative agricole {}", "6317", "46.21Z", LARGE, 6),
    Kind("Mutuelle {}", "8210", "65.12Z", LARGE, 8),
    Kind("Fondation {}", "9300", "88.99B", MIDDLING, 9, "rup"),
    Kind("{} Insertion", "5710", "81.21Z", MIDDLING, 9, "siae_ei esus"),
    Kind("{} Intérim", "5710", "78.20Z", MIDDLING, 4, "siae_etti"),
    Kind("Coursiers {}", "5710", "53.20Z", SMALL, 2, "siae_eiti"),
    Kind("{} Adapt’", "5710", "78.20Z", SMALL, 2, "eatt"),
)  # fmt: skip
FORMING = ("Tiers-lieu {}", "Café associatif {}", "Coopérative d’habitants {}", "Garage solidaire {}")
STREETS = ("rue des Tilleuls", "rue du Canal", "place du Marché", "avenue de la Gare", "chemin des Vergers")
PROJECTS = (
    ("Un café-vélo", "Réparer des vélos et servir des repas, dans l’ancienne halle."),
    ("Une conserverie de quartier", "Mettre en bocaux les invendus des maraîchers, avec des habitantes."),
    ("Une crèche à horaires larges", "Garder des enfants tôt le matin et tard le soir, près de l’hôpital."),
    ("Une SCIC de bois local", "Grouper des scieries, des communes et des habitants autour du hêtre."),
    ("Une friperie itinérante", "Un camion qui passe dans douze villages, avec un atelier de couture."),
    ("Une école de menuiserie", "Former des demandeurs d’emploi sur des chantiers réels."),
    ("Un jardin nourricier", "Cultiver deux hectares au pied des immeubles."),
    ("Une conciergerie rurale", "Un point unique pour les colis, le linge et les démarches."),
    ("Une monnaie de vallée", "Une monnaie locale pour une vallée, portée par une association à créer."),
    ("Une blanchisserie adaptée", "Laver le linge de petits hôtels avec des personnes handicapées."),
)
BEARERS = ("Ana Volutine", "Bilal Sorneval", "Chloé Tramontelle", "Dario Gansevière", "Esma Lunadore")
SUBJECTS = {
    "call": ("Aide à l’emploi : qui peut demander", "Où en est notre demande", "Changement de présidence"),
    "meeting": ("Point sur le projet de développement", "Plan de financement", "Difficultés de trésorerie"),
    "visit": ("Visite de l’atelier", "Rencontre avec l’équipe et les bénévoles"),
    "email": ("Envoi des comptes de l’année", "Demande de rendez-vous"),
    "question": ("Peut-on cumuler deux aides ?", "Quelle différence entre SCOP et SCIC ?"),
}
FOLLOW_UPS = (
    "Envoyer le règlement de l’aide",
    "Rappeler la présidence",
    "Proposer un rendez-vous avec le DLA",
    "Vérifier l’agrément ESUS",
    "Relancer pour les comptes",
)


def invented(random: Random) -> str:
    """Return a word that means nothing."""
    return random.choice(START) + random.choice(MIDDLE) + random.choice(END)


def siren(number: int) -> str:
    """Return the SIREN of a demonstration's structure, its key right."""
    stem = f"{FIRST_SIREN + number:08}"
    return stem + luhn.calc_check_digit(stem)


def siret(of: str, office: int) -> str:
    """Return the SIRET of one of its establishments."""
    stem = f"{of}{office:04}"
    return stem + luhn.calc_check_digit(stem)
