"""One’s own data, from one’s account: what can be asked, and where it stands."""

from uuid import uuid4

import pytest
from django.urls import reverse

from maillage.accounts.models import DataRequest, User
from maillage.accounts.tests.factories import client_of
from maillage.accounts.tests.people_data import filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_rows")]
KINDS = {"acces": "access", "rectification": "rectification", "effacement": "erasure"}


@pytest.mark.parametrize(("slug", "kind"), KINDS.items())
def test_person_asks_from_their_account(applicant: User, slug: str, kind: str) -> None:
    client, address = client_of(applicant), reverse("accounts:ask_data", args=[slug])
    assert client.get(address).status_code == 200

    answer = client.post(address, {"cle": str(uuid4()), "text": "Merci"})

    assert answer["Location"] == reverse("accounts:my_data")
    assert DataRequest.objects.get().kind == kind


def test_form_sent_twice_asks_once(applicant: User) -> None:
    client, sent = client_of(applicant), {"cle": str(uuid4()), "text": ""}

    for _ in range(2):
        client.post(reverse("accounts:ask_data", args=["acces"]), sent)

    assert DataRequest.objects.count() == 1


def test_correction_without_a_word_is_asked_again(applicant: User) -> None:
    address = reverse("accounts:ask_data", args=["rectification"])

    assert client_of(applicant).post(address, {"cle": str(uuid4())}).status_code == 422


def test_unknown_kind_is_a_missing_page(applicant: User) -> None:
    assert client_of(applicant).get("/compte/mes-donnees/autre/").status_code == 404


def test_own_page_says_what_each_request_waits_for(applicant: User) -> None:
    client = client_of(applicant)
    assert "Aucune demande" in client.get(reverse("accounts:my_data")).content.decode()

    filed(applicant)

    page = client.get(reverse("accounts:my_data")).content.decode()
    assert "Attend l’examen par la protection des données" in page
    assert "23\xa0décembre 2026" in page


def test_visitor_is_asked_to_sign_in() -> None:
    answer = client_of(None).get(reverse("accounts:my_data"))

    assert answer["Location"].startswith("/compte/connexion/")
