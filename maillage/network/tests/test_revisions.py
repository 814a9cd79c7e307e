"""Revisions: made by each change a reader can see, kept as they were, shown to all."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import make_user
from maillage.base import guards
from maillage.base.dates import FuzzyDate
from maillage.base.entries import JournalEntry
from maillage.base.errors import Refusal
from maillage.network import checks, revisions
from maillage.network.actions.revisions import publish
from maillage.network.models import Collectivite, Entry, Revision
from maillage.network.tests.conftest import Write
from maillage.network.tests.factories import load
from maillage.observatory.models import Figure

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture
def first(small_pack: Write) -> Revision:
    """The sheet of the small pack, published once."""
    load(small_pack())
    made = publish(note="Paquet chargé", by="commande", at=AT)
    assert made
    return made


def change(value: int = 9, note: str = "Arrivée d’une collègue", by: User | str = "commande") -> Revision:
    """Change the team and publish."""
    Figure.objects.filter(key="equipe").update(value=value)
    made = publish(note=note, by=by, at=AT)
    assert made
    return made


def test_first_revision_holds_the_whole_sheet(first: Revision) -> None:
    sheet = revisions.read(first.document)

    assert (first.number, first.changes, first.capacity) == (1, 0, Revision.Capacity.COMMAND)
    assert [one.key for one in sheet.figures] == ["equipe"]
    assert [fact.key for fact, _ in sheet.every_fact()] == list(Entry.objects.values_list("key", flat=True))


@pytest.mark.usefixtures("first")
def test_nothing_changed_for_a_reader_makes_no_revision() -> None:
    assert publish(note="Encore", by="commande", at=AT) is None
    assert Revision.objects.count() == 1


def test_another_address_is_no_change(first: Revision, settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://autre.exemple.fr"

    assert publish(note="Déménagement", by="commande", at=AT) is None
    assert Revision.objects.get() == first


def test_change_makes_the_next_revision_and_the_former_stays(first: Revision, agent: User) -> None:
    second = change(by=agent)

    kept = revisions.read(Revision.objects.get(number=1).document)
    assert (second.number, second.changes, second.by) == (2, 2, agent)
    assert kept.figures[0].value == "8"
    assert [one.label for one in revisions.between(first, second)] == ["Petite Région", "Équipe"]


def test_publication_is_journalled_with_its_fingerprint(first: Revision) -> None:
    entry = JournalEntry.objects.get(action="network.revision_published")

    assert entry.meta["state"] == {"number": 1, "sha256": first.sha256}


@pytest.mark.usefixtures("first")
def test_public_reads_the_function_never_the_name() -> None:
    head = make_user("chef@exemple.fr", role=Role.HEAD_OF_UNIT, name="Camille Durand")

    second = change(by=head)
    page = Client().get(second.get_absolute_url()).content.decode()

    assert second.get_capacity_display() == "une personne responsable d’unité"
    assert "une personne responsable d’unité" in page
    assert "Durand" not in page


@pytest.mark.usefixtures("first")
def test_publishing_asks_for_the_role(applicant: User) -> None:
    with pytest.raises(Refusal, match="Instruction des demandes"):
        change(by=applicant)

    assert Revision.objects.count() == 1


def test_revision_is_never_changed_nor_deleted(first: Revision) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(pk=first.pk).update(note="Autre")
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.all().delete()


def test_check_finds_a_document_that_was_altered(first: Revision) -> None:
    assert list(checks.breaches(AT)) == []

    guards.remove([Revision])
    Revision.objects.filter(pk=first.pk).update(document={"format": "autre"})

    assert [found.subject for found in checks.breaches(AT)] == [f"network.revision:{first.pk}"]


def test_list_shows_each_with_its_reason_and_its_count(first: Revision, client: Client) -> None:
    second = change()

    page = client.get(reverse("network:revisions")).content.decode()

    assert page.index(second.get_absolute_url()) < page.index(first.get_absolute_url())
    assert "Arrivée d’une collègue" in page
    assert "25 novembre 2026" in page.replace("\xa0", " ")


@pytest.mark.usefixtures("small_pack")
def test_list_before_any_pack_says_what_to_expect(client: Client) -> None:
    assert "Aucune révision" in client.get(reverse("network:revisions")).content.decode()


@pytest.mark.usefixtures("first")
def test_list_asks_the_database_as_much_for_three_as_for_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        client.get(reverse("network:revisions"))
    change(9)
    change(10)
    with django_assert_max_num_queries(6):
        client.get(reverse("network:revisions"))


@pytest.mark.usefixtures("first")
def test_page_of_a_revision_says_what_it_changed(client: Client) -> None:
    change()

    page = client.get(reverse("network:revision", args=[2])).content.decode().replace("\xa0", " ")

    assert "1 changement depuis la" in page
    assert page.index("8 personnes") < page.index("9 personnes")


def test_first_revision_has_nothing_to_be_compared_with(first: Revision, client: Client) -> None:
    assert "première révision" in client.get(first.get_absolute_url()).content.decode()


def test_sheet_of_a_revision_reads_as_it_was(first: Revision, client: Client) -> None:
    change()
    Entry.objects.filter(key="aide").update(title="Autre nom")

    page = client.get(reverse("network:revision-sheet", args=[first.number])).content.decode()

    assert "à la révision 1, le 25" in page.replace("\xa0", " ")
    assert "Une aide" in page
    assert "Autre nom" not in page


def test_json_of_a_revision_is_the_document_published(first: Revision, client: Client) -> None:
    change()

    said = client.get(reverse("network:revision-json", args=[1]))

    assert json.loads(said.content) == first.document


@pytest.mark.usefixtures("first")
def test_differences_are_shown_in_either_order(client: Client) -> None:
    change()

    pages = [client.get(reverse("network:differences", args=pair)) for pair in ((1, 2), (2, 1))]
    there, back = (page.content.decode().replace("\xa0", " ") for page in pages)

    assert there.index("8 personnes") < there.index("9 personnes")
    assert back.index("9 personnes") < back.index("8 personnes")


@pytest.mark.usefixtures("first")
def test_same_revision_twice_differs_in_nothing(client: Client) -> None:
    assert "Rien n’a changé" in client.get(reverse("network:differences", args=[1, 1])).content.decode()


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize(
    "path",
    [
        *("revisions/2/", "revisions/2/fiche/", "revisions/0/", "revisions/2.json"),
        *("revisions/1..9/", f"revisions/{10**30}/"),
    ],
)
def test_revision_that_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/fiche/{path}").status_code == 404


@pytest.mark.usefixtures("first")
def test_two_chosen_revisions_lead_to_their_differences(client: Client) -> None:
    change()

    answer = client.get(reverse("network:revisions"), {"de": "2", "a": "1"})

    assert (answer.status_code, answer["Location"]) == (302, "/fiche/revisions/2..1/")


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"de": "1", "a": "9"}, "La dernière révision porte le numéro 2."),
        ({"de": "1", "a": "1"}, "Choisissez deux révisions différentes."),
        ({"de": "x", "a": ""}, "Saisissez un nombre entier."),
    ],
)
def test_choice_of_revisions_that_cannot_be_is_explained(
    client: Client, asked: dict[str, str], said: str
) -> None:
    change()

    answer = client.get(reverse("network:revisions"), asked)

    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_pack_loaded_again_keeps_the_day_of_the_last_publication(small_pack: Write) -> None:
    load(small_pack())
    Collectivite.objects.update(sheet_dated=FuzzyDate.parse("2026-11-25"))

    load(small_pack("pack.yaml", "name: Petite Région", "name: Autre"))
    after = Collectivite.objects.get()
    load(small_pack("pack.yaml", "member_since: 2016", "member_since: 2016\nsheet_dated: 2027-01-02"))

    assert (after.name, str(after.sheet_dated)) == ("Autre", "2026-11-25")
    assert str(Collectivite.objects.get().sheet_dated) == "2027-01-02"
