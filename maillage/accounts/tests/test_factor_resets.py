"""A lost second factor, two administrators."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import IntegrityError, transaction

from maillage.accounts.actions.factors import approve_reset, ask_reset, refuse_reset
from maillage.accounts.models import FactorReset, Role, User
from maillage.accounts.tests.factories import AT, client_of, last_act, make_factor, make_reset, make_user
from maillage.base.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def second() -> User:
    """Give another administrator."""
    return make_user(role=Role.ADMINISTRATOR)


def test_reset_is_asked_and_journalled(administrator: User, agent: User) -> None:
    make_factor(agent)

    reset = ask_reset(agent, reason="Vue au bureau", by=administrator, at=AT)

    assert Authenticator.objects.filter(user=agent).exists()
    assert last_act() == f"accounts.factor_reset_asked accounts.factorreset:{reset.pk}"


def test_reset_approved_deletes_factors_and_sessions(administrator: User, second: User, agent: User) -> None:
    make_factor(agent)
    client = client_of(agent)
    reset = make_reset(agent, administrator)

    approve_reset(reset, by=second, at=AT)

    assert not Authenticator.objects.filter(user=agent).exists()
    assert client.get("/compte/").status_code == 302
    assert mail.outbox[0].to == [agent.email]
    assert last_act() == f"accounts.factor_reset_approved accounts.factorreset:{reset.pk}"


def test_reset_refused_changes_nothing(administrator: User, second: User, agent: User) -> None:
    make_factor(agent)
    reset = make_reset(agent, administrator)

    refuse_reset(reset, by=second, at=AT)

    assert Authenticator.objects.filter(user=agent).exists()
    assert (reset.status, reset.answered_by) == (FactorReset.Status.REFUSED, second)


def test_reset_is_not_approved_by_who_asked(administrator: User, agent: User) -> None:
    with pytest.raises(Refusal, match="quelqu’un d’autre doit y répondre"):
        approve_reset(make_reset(agent, administrator), by=administrator, at=AT)


def test_reset_is_not_approved_by_the_person(administrator: User, second: User) -> None:
    with pytest.raises(Refusal, match="son propre compte"):
        approve_reset(make_reset(second, administrator), by=second, at=AT)


def test_reset_is_not_approved_by_an_agent(administrator: User, agent: User, applicant: User) -> None:
    with pytest.raises(Refusal, match="Cet acte demande le rôle"):
        approve_reset(make_reset(applicant, administrator), by=agent, at=AT)


def test_reset_is_not_answered_twice(administrator: User, second: User, agent: User) -> None:
    reset = make_reset(agent, administrator)
    refuse_reset(reset, by=second, at=AT)

    with pytest.raises(Refusal, match="Cet état est définitif"):
        approve_reset(reset, by=second, at=AT)


def test_reset_without_factor_is_refused(administrator: User, applicant: User) -> None:
    with pytest.raises(Refusal, match="rien à réinitialiser"):
        ask_reset(applicant, reason="", by=administrator, at=AT)


def test_reset_is_asked_once(administrator: User, second: User, agent: User) -> None:
    make_factor(agent)
    make_reset(agent, administrator)

    with pytest.raises(Refusal, match="attend déjà"):
        ask_reset(agent, reason="Vue", by=second, at=AT)


def test_reset_is_not_asked_for_oneself(administrator: User) -> None:
    with pytest.raises(Refusal, match="son propre compte"):
        ask_reset(administrator, reason="Vue", by=administrator, at=AT)


@pytest.mark.parametrize("answered_by", ["asked_by", "user"])
def test_reset_answered_by_the_wrong_person_is_refused_by_the_database(
    administrator: User, agent: User, answered_by: str
) -> None:
    reset = make_reset(agent, administrator)
    wrong = getattr(reset, answered_by)

    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.filter(pk=reset.pk).update(status="approved", answered_by=wrong, answered_at=AT)


def test_reset_approved_by_nobody_is_refused_by_the_database(administrator: User, agent: User) -> None:
    reset = make_reset(agent, administrator)

    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.filter(pk=reset.pk).update(status="approved")


def test_reset_for_oneself_is_refused_by_the_database(administrator: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_reset(administrator, administrator)
