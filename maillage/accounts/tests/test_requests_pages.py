"""The desk of data protection: who opens it, what it shows and what comes next."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.accounts.actions import elimination, requests
from maillage.accounts.models import DataRequest, EliminationSlip, Role, User
from maillage.accounts.tests.factories import AT, ON, client_of, make_user
from maillage.accounts.tests.people_data import draft_of, filed, hand_over_mails
from maillage.accounts.views.requests import deadline

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_rows")]


ABOUT_A_REQUEST = ("data_request", "prepare_data_request", "refuse_data_request")


@pytest.mark.parametrize("name", ABOUT_A_REQUEST)
def test_request_pages_are_for_data_protection(
    applicant: User, dpo: User, archivist: User, name: str
) -> None:
    address = reverse(f"accounts:{name}", args=[filed(applicant).pk])

    assert client_of(dpo).get(address).status_code == 200
    for someone in (applicant, archivist, make_user(role=Role.ADMINISTRATOR)):
        assert client_of(someone).get(address).status_code == 404
    assert client_of(None).get(address).status_code == 302


def test_page_shows_before_and_after(applicant: User, dpo: User) -> None:
    request = filed(applicant)
    client = client_of(dpo)
    client.post(
        reverse("accounts:prepare_data_request", args=[request.pk]), {"new_name": "Dominique Lemaître"}
    )

    page = client.get(reverse("accounts:complete_data_request", args=[request.pk])).content.decode()

    assert page.index("Dominique Petit") < page.index("Dominique Lemaître")


def test_erasure_preview_says_what_to_settle_first(dpo: User) -> None:
    request = filed(make_user(role=Role.PARTNER), "erasure")

    page = client_of(dpo).get(reverse("accounts:prepare_data_request", args=[request.pk])).content.decode()

    assert "À régler d’abord" in page
    assert "Demander le visa" not in page


def test_whole_erasure_through_the_pages(applicant: User, dpo: User, archivist: User) -> None:
    request = filed(applicant, "erasure")
    client_of(dpo).post(reverse("accounts:prepare_data_request", args=[request.pk]))
    hand_over_mails()
    slip = EliminationSlip.objects.get()

    client_of(archivist).post(reverse("accounts:give_visa", args=[slip.pk]))
    client_of(archivist).post(reverse("accounts:execute_slip", args=[slip.pk]))

    applicant.refresh_from_db()
    assert applicant.erased_at
    assert "effacé" in client_of(dpo).get(applicant.get_absolute_url()).content.decode()


def acts_of(client: Client, request: DataRequest) -> list[str]:
    """Return the acts that the page of a request offers."""
    page = client.get(request.get_absolute_url()).content.decode()
    return re.findall(r'class="button[^>]*>([^<]+)</a>', page.partition("<main")[2])


@pytest.mark.parametrize(
    ("kind", "verb"),
    [("access", "Mettre le fichier à disposition"), ("rectification", "Appliquer la correction")],
)
def test_page_offers_what_comes_next(applicant: User, dpo: User, kind: str, verb: str) -> None:
    request, client = filed(applicant, kind), client_of(dpo)
    assert acts_of(client, request) == ["Préparer la réponse", "Refuser"]

    requests.prepare(request, new_name="Dominique Lemaître", by=dpo, at=AT)
    assert acts_of(client, request) == [verb, "Refuser"]

    requests.complete(request, by=dpo, at=AT)
    assert acts_of(client, request) == []


def test_erasure_waits_for_the_archives_then_for_its_slip(
    applicant: User, dpo: User, archivist: User
) -> None:
    request, client = filed(applicant, "erasure"), client_of(dpo)
    requests.prepare(request, by=dpo, at=AT)
    assert acts_of(client, request) == ["Refuser"]
    assert "vous n’avez rien à faire" in client.get(request.get_absolute_url()).content.decode()

    elimination.give_visa(EliminationSlip.objects.get(), by=archivist, at=AT)

    assert acts_of(client, request) == ["Exécuter le bordereau"]


def test_erasure_refused_by_the_archives_is_answered_with_their_reason(
    applicant: User, dpo: User, archivist: User
) -> None:
    request, client = filed(applicant, "erasure"), client_of(dpo)
    requests.prepare(request, by=dpo, at=AT)
    elimination.refuse_visa(EliminationSlip.objects.get(), refusal="À verser.", by=archivist, at=AT)

    assert acts_of(client, request) == ["Répondre à la personne"]

    form = client.get(reverse("accounts:refuse_data_request", args=[request.pk])).content.decode()
    assert "Les archives ont refusé leur visa\xa0: À verser.</textarea>" in form


def test_page_of_an_own_request_offers_nothing(dpo: User) -> None:
    request, client = filed(dpo, "access"), client_of(dpo)

    assert acts_of(client, request) == []
    assert "C’est votre demande" in client.get(request.get_absolute_url()).content.decode()


@pytest.mark.parametrize("state", ["", "open", "received", "prepared", "done", "refused", "zzz"])
def test_list_is_narrowed_by_state(applicant: User, dpo: User, state: str) -> None:
    filed(applicant)

    page = client_of(dpo).get(reverse("accounts:data_requests"), {"state": state}).content.decode()

    assert (str(applicant) in page) == (state in {"", "open", "received", "zzz"})


@pytest.mark.parametrize(
    ("days", "text", "kind"),
    [
        (-1, "en retard de 1 jour", "refusal"),
        (0, "aujourd’hui", "attention"),
        (1, "dans 1 jour", "attention"),
        (7, "dans 7 jours", "attention"),
        (8, "dans 8 jours", "info"),
    ],
)
def test_deadline_is_said_in_words(days: int, text: str, kind: str) -> None:
    request = DataRequest(status="received", due_on=ON + timedelta(days=days))

    assert deadline(request, ON) == {"text": text, "kind": kind}


def test_answered_request_has_no_deadline() -> None:
    assert deadline(DataRequest(status="done", due_on=ON), ON)["text"] == ""


KINDS_LEFT = ["access", "rectification", "erasure"]
LISTS: dict[str, Callable[[User, int], object]] = {
    "data_requests": lambda _dpo, _: filed(make_user(), "access"),
    "slips": lambda dpo, row: draft_of(row + 1, by=dpo),
    "my_data": lambda dpo, row: filed(dpo, KINDS_LEFT[row]),
}


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_as_much_for_three_rows_as_for_one(dpo: User, name: str) -> None:
    client, asked = client_of(dpo), []
    client.get(reverse(f"accounts:{name}"))  # the first page of a session also notes that it is in use

    for row in range(3):
        LISTS[name](dpo, row)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"accounts:{name}")).status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[2] <= 12
