"""Inviting someone, and their answer."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from maillage.accounts.actions import invitations as actions
from maillage.accounts.models import Invitation, Role, User
from maillage.accounts.tests.factories import AT, ON, acts, client_of, last_act
from maillage.base.errors import Refusal
from maillage.base.status import legal_history

pytestmark = pytest.mark.django_db
PASSPHRASE = "vélo agrafe tunnel carotte"
LATER = AT + timedelta(days=14)


def invite(administrator: User) -> str:
    """Invite neuve@exemple.fr as an agent and return the token of the link."""
    actions.invite("Neuve@exemple.fr", name="Neuve", roles=[Role.AGENT], by=administrator, at=AT)
    found = re.search(r"/compte/invitation/([^/]+)/", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_invitation_is_mailed_and_journalled(administrator: User) -> None:
    token = invite(administrator)

    invitation = Invitation.objects.get()
    assert mail.outbox[0].to == ["neuve@exemple.fr"]
    assert mail.outbox[0].extra_headers == {"X-Maillage-Secret": "1"}
    assert token not in invitation.token_hash
    assert last_act() == f"accounts.invited accounts.invitation:{invitation.pk}"


def test_invitation_accepted_opens_an_account_with_its_roles(administrator: User) -> None:
    invitation = actions.find(invite(administrator), at=AT)

    user = actions.accept(invitation, name="Neuve Dupont", password=PASSPHRASE, at=AT)

    assert (user.name, user.check_password(PASSPHRASE)) == ("Neuve Dupont", True)
    assert user.has_role(Role.AGENT, on=ON)
    assert user.role_grants.get().granted_by == administrator


def test_invitation_accepted_is_journalled_and_legal(administrator: User) -> None:
    invitation = actions.find(invite(administrator), at=AT)
    user = actions.accept(invitation, name="Neuve", password=PASSPHRASE, at=AT)

    invitation.refresh_from_db()
    assert (invitation.status, invitation.user) == (Invitation.Status.ACCEPTED, user)
    assert acts()[-3:] == ["accounts.opened", "accounts.role_granted", "accounts.invitation_accepted"]
    assert legal_history(invitation)


def test_invitation_serves_once_and_says_so(administrator: User) -> None:
    token = invite(administrator)
    actions.accept(actions.find(token, at=AT), name="Neuve", password=PASSPHRASE, at=AT)

    with pytest.raises(Refusal, match="a déjà servi"):
        actions.find(token, at=AT)


def test_invitation_accepted_twice_at_once_opens_one_account(administrator: User) -> None:
    invitation = actions.find(invite(administrator), at=AT)
    actions.accept(invitation, name="Neuve", password=PASSPHRASE, at=AT)

    with pytest.raises(Refusal, match="a déjà servi"):
        actions.accept(invitation, name="Neuve", password=PASSPHRASE, at=AT)


def test_invitation_too_old_is_refused(administrator: User) -> None:
    token = invite(administrator)

    with pytest.raises(Refusal, match="n’est plus valable"):
        actions.find(token, at=LATER)


def test_link_cut_short_is_refused() -> None:
    with pytest.raises(Refusal, match="n’est pas complet"):
        actions.find("abc", at=AT)


def test_invitation_cancelled_is_refused(administrator: User) -> None:
    token = invite(administrator)
    actions.cancel(Invitation.objects.get(), by=administrator, at=AT)

    with pytest.raises(Refusal, match="a été annulée"):
        actions.find(token, at=AT)


def test_invitation_answered_is_not_cancelled(administrator: User) -> None:
    invitation = actions.find(invite(administrator), at=AT)
    actions.accept(invitation, name="Neuve", password=PASSPHRASE, at=AT)
    invitation.refresh_from_db()

    with pytest.raises(Refusal, match="a déjà servi"):
        actions.cancel(invitation, by=administrator, at=AT)


def test_invitation_expires(administrator: User) -> None:
    invite(administrator)
    actions.expire(AT)
    assert Invitation.objects.get().status == Invitation.Status.SENT

    actions.expire(LATER)

    assert Invitation.objects.get().status == Invitation.Status.EXPIRED
    assert acts()[-1] == "accounts.invitation_expired"


def test_invitation_by_an_agent_is_refused(agent: User) -> None:
    with pytest.raises(Refusal, match="Cet acte demande le rôle"):
        actions.invite("neuve@exemple.fr", name="Neuve", roles=[], by=agent, at=AT)


def test_invitation_of_a_known_person_is_refused(administrator: User, applicant: User) -> None:
    with pytest.raises(Refusal, match="existe déjà"):
        actions.invite(applicant.email, name="", roles=[], by=administrator, at=AT)


def test_invitation_already_waiting_is_refused(administrator: User) -> None:
    invite(administrator)

    with pytest.raises(Refusal, match="attend déjà"):
        invite(administrator)


def test_page_of_an_invitation_opens_the_account(administrator: User) -> None:
    token = invite(administrator)
    Invitation.objects.update(expires_at="2036-01-01T00:00Z")
    typed = {"name": "Neuve", "password": PASSPHRASE, "again": PASSPHRASE}

    answer = client_of(None).post(f"/compte/invitation/{token}/", typed)

    assert (answer.status_code, answer["Location"]) == (302, "/compte/connexion/")
    assert User.objects.filter(email="neuve@exemple.fr").exists()


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("court", "court", "Il manque 10 caractères"),
        ("neuve@exemple.fr", "neuve@exemple.fr", "se devine"),
        (PASSPHRASE, "autre", "Les deux mots de passe diffèrent"),
    ],
)
def test_page_of_an_invitation_refuses_a_password(
    administrator: User, password: str, again: str, says: str
) -> None:
    token = invite(administrator)
    Invitation.objects.update(expires_at="2036-01-01T00:00Z")
    typed = {"name": "Neuve", "password": password, "again": again}

    answer = client_of(None).post(f"/compte/invitation/{token}/", typed)

    assert answer.status_code == 422
    assert says in answer.content.decode()


@pytest.mark.parametrize("email", ["administration+dpo@exemple.fr", "ADMINISTRATION@exemple.fr"])
def test_own_mailbox_is_not_invited(administrator: User, email: str) -> None:
    with pytest.raises(Refusal, match="On ne s’invite pas soi-même"):
        actions.invite(email, name="Autre", roles=[Role.DPO], by=administrator, at=AT)


def test_own_name_is_not_invited(administrator: User) -> None:
    with pytest.raises(Refusal, match="On ne s’invite pas soi-même"):
        actions.invite("autre@exemple.fr", name="ALIX BERNARD", roles=[Role.DPO], by=administrator, at=AT)


@pytest.mark.parametrize("suspended", [True, False])
def test_invitation_of_someone_who_no_longer_administers_is_refused(
    administrator: User, *, suspended: bool
) -> None:
    token = invite(administrator)
    if suspended:
        User.objects.filter(pk=administrator.pk).update(is_active=False)
    else:
        administrator.role_grants.update(ends_on=ON - timedelta(days=1))

    with pytest.raises(Refusal, match="n’administre plus la plateforme"):
        actions.find(token, at=AT)


def test_invitation_by_a_command_opens_an_account() -> None:
    invitation = actions.invite(
        "lea@exemple.fr", name="Léa", roles=[Role.ADMINISTRATOR], by="commande", at=AT
    )

    user = actions.accept(invitation, name="Léa", password=PASSPHRASE, at=AT)

    assert user.has_role(Role.ADMINISTRATOR, on=ON)
