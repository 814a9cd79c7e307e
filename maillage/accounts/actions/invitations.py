"""Inviting someone, their answer, and the end of the wait."""

from datetime import datetime, timedelta

from django.db import transaction

from maillage.accounts.actions import letters
from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, day_of, person_or_none, require_role
from maillage.accounts.actions.people import is_taken, open_account
from maillage.accounts.models import Invitation, Role, RoleGrant, User
from maillage.accounts.models.people import fold
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.base.status import move

VALID_FOR = timedelta(days=14)
USED = {
    Invitation.Status.ACCEPTED: "Cette invitation a déjà servi. Connectez-vous avec votre mot de passe.",
    Invitation.Status.EXPIRED: "Cette invitation n’est plus valable. Demandez-en une nouvelle.",
    Invitation.Status.CANCELLED: "Cette invitation a été annulée. Demandez-en une nouvelle si besoin.",
    Invitation.Status.SENT: "Cette invitation n’est plus valable. Demandez-en une nouvelle.",
}


@act
def invite(email: str, *, name: str, roles: list[str], by: By, at: datetime) -> Invitation:
    """Send someone the link that opens their account with these roles; valid 14 days, once."""
    require_role(by, Role.ADMINISTRATOR, at=at)
    email = email.strip().lower()
    require_someone_else(email, name, by=by)
    if is_taken(email):
        raise Refusal("Un compte existe déjà avec cette adresse. Donnez-lui un rôle depuis sa page.")
    if Invitation.objects.filter(email=email, status=Invitation.Status.SENT).exists():
        raise Refusal(
            "Une invitation attend déjà une réponse à cette adresse. Annulez-la pour en envoyer une autre."
        )
    token, token_hash = letters.new_token()
    invitation = Invitation(
        email=email,
        name=name.strip(),
        roles=[Role(role).value for role in roles],
        token_hash=token_hash,
        sent_at=at,
        expires_at=at + VALID_FOR,
        invited_by=person_or_none(by),
    )
    invitation.full_clean()
    invitation.save()
    record(by, "accounts.invited", invitation, private={"email": email, "name": invitation.name}, at=at)
    link = letters.address("accounts:accept_invitation", token)
    letters.send(email, "Votre compte Maillage", "invitation", secret=True, invitation=invitation, link=link)
    return invitation


def find(token: str, *, at: datetime) -> Invitation:
    """Return the invitation that a link still opens at that instant; else refuse and say why."""
    invitation = Invitation.objects.filter(token_hash=letters.digest(token)).first()
    if invitation is None:
        raise Refusal("Ce lien n’est pas complet. Recopiez-le en entier depuis le message reçu.")
    require_open(invitation, at=at)
    require_inviter(invitation, at=at)
    return invitation


def require_open(invitation: Invitation, *, at: datetime) -> None:
    """Refuse a link that has served, was cancelled or is too old, and say which."""
    if not invitation.is_open(at):
        raise Refusal(USED[Invitation.Status(invitation.status)])


def require_inviter(invitation: Invitation, *, at: datetime) -> None:
    """Refuse a link whose sender no longer administers the platform: the roles were theirs to give."""
    by = invitation.invited_by
    if by and not by.has_role(Role.ADMINISTRATOR, on=day_of(at)):
        raise Refusal(
            "La personne qui vous a invitée n’administre plus la plateforme. Demandez-en une autre."
        )


def require_someone_else(email: str, name: str, *, by: By) -> None:
    """Refuse to invite oneself at another address, with roles that nobody else gave."""
    if isinstance(by, User) and (mailbox(email) == mailbox(by.email) or fold(name) == fold(by.name)):
        raise Refusal("On ne s’invite pas soi-même. Une autre personne de l’administration donne vos rôles.")


def mailbox(email: str) -> str:
    """Return the mailbox of an address, whatever follows a "+".

    >>> mailbox("Lea+essai@exemple.fr")
    'lea@exemple.fr'
    """
    local, _, domain = email.strip().lower().rpartition("@")
    return f"{local.split('+')[0]}@{domain}"


@act
def accept(invitation: Invitation, *, name: str, password: str, at: datetime) -> User:
    """Open the account of the person who followed the link, with the roles promised, from that day."""
    invitation = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
    require_open(invitation, at=at)
    require_inviter(invitation, at=at)
    user = open_account(invitation.email, name=name, password=password, by="invitation", at=at)
    for role in invitation.roles:
        grant = RoleGrant.objects.create(
            user=user,
            role=role,
            starts_on=day_of(at),
            granted_by=invitation.invited_by,
            reason="Invitation",
        )
        record("invitation", "accounts.role_granted", grant, user=user.pk, at=at)
    invitation.user = user
    move(
        invitation,
        Invitation.Status.ACCEPTED,
        by=user,
        at=at,
        saving=("user",),
        action="accounts.invitation_accepted",
    )
    return user


@act
def cancel(invitation: Invitation, *, by: By, at: datetime) -> None:
    """Make a waiting link worthless."""
    require_role(by, Role.ADMINISTRATOR, at=at)
    require_open(invitation, at=at)
    move(invitation, Invitation.Status.CANCELLED, by=by, at=at, action="accounts.invitation_cancelled")


def expire(at: datetime) -> None:
    """Close the invitations that waited too long."""
    waiting = Invitation.objects.filter(status=Invitation.Status.SENT, expires_at__lte=at)
    for invitation in waiting:
        with transaction.atomic():
            move(
                invitation,
                Invitation.Status.EXPIRED,
                by="horloge",
                at=at,
                action="accounts.invitation_expired",
            )
