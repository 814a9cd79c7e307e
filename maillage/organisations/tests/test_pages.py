"""The pages of structures as people use them: what they say, what a mistake keeps, where they lead."""

import html
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from maillage.accounts.models import User
from maillage.accounts.tests.factories import client_of, make_user
from maillage.organisations.actions import life
from maillage.organisations.models import (
    Organisation,
    Recognition,
)
from maillage.organisations.tests.factories import (
    AT,
    ON,
    epinal,
    make_establishment,
    make_exchange,
    make_follow_up,
    make_mandate,
    make_organisation,
    make_recognition,
    make_siren,
)

pytestmark = pytest.mark.django_db
TODAY = "2026-01-15"


@pytest.fixture
def client(agent: User) -> Client:
    """An agent's browser."""
    return client_of(agent)


def text(response: Any) -> str:
    return html.unescape(response.content.decode())


def key() -> dict[str, str]:
    return {"cle": str(uuid4())}


def test_page_answers_by_siren_and_by_number(client: Client) -> None:
    made = make_organisation(name="Élan vosgien")

    pages = [client.get(f"/structures/{which}/") for which in (made.siren, made.pk)]

    assert ["Élan vosgien" in text(page) for page in pages] == [True, True]
    assert made.get_absolute_url() == f"/structures/{made.siren}/"


@pytest.mark.parametrize("which", ["000000000", "99999999", "0"])
def test_unknown_structure_is_not_found(which: str, client: Client) -> None:
    assert client.get(f"/structures/{which}/").status_code == 404


def test_page_says_what_the_structure_is(client: Client) -> None:
    made = make_organisation(size_band="12", size_year=2024)
    make_recognition(made)
    make_establishment(made)

    said = text(client.get(made.get_absolute_url()))

    assert "Association déclarée" in said
    assert "20 à 49 salariés" in said
    assert "Indication de 2024" in said
    assert "ESUS" in said


def test_unknown_family_says_why(client: Client) -> None:
    made = make_organisation(legal_category="5710", family="")

    assert "sa déclaration ou la liste des SCOP et des SCIC le dit" in text(
        client.get(made.get_absolute_url())
    )


def test_merged_structure_leads_to_what_goes_on(client: Client, agent: User) -> None:
    first, last = make_organisation(name="Avant"), make_organisation(name="Après")
    life.merge(first, into=last, on=ON, by=agent, at=AT)

    said = text(client.get(first.get_absolute_url()))

    assert "Celle qui continue est" in said
    assert last.get_absolute_url() in said


def test_page_asks_as_much_for_much_as_for_little(
    client: Client, agent: User, django_assert_max_num_queries: Any
) -> None:
    made, counts = make_organisation(), []
    client.get(made.get_absolute_url())
    for more in (1, 3):
        for number in range(more):
            make_recognition(made, kind=Recognition.Kind.values[number + more])
            make_mandate(made)
            make_establishment(made, is_head_office=False)
            make_follow_up(made, agent)
        with django_assert_max_num_queries(12) as asked:
            client.get(made.get_absolute_url())
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_log_is_shown_twenty_at_a_time(client: Client, agent: User) -> None:
    made = make_organisation()
    for number in range(22):
        make_exchange(made, agent, with_whom=f"Témoin n°{number}")

    short, whole = (text(client.get(made.get_absolute_url(), q)) for q in ({}, {"echanges": "tous"}))

    assert (short.count("Témoin n°"), whole.count("Témoin n°")) == (20, 22)
    assert "Voir les 22 échanges" in short


def test_applicant_reads_their_own_without_the_log(applicant: User, agent: User) -> None:
    made = make_organisation(name="Élan vosgien")
    make_mandate(made, applicant)
    other = make_mandate(made, make_user(name="Autre Personne"))
    make_exchange(made, agent, with_whom="Note interne")

    said = text(client_of(applicant).get(made.get_absolute_url()))

    assert "Votre mandat" in said
    assert [word for word in ("Note interne", str(other.person), "Agir") if word in said] == []


def creation(**fields: str) -> dict[str, str]:
    epinal()
    return {**key(), "version": "1", "name": "Élan vosgien", "commune": "epinal", **fields}


def test_structure_is_created_once_however_often_it_is_sent(client: Client) -> None:
    data = creation(siren="732 829 320", legal_category="9220", activity="aide domicile")

    answers = [client.post("/structures/nouvelle/", data) for _ in range(2)]

    made = Organisation.objects.get()
    assert [answer["Location"] for answer in answers] == ["/structures/732829320/"] * 2
    assert (made.activity, made.family, made.source) == ("88.10A", "association", "agent")


def test_mistakes_keep_what_was_typed_and_say_where_to_look(client: Client) -> None:
    answer = client.post("/structures/nouvelle/", creation(siren="732 829 321", rna="123", address="Ici"))

    said = text(answer)
    assert answer.status_code == 422
    assert "Relisez groupe par groupe : 732 · 829 · 321".replace(" :", "\xa0:") in said
    assert "Un numéro RNA s’écrit W suivi de 9 chiffres" in said
    assert 'value="732 829 321"' in said
    assert 'value="Ici"' in said


def test_rule_of_the_register_is_said_on_the_form(client: Client) -> None:
    answer = client.post("/structures/nouvelle/", creation(court="TJ", volume="1", folio="2"))

    assert answer.status_code == 422
    assert "n’existe que dans le 57, le 67 et le 68" in text(answer)


def test_creation_is_filled_in_from_a_request(client: Client) -> None:
    said = text(client.get("/structures/nouvelle/", {"name": "Les Jardins", "siren": "732829320"}))

    assert 'value="Les Jardins"' in said
    assert 'value="732 829 320"' in said


def test_two_agents_who_correct_at_once_lose_nothing(client: Client) -> None:
    made = make_organisation(name="Avant", address="Ici")
    url = f"/structures/{made.pk}/correction/"
    data = {"version": "1", "name": "Avant", "siren": made.siren, "commune": "88160"}

    first = client.post(url, {**data, "address": "Là-bas"})
    second = client.post(url, {**data, "address": "Ailleurs"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert [word in text(second) for word in ("Là-bas", "Ailleurs")] == [True, True]
    assert Organisation.objects.get().address == "Là-bas"


def test_first_number_brings_the_page_to_its_new_address(client: Client) -> None:
    made, siren = make_organisation(siren="", status="forming"), make_siren()
    data = {"version": "1", "name": made.name, "siren": siren, "commune": "88160"}

    answer = client.post(f"/structures/{made.pk}/correction/", data)

    assert answer["Location"] == f"/structures/{siren}/"
    assert Organisation.objects.get().status == "active"
