"""Opening, suspending, restoring accounts."""

import pytest
from allauth.account.models import EmailAddress

from maillage.accounts.actions.people import open_account, record_export, restore, suspend
from maillage.accounts.models import User
from maillage.accounts.tests.factories import AT, client_of, last_act, make_user
from maillage.base.errors import Refusal

pytestmark = pytest.mark.django_db


def test_account_opens_with_a_proved_address() -> None:
    user = open_account("Neuve@exemple.fr", name=" Neuve ", password=None, by="invitation", at=AT)

    address = EmailAddress.objects.get(user=user)
    assert (user.name, address.email, address.verified, address.primary) == (
        "Neuve",
        "neuve@exemple.fr",
        True,
        True,
    )
    assert last_act() == f"accounts.opened accounts.user:{user.pk}"


def test_account_does_not_open_twice(applicant: User) -> None:
    with pytest.raises(Refusal, match="existe déjà"):
        open_account(applicant.email.upper(), name="", password=None, by="invitation", at=AT)


def test_suspension_closes_the_account(administrator: User, applicant: User) -> None:
    suspend(applicant, reason="Départ", by=administrator, at=AT)

    applicant.refresh_from_db()
    assert (applicant.is_active, applicant.suspended_at, applicant.suspension_reason) == (False, AT, "Départ")
    assert last_act() == f"accounts.suspended accounts.user:{applicant.pk}"


def test_suspension_ends_sessions_for_good(administrator: User, applicant: User) -> None:
    client = client_of(applicant)
    assert client.get("/compte/").status_code == 200

    suspend(applicant, reason="Départ", by=administrator, at=AT)
    restore(applicant, by=administrator, at=AT)

    assert client.get("/compte/").status_code == 302


def test_suspension_of_oneself_is_refused(administrator: User) -> None:
    with pytest.raises(Refusal, match="son propre compte"):
        suspend(administrator, reason="Départ", by=administrator, at=AT)


def test_suspension_by_an_agent_is_refused(agent: User, applicant: User) -> None:
    with pytest.raises(Refusal, match="Cet acte demande le rôle"):
        suspend(applicant, reason="Départ", by=agent, at=AT)


def test_suspension_of_a_closed_account_is_refused(administrator: User) -> None:
    with pytest.raises(Refusal, match="déjà fermé"):
        suspend(make_user(is_active=False), reason="Départ", by=administrator, at=AT)


def test_restored_account_is_open(administrator: User, applicant: User) -> None:
    suspend(applicant, reason="Départ", by=administrator, at=AT)
    restore(applicant, by=administrator, at=AT)

    applicant.refresh_from_db()
    assert (applicant.is_active, applicant.suspended_at, applicant.suspension_reason) == (True, None, "")
    assert last_act() == f"accounts.restored accounts.user:{applicant.pk}"


def test_open_account_is_not_restored(administrator: User, applicant: User) -> None:
    with pytest.raises(Refusal, match="déjà ouvert"):
        restore(applicant, by=administrator, at=AT)


def test_merged_account_is_not_restored(administrator: User, applicant: User) -> None:
    merged = make_user(is_active=False, merged_into=applicant)

    with pytest.raises(Refusal, match="a été fusionné avec celui de Dominique Petit"):
        restore(merged, by=administrator, at=AT)


def test_export_is_journalled(administrator: User) -> None:
    record_export(by=administrator, people=3, at=AT)

    assert last_act() == f"accounts.people_exported accounts.user:{administrator.pk}"


def test_last_administrator_is_not_suspended(administrator: User) -> None:
    with pytest.raises(Refusal, match="dernier compte d’administration"):
        suspend(administrator, reason="Départ", by="commande", at=AT)
