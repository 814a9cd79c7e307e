"""A sheet left alone for too long: said in public, on the desk, and by mail once a month."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import make_user
from maillage.base.dates import FuzzyDate
from maillage.network import waiting
from maillage.network.actions import drafts
from maillage.network.actions.revisions import publish
from maillage.network.due import due
from maillage.network.models import Collectivite, Draft, Entry
from maillage.network.staleness import Age, age
from maillage.network.tests.conftest import Write
from maillage.network.tests.factories import load
from maillage.observatory.models import Figure

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
DAY = date(2026, 11, 25)
Publish = Callable[..., None]


@pytest.fixture(autouse=True)
def _loaded(small_pack: Write) -> None:
    load(small_pack())
    publish(note="Paquet chargé", by="commande", at=AT)


def declare(period: str) -> None:
    """Have the pack say when the sheet was updated."""
    Collectivite.objects.update(sheet_dated=FuzzyDate.parse(period))


def edit(by: User, at: datetime) -> None:
    """Publish a change."""
    Figure.objects.filter(key="equipe").update(value=9)
    publish(note="Équipe", by=by, at=at)


def found() -> Age:
    """Return the age of the sheet."""
    known = age()
    assert known
    return known


def mails() -> list[list[str]]:
    """Return who was written to."""
    return [message.to for message in mail.outbox]


def test_age_counts_from_the_load_where_nothing_else_is_known() -> None:
    assert found() == Age(updated_on=DAY, stale_on=DAY + timedelta(days=365))


def test_age_counts_from_the_declared_day_rather_than_from_the_load() -> None:
    declare("2022-03")

    assert found().updated_on == date(2022, 3, 31)


def test_age_counts_from_the_last_revision_of_a_person(agent: User) -> None:
    declare("2022-03-22")
    edit(agent, datetime(2026, 11, 25, 23, 30, tzinfo=UTC))

    assert found().updated_on == date(2026, 11, 26), "the day in Paris"


def test_age_without_a_sheet_is_unknown() -> None:
    Collectivite.objects.all().delete()

    assert age() is None


@pytest.mark.parametrize(("days", "stale"), [(364, False), (365, True), (900, True)])
def test_sheet_is_stale_from_the_day_set_on(days: int, stale: bool) -> None:  # noqa: FBT001 -- a case
    assert found().is_stale(DAY + timedelta(days=days)) is stale


def test_delay_is_a_setting(settings: Any) -> None:
    settings.SHEET_STALE_DAYS = 30

    assert found().stale_on == date(2026, 12, 25)


def test_public_reads_that_the_sheet_is_old(client: Client, agent: User) -> None:
    declare("2022-03-22")
    old = client.get(reverse("network:sheet")).content.decode().replace("\xa0", " ")
    edit(agent, datetime.now(tz=UTC))
    new = client.get(reverse("network:sheet")).content.decode()

    assert "22 mars 2022" in old
    assert "Rien n’a été mis à jour depuis." in old
    assert "Rien n’a été mis à jour" not in new


def test_public_reads_the_day_where_the_pack_declares_none(client: Client, settings: Any) -> None:
    settings.SHEET_STALE_DAYS = 0

    page = client.get(reverse("network:sheet")).content.decode().replace("\xa0", " ")

    assert "Rien n’a été mis à jour depuis le 25 novembre 2026." in page


def test_desk_of_those_who_keep_it_says_what_waits(agent: User, applicant: User) -> None:
    declare("2022-03-22")
    fact = Entry.objects.get(key="aide")
    fact.title = "Notre aide"
    drafts.propose(fact, nature=Draft.Nature.CHANGED, version=0, by=agent, at=AT)

    told = [(one.subject, one.waits, one.since) for one in waiting.waiting(agent, DAY)]

    assert told == [
        ("La fiche de la collectivité", "une mise à jour", date(2023, 3, 22)),
        ("Une proposition sur la fiche", "la publication", DAY),
    ]
    assert list(waiting.waiting(applicant, DAY)) == []


def test_reminder_leaves_once_a_month_while_stale(agent: User) -> None:
    declare("2022-03-22")
    head = make_user("chef@exemple.fr", role=Role.HEAD_OF_UNIT)
    make_user("finances@exemple.fr", role=Role.FINANCE)

    for days in (0, 0, 1, 3, 7):  # 25, 26 and 28 November, 2 December
        due(AT + timedelta(days=days))

    assert mails() == [[agent.email], [head.email]] * 2


def test_reminder_leaves_at_eight_and_not_before(agent: User) -> None:
    declare("2022-03-22")
    due(datetime(2026, 11, 24, 7, 30, tzinfo=UTC))
    first = mails()
    due(datetime(2026, 12, 1, 6, 59, tzinfo=UTC))
    before = mails()
    due(datetime(2026, 12, 1, 7, 0, tzinfo=UTC))

    assert first == before == [[agent.email]]
    assert mails() == [[agent.email]] * 2


def test_reminder_says_since_when_and_where_to_go(agent: User) -> None:  # noqa: ARG001 -- who is written to
    declare("2022-03-22")

    due(AT)

    body = str(mail.outbox[0].body).replace("\xa0", " ")
    assert "depuis le 22 mars 2022" in body
    assert reverse("network:edit") in body


def test_sheet_in_order_reminds_nobody(agent: User) -> None:  # noqa: ARG001 -- who would be written to
    due(AT)

    assert mails() == []
