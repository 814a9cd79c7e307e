"""How acts are told to those who read the journal; `config.apps` adds the words of the apps above."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from maillage.accounts.models import Anyone
from maillage.base.entries import JournalEntry
from maillage.base.references import Reference, resolve_many

ACTS = {
    "accounts.absence_declared": "Absence déclarée",
    "accounts.absence_ended": "Absence terminée",
    "accounts.closed_by_merge": "Compte fermé par fusion",
    "accounts.contact_ended": "Suivi d’un sujet terminé",
    "accounts.contact_named": "Suivi d’un sujet confié",
    "accounts.data_erased": "Effacement demandé, fait",
    "accounts.data_request_done": "Demande relative aux données, réponse donnée",
    "accounts.data_request_prepared": "Demande relative aux données préparée",
    "accounts.data_request_refused": "Demande relative aux données refusée",
    "accounts.data_requested": "Demande relative aux données reçue",
    "accounts.data_taken_away": "Fichier de ses données téléchargé",
    "accounts.delegation_ended": "Délégation de signature terminée",
    "accounts.email_change_asked": "Changement d’adresse demandé",
    "accounts.email_change_cancelled": "Changement d’adresse annulé",
    "accounts.email_change_expired": "Changement d’adresse expiré",
    "accounts.email_changed": "Adresse changée",
    "accounts.erased": "Personne effacée",
    "accounts.factor_added": "Second facteur ajouté",
    "accounts.factor_removed": "Second facteur retiré",
    "accounts.factor_reset_approved": "Second facteur réinitialisé",
    "accounts.factor_reset_asked": "Réinitialisation du second facteur demandée",
    "accounts.factor_reset_refused": "Réinitialisation du second facteur refusée",
    "accounts.invitation_accepted": "Invitation acceptée",
    "accounts.invitation_cancelled": "Invitation annulée",
    "accounts.invitation_expired": "Invitation expirée",
    "accounts.invited": "Invitation envoyée",
    "accounts.joined_unit": "Affectation à une unité",
    "accounts.left_unit": "Fin d’affectation",
    "accounts.merged": "Comptes fusionnés",
    "accounts.opened": "Compte ouvert",
    "accounts.period_ended": "Terminé par l’effacement de la personne",
    "accounts.password_changed": "Mot de passe changé",
    "accounts.people_exported": "Liste des personnes exportée",
    "accounts.person_file_opened": "Données d’une personne consultées",
    "accounts.portfolio_handed_over": "Portefeuille transmis",
    "accounts.restored": "Compte rouvert",
    "accounts.role_ended": "Rôle terminé",
    "accounts.role_granted": "Rôle donné",
    "accounts.row_eliminated": "Élément éliminé",
    "accounts.rows_eliminated": "Éléments éliminés",
    "accounts.sign_in_failed": "Connexion refusée",
    "accounts.signature_delegated": "Délégation de signature enregistrée",
    "accounts.signed_in": "Connexion",
    "accounts.signed_out": "Déconnexion",
    "accounts.signed_up": "Inscription",
    "accounts.slip_drafted": "Bordereau d’élimination établi",
    "accounts.slip_executed": "Bordereau d’élimination exécuté",
    "accounts.slip_refused": "Bordereau d’élimination refusé",
    "accounts.slip_submitted": "Bordereau d’élimination soumis aux archives",
    "accounts.slip_visa": "Bordereau d’élimination visé par les archives",
    "accounts.suspended": "Compte suspendu",
    "accounts.unit_changed": "Unité renommée ou déplacée",
    "accounts.unit_closed": "Unité fermée",
    "accounts.unit_opened": "Unité créée",
    "base.demonstration_loaded": "Démonstration chargée",
    "base.journal_exported": "Journal exporté",
    "base.mail_cancelled": "Message annulé",
    "base.mail_resumed": "Message remis de nouveau",
    "base.pack_loaded": "Données du territoire chargées",
    "base.payloads_erased": "Contenus privés du journal effacés",
    "base.questions_published": "Questions publiées",
    "base.receipt_issued": "Accusé de réception délivré",
}
AUTOMATA = {
    "commande": "une commande",
    "connexion": "une personne non connectée",
    "demonstration": "la démonstration",
    "horloge": "l’horloge",
    "invitation": "l’invitation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry of the journal as it is read: who, what, on what."""

    seq: int
    at: datetime
    what: str
    who: str
    who_url: str
    about: str
    about_url: str


def lines(entries: Iterable[JournalEntry], reader: Anyone, *, subjects: bool = True) -> list[Line]:
    """Return entries with the names and pages of what the reader may see: one query a kind of row.

    Without `subjects`, only the authors are named: enough where all is about one person.
    """
    entries = list(entries)
    about = {entry.object_ref for entry in entries} if subjects else set()
    found = resolve_many(about | people(entries), reader)
    return [line(entry, found) for entry in entries]


def people(entries: Iterable[JournalEntry]) -> set[Reference]:
    """Return the people who acted; automata have no page."""
    return {Reference.parse(entry.actor_ref) for entry in entries if ":" in entry.actor_ref}


def line(entry: JournalEntry, found: dict[Reference, tuple[str, str]]) -> Line:
    """Return one entry in words."""
    who, who_url = author(entry.actor_ref, found)
    about, about_url = found.get(entry.object_ref, (str(entry.object_ref), ""))
    return Line(
        seq=entry.seq,
        at=entry.at,
        what=ACTS.get(entry.action, entry.action),
        who=who,
        who_url=who_url,
        about=about,
        about_url=about_url,
    )


def author(actor: str, found: dict[Reference, tuple[str, str]]) -> tuple[str, str]:
    """Return the name and page of who acted."""
    if ":" in actor:
        return found.get(Reference.parse(actor), (actor, ""))
    return AUTOMATA.get(actor, actor), ""
