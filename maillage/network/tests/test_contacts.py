"""Whom the network may reach: kept by those who keep the sheet, known to the house alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from maillage.accounts.models import Role, User
from maillage.accounts.register import rules
from maillage.accounts.retention import reached
from maillage.accounts.tests.factories import client_of, make_user
from maillage.base.entries import JournalEntry
from maillage.base.errors import Conflict, Refusal
from maillage.network import demo
from maillage.network.actions import contacts
from maillage.network.models import Representative

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
DAY = date(2026, 11, 25)
LIST = "/fiche/contacts/"
TYPED = {
    "kind": "elected",
    "name": "Camille Exemple",
    "office": "Vice-présidence",
    "email": "camille@exemple.fr",
    "starts_on": "2026-01-01",
}


def make(**values: Any) -> Representative:
    """Return a stored contact."""
    typed = {**TYPED, "starts_on": date(2026, 1, 1), **values}
    return Representative.objects.create(**typed)


@pytest.fixture
def here(agent: User) -> Client:
    """The browser of an agent."""
    return client_of(agent)


def test_contact_is_added_and_journalled_without_a_name(here: Client) -> None:
    page = here.get(reverse("network:add-contact"))

    answer = here.post(reverse("network:add-contact"), {**TYPED, "cle": page.context["form"]["cle"].value()})

    entry = JournalEntry.objects.get(action="network.contact_added")
    assert answer["Location"] == LIST
    assert Representative.objects.get().name == "Camille Exemple"
    assert entry.meta["state"] == {"kind": "elected", "starts_on": "2026-01-01", "ends_on": None}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"email": ""}, "Donnez une adresse ou un téléphone"),
        ({"ends_on": "2025-01-01"}, "Le dernier jour ne peut pas précéder le premier."),
        ({"kind": ""}, "obligatoire"),
    ],
)
def test_bad_entry_is_shown_again(here: Client, typed: dict[str, str], says: str) -> None:
    answer = here.post(reverse("network:add-contact"), {**TYPED, **typed})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Camille Exemple" in answer.content.decode()


def test_contact_is_corrected(here: Client) -> None:
    row = make()

    here.post(reverse("network:correct-contact", args=[row.pk]), {**TYPED, "phone": "03", "version": 1})

    row.refresh_from_db()
    assert (row.phone, row.version) == ("03", 2)
    assert JournalEntry.objects.filter(action="network.contact_corrected").count() == 1


def test_stale_correction_shows_both_texts(here: Client) -> None:
    row = make()
    row.save_at(1, ["name"])

    answer = here.post(
        reverse("network:correct-contact", args=[row.pk]), {**TYPED, "office": "Autre", "version": 1}
    )

    assert answer.status_code == 409
    assert "Autre" in answer.content.decode()


def test_stale_correction_is_refused_by_the_act(agent: User) -> None:
    row = make()
    row.save_at(1, ["name"])

    with pytest.raises(Conflict):
        contacts.correct(row, version=1, fields=["name"], by=agent, at=AT)


def test_contact_is_ended_and_kept(here: Client) -> None:
    row, yesterday = make(), timezone.localdate() - timedelta(days=1)

    here.post(reverse("network:end-contact", args=[row.pk]), {"on": yesterday.isoformat()})

    page = here.get(LIST).content.decode()
    assert "Contacts passés (1)" in page
    assert "Aucun contact" in page
    assert JournalEntry.objects.get(action="network.contact_ended").meta["state"]["ends_on"] == str(yesterday)


def test_end_is_not_put_off(agent: User) -> None:
    row = make(ends_on=date(2026, 2, 1))

    with pytest.raises(Refusal, match="prend déjà fin le 01/02/2026"):
        contacts.end(row, on=DAY, by=agent, at=AT)


def test_end_before_the_beginning_is_refused(agent: User) -> None:
    with pytest.raises(Refusal, match="ne peut pas précéder le premier"):
        contacts.end(make(), on=date(2025, 1, 1), by=agent, at=AT)


@pytest.mark.parametrize("act", [contacts.add, contacts.end])
def test_acts_are_those_of_who_keeps_the_sheet(act: Any) -> None:
    typed = {"on": DAY} if act is contacts.end else {}

    with pytest.raises(Refusal):
        act(make(), **typed, by=make_user(role=Role.ELECTED), at=AT)


@pytest.mark.parametrize("name", ["network:contacts", "network:add-contact"])
def test_pages_do_not_exist_for_others(client: Client, name: str) -> None:
    assert client_of(make_user(role=Role.FINANCE)).get(reverse(name)).status_code == 404
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_whatever_its_length(
    here: Client, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        make()
    here.get(LIST)

    with django_assert_max_num_queries(8):
        page = here.get(LIST)
    assert page.content.decode().count("<h2>Camille Exemple</h2>") == count


def test_database_refuses_an_unknown_kind() -> None:
    with pytest.raises(IntegrityError, match="representative_kind_is_known"):
        make(kind="autre")


def test_ended_contacts_are_proposed_for_elimination_after_a_year() -> None:
    old = make(starts_on=date(2020, 1, 1), ends_on=date(2025, 11, 1))
    make(ends_on=date(2026, 2, 1))

    assert reached(rules()["ended_sheet_contacts"], at=AT) == [(old.pk, date(2025, 11, 1))]


def test_demonstration_adds_two_marked_contacts_once(agent: User) -> None:
    User.objects.filter(pk=agent.pk).update(demonstration=True)

    demo.load(DAY)
    demo.load(DAY)

    rows = Representative.objects.all()
    assert [row.kind for row in rows] == ["elected", "technical"]
    assert all("démonstration" in row.office for row in rows)


def test_demonstration_without_an_agent_adds_nothing() -> None:
    demo.load(DAY)

    assert not Representative.objects.exists()
