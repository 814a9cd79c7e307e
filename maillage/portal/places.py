"""Every page that people go to by its name: what the site map lists and the search finds."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from maillage.accounts import access as people
from maillage.accounts.models import Anyone
from maillage.base.search import Found, Hit, among, listed
from maillage.network import access as sheet
from maillage.organisations import access as structures


def anyone(user: Anyone) -> bool:  # noqa: ARG001 -- the same question for each place
    """Public pages are for everyone."""
    return True


def visitor(user: Anyone) -> bool:
    """Ways in are for those who are not signed in."""
    return not user.is_authenticated


@dataclass(frozen=True, slots=True)
class Place:
    """One page; `words`: what people may type who do not know its name."""

    label: str
    name: str
    words: str = ""
    allowed: Callable[[Anyone], bool] = anyone

    @property
    def address(self) -> str:
        """Where it is."""
        return reverse(self.name)


PUBLISHED, OWN, WORK, SITE = (
    "L’économie sociale et solidaire",
    "Votre espace",
    "Vos outils",
    "À propos de ce site",
)
PARTS = {
    PUBLISHED: (
        Place("Accueil", "portal:home"),
        Place("La fiche de la collectivité", "network:sheet", "RTES politique aides partenariats"),
        Place("Ce qu’il reste à vérifier", "network:to-check", "contradictions erreurs points"),
        Place(
            "Les révisions de la fiche", "network:revisions", "changements historique versions différences"
        ),
        Place("Le réseau", "network:members", "adhérents RTES annuaire autres collectivités comparer"),
        Place("Les chiffres", "observatory:figures", "panorama statistiques observatoire emploi"),
        Place("Les territoires", "territories:index", "communes départements intercommunalités carte"),
        Place("Les données ouvertes", "portal:data", "open data télécharger CSV JSON licence catalogue"),
    ),
    OWN: (
        Place("Se connecter", "account_login", "compte connexion", visitor),
        Place("Créer un compte", "account_signup", "inscription inscrire", visitor),
        Place("Mon espace", "portal:desk", "bureau attend faire", people.is_someone),
        Place("Mon compte", "accounts:account", "mot de passe adresse déconnexion", people.is_someone),
        Place("Mes structures", "organisations:mine", "agir pour mandat rattachement", people.is_someone),
        Place("Mes données", "accounts:my_data", "RGPD droit accès effacement", people.is_someone),
    ),
    WORK: (
        Place("Modifier la fiche", "network:edit", "proposer publier envoyer RTES", sheet.can_edit),
        Place("Les structures", "organisations:organisations", "associations", structures.can_see_structures),
        Place("Les suites à donner", "organisations:follow_ups", "relances", structures.can_see_structures),
        Place("Les projets", "organisations:projects", "porteurs création", structures.can_see_structures),
        Place("Les rattachements", "organisations:attachments", "mandats", structures.can_keep_structures),
        Place("L’annuaire", "accounts:people", "personnes agents élus", people.can_see_people),
        Place("L’organigramme", "accounts:chart", "direction service pôle équipe", people.can_see_chart),
        Place("Qui suit quoi", "accounts:contacts", "interlocuteurs suppléance", people.can_see_people),
        Place("Les délégations de signature", "accounts:delegations", "signer", people.can_see_people),
        Place("Les invitations", "accounts:invitations", "inviter", people.can_administer_people),
        Place("Les seconds facteurs", "accounts:factor_resets", "perdu", people.can_administer_people),
        Place("Les demandes RGPD", "accounts:data_requests", "données droit", people.can_handle_requests),
        Place("Les éliminations", "accounts:slips", "archives bordereau visa", people.can_see_slips),
        Place("Les messages envoyés", "accounts:messages", "courriels", people.can_see_mails),
        Place("Le journal", "accounts:journal", "actes preuve ancre", people.can_read_journal),
    ),
    SITE: (
        Place("Rechercher", "portal:search", "recherche trouver"),
        Place("Plan du site", "portal:site_map", "pages"),
        Place("Mentions légales", "portal:legal", "éditeur hébergeur directeur cookies licence contact"),
        Place("Accessibilité", "portal:accessibility", "handicap RGAA déclaration conformité"),
        Place("Données personnelles", "accounts:register", "RGPD registre conservation vie privée"),
    ),
}


def open_to(user: Anyone) -> dict[str, list[Place]]:
    """Return the places this person may go to, under their headings; no heading stands empty."""
    kept = {title: [place for place in places if place.allowed(user)] for title, places in PARTS.items()}
    return {title: places for title, places in kept.items() if places}


def hits(user: Anyone, words: str, window: slice) -> Found:
    """Find pages by their name and by what people call them."""
    places = [place for part in open_to(user).values() for place in part]
    found = among(places, words, text=lambda place: f"{place.label} {place.words}")
    return listed(found, window, lambda place: Hit(label=place.label, address=place.address))
