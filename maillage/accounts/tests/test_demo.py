"""The demonstration's people, and what the clock does for everyone's."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from pytest_django.fixtures import Settings

from maillage.accounts import queries
from maillage.accounts.demo import DEMO_PASSPHRASE, demo_people, load, secret_of
from maillage.accounts.due import due
from maillage.accounts.models import DataRequest, EliminationSlip, Role, User
from maillage.accounts.tests.factories import AT, ON, make_invitation
from maillage.base.entries import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    """Keep the mails to be shown: nothing waits to leave."""
    settings.DEMONSTRATION = True


def test_demonstration_has_someone_for_each_role() -> None:
    load(ON)

    assert {role for user in demo_people() for role in user.roles_on(ON)} == set(Role.values)
    assert [user.email for user in demo_people() if not user.roles_on(ON)] == [
        "demande@demonstration.maillage.example",
        "depart@demonstration.maillage.example",
    ]


def test_demonstration_has_the_pole_of_eight() -> None:
    load(ON)

    (direction,) = queries.chart(ON)
    pole = direction.children[0].children[0]
    assert (pole.name, len(pole.members)) == ("Pôle Économie Sociale et Solidaire", 8)
    assert demo_people().holding(Role.AGENT, on=ON).count() == 8


def test_demonstration_is_loaded_once() -> None:
    load(ON)
    entries = JournalEntry.objects.count()

    load(ON)

    assert JournalEntry.objects.count() == entries


def test_demonstration_completes_itself() -> None:
    load(ON)
    user = demo_people().get(name="Yasmine Scénario")
    User.objects.filter(pk=user.pk).update(email="autre@demonstration.maillage.example")
    EmailAddress.objects.filter(user=user).delete()

    load(ON)

    assert demo_people().filter(name="Yasmine Scénario").count() == 2


def test_demonstration_opens_with_one_passphrase_and_a_known_secret() -> None:
    load(ON)

    user = demo_people()[0]
    secret = decrypt(Authenticator.objects.get(user=user).data["secret"])
    assert (user.check_password(DEMO_PASSPHRASE), secret) == (True, secret_of(user.email))


@pytest.mark.parametrize("on", [date(2022, 3, 22), date(2026, 11, 23)])
def test_demonstration_follows_its_day(on: date) -> None:
    load(on)

    since = {grant.starts_on for user in demo_people() for grant in user.role_grants.all()}
    assert since == {on - timedelta(days=730)}
    assert queries.contact_for("Moselle (57)", on) == demo_people().get(name="Hugo Canevas")


def test_demonstration_leaves_requests_and_slips_to_judge() -> None:
    load(ON)

    assert list(DataRequest.objects.values_list("kind", "status")) == [
        ("access", "received"),
        ("erasure", "prepared"),
    ]
    slips = EliminationSlip.objects.order_by("pk").values_list("status", "lines__rule")
    assert list(slips) == [("submitted", "requested_erasure"), ("submitted", "unanswered_invitations")]


def test_clock_closes_what_waited_too_long(administrator: User) -> None:
    late = make_invitation(administrator, expires_at=AT)
    fresh = make_invitation(administrator)

    for at in (AT, AT):
        due(at)

    assert [type(late).objects.get(pk=row.pk).status for row in (late, fresh)] == ["expired", "sent"]
