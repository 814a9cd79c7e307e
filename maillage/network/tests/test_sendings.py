"""What was sent, to whom, and what has changed since."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.tests.factories import client_of
from maillage.base.entries import JournalEntry
from maillage.base.errors import Refusal
from maillage.network.actions.revisions import publish
from maillage.network.actions.sendings import note
from maillage.network.models import Revision, Sending
from maillage.network.tests.conftest import Write
from maillage.network.tests.factories import load
from maillage.observatory.models import Figure

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
DAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def first(small_pack: Write) -> Revision:
    """The first revision."""
    load(small_pack())
    made = publish(note="Paquet chargé", by="commande", at=AT)
    assert made
    return made


def change() -> None:
    """Make a second revision."""
    Figure.objects.filter(key="equipe").update(value=9)
    publish(note="Équipe", by="commande", at=AT)


def test_sending_is_noted_and_journalled(first: Revision, agent: User) -> None:
    sending = note(first, on=DAY, to="RTES", by=agent, at=AT)

    entry = JournalEntry.objects.get(action="network.revision_sent")
    assert (sending.revision, sending.to, sending.by) == (first, "RTES", agent)
    assert entry.meta["state"] == {"revision": first.pk, "on": "2026-11-25"}


@pytest.mark.parametrize(
    ("on", "said"), [(date(2026, 11, 26), "pas encore venu"), (date(2026, 11, 24), "n’a pu partir avant")]
)
def test_day_that_cannot_be_is_refused(first: Revision, agent: User, on: date, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        note(first, on=on, to="RTES", by=agent, at=AT)


def test_sending_asks_for_the_role(first: Revision, applicant: User) -> None:
    with pytest.raises(Refusal, match="Instruction des demandes"):
        note(first, on=DAY, to="RTES", by=applicant, at=AT)


def test_sending_is_never_changed_nor_deleted(first: Revision, agent: User) -> None:
    note(first, on=DAY, to="RTES", by=agent, at=AT)

    with pytest.raises(DatabaseError), transaction.atomic():
        Sending.objects.update(to="Autre")
    with pytest.raises(DatabaseError), transaction.atomic():
        Sending.objects.all().delete()


def test_page_of_those_who_keep_the_sheet_leads_to_what_changed_since(first: Revision, agent: User) -> None:
    desk, where = client_of(agent), reverse("network:edit")
    none = desk.get(where).content.decode()
    note(first, on=DAY, to="RTES", by=agent, at=AT)
    same = desk.get(where).content.decode()
    change()

    page = desk.get(where).content.decode()

    assert "Aucun envoi n’est noté" in none
    assert "La fiche n’a pas changé depuis" in same
    assert f'{reverse("network:differences", args=[1, 2])}">Ce qui a changé depuis le dernier envoi' in page


def test_public_does_not_know_of_sendings(first: Revision, agent: User, client: Client) -> None:
    note(first, on=DAY, to="RTES, annuaire", by=agent, at=AT)

    for address in (first.get_absolute_url(), reverse("network:revisions"), reverse("network:sheet")):
        assert "annuaire" not in client.get(address).content.decode()
    assert "annuaire" in client_of(agent).get(first.get_absolute_url()).content.decode()


def test_form_notes_the_sending_once(first: Revision, agent: User) -> None:
    desk, where = client_of(agent), reverse("network:send", args=[1])
    key = desk.get(where).context["form"]["cle"].value()
    typed = {"on": timezone.localdate().isoformat(), "to": "RTES", "cle": key}

    answers = [desk.post(where, typed) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [first.get_absolute_url()] * 2
    assert Sending.objects.count() == 1
