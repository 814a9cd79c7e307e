from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from maillage.base.errors import Refusal, came_from, server_error

pytestmark = [pytest.mark.urls("maillage.base.tests.pages"), pytest.mark.django_db]
HTMX = {"HX-Request": "true"}
HOME = {"Referer": "http://testserver/dossiers/3/?page=2"}


@pytest.mark.parametrize(
    ("kind", "status", "sentence"),
    [
        ("refusal", 422, "Ajoutez-le."),
        ("conflict", 409, "Choisissez-en un autre."),
        ("too-many", 429, "une minute."),
    ],
)
def test_a_page_refused_says_why(client: Client, kind: str, status: int, sentence: str) -> None:
    answer = client.get(f"/refus/{kind}/")

    assert (answer.status_code, answer.content.decode().count("<h1>")) == (status, 1)
    assert sentence in answer.content.decode()


def test_a_form_refused_comes_back_with_a_message(client: Client) -> None:
    answer = client.post("/refus/refusal/", headers=HOME)

    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/dossiers/3/?page=2")
    told = [(message.level_tag, str(message)) for message in get_messages(answer.wsgi_request)]
    assert told == [("refusal", "Il manque le relevé. Ajoutez-le.")]


@pytest.mark.parametrize(("kind", "status"), [("conflict", 409), ("too-many", 429)])
def test_a_form_in_conflict_gets_a_page_with_the_way_back(client: Client, kind: str, status: int) -> None:
    answer = client.post(f"/refus/{kind}/", headers=HOME)

    assert answer.status_code == status
    assert 'href="http://testserver/dossiers/3/?page=2"' in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_too_many_says_when_to_try_again(client: Client, method: str, headers: dict[str, str]) -> None:
    assert getattr(client, method)("/refus/too-many/", headers=headers)["Retry-After"] == "60"


@pytest.mark.parametrize(("kind", "status"), [("refusal", 422), ("conflict", 409), ("too-many", 429)])
def test_htmx_gets_an_alert_beside_the_form(client: Client, kind: str, status: int) -> None:
    answer = client.post(f"/refus/{kind}/", headers=HTMX)

    assert (answer.status_code, answer["HX-Retarget"]) == (status, ".messages")
    assert answer.content.decode().startswith('<div class="alert alert--refusal" role="alert">')


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "http://ailleurs.example/",
        "//ailleurs.example/",
        "javascript:alert(1)",
        "https://testserver.example/",
    ],
)
def test_the_way_back_never_leaves_the_site(referer: str) -> None:
    request = RequestFactory().post("/", headers={"Referer": referer} if referer else {})

    assert came_from(request) == "/"


def test_the_way_back_keeps_to_https() -> None:
    request = RequestFactory().post("/", secure=True, headers={"Referer": "http://testserver/a/"})

    assert came_from(request) == "/"


@pytest.mark.parametrize("text", ["<script>", "l'été & « l'hiver »"])
def test_sentences_are_escaped(client: Client, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("maillage.base.tests.pages.ANSWERS", {"x": Refusal(text)})

    for headers in ({}, HTMX):
        assert "<script>" not in client.post("/refus/x/", headers=headers, follow=True).content.decode()


def test_a_refusal_on_a_form_keeps_what_was_typed(client: Client) -> None:
    answer = client.post("/formulaire/", {"title": "Épicerie"})

    assert answer.status_code == 422
    assert "Ce titre est pris" in answer.content.decode()
    assert 'value="Épicerie"' in answer.content.decode()


def test_a_visitor_signs_in_then_comes_back(client: Client) -> None:
    answer = client.get("/ferme/?page=2")

    assert answer["Location"] == "/compte/connexion/?next=/ferme/%3Fpage%3D2"


def test_a_visitor_s_form_leads_back_to_its_page(client: Client) -> None:
    answer = client.post("/ferme/", headers=HOME)

    assert answer["Location"] == "/compte/connexion/?next=http%3A//testserver/dossiers/3/%3Fpage%3D2"


def test_htmx_sends_a_visitor_to_sign_in_as_a_whole_page(client: Client) -> None:
    answer = client.get("/ferme/", headers=HTMX)

    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/compte/connexion/?next=/ferme/")


@pytest.mark.parametrize(
    ("kind", "status", "words"), [("suspicious", 400, "lire"), ("denied", 403, "ouverte")]
)
def test_other_refusals_have_their_page(client: Client, kind: str, status: int, words: str) -> None:
    answer = client.get(f"/refus/{kind}/")

    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_missing_page_does_not_repeat_its_address(client: Client) -> None:
    answer = client.get("/canari-123/")

    assert (answer.status_code, "canari-123" in answer.content.decode()) == (404, False)
    assert "Cette page n’existe pas, ou ne vous est pas ouverte" in answer.content.decode()


def test_a_failure_has_a_page_that_needs_nothing(client: Client) -> None:
    client.raise_request_exception = False

    answer = client.get("/refus/failure/")

    assert (answer.status_code, "Ce n’est pas de votre fait" in answer.content.decode()) == (500, True)
    assert "panne</" not in answer.content.decode().replace("a rencontré une panne</h1>", "")


def test_the_page_of_a_failure_asks_the_database_nothing() -> None:
    def refuse(*_args: object) -> Any:
        raise AssertionError("une requête")

    with connection.execute_wrapper(refuse):
        assert server_error(RequestFactory().get("/")).status_code == 500


def test_the_page_of_a_failure_takes_its_styles_without_a_manifest() -> None:
    assert 'href="/static/css/maillage.css"' in render_to_string("errors/500.html", {"static": "/static/"})


def test_a_form_open_too_long_says_that_its_text_is_kept() -> None:
    answer = Client(enforce_csrf_checks=True).post("/protege/", {"title": "a"}, headers=HOME)

    assert answer.status_code == 403
    assert "ce que vous aviez écrit s’y trouve encore" in answer.content.decode()
    assert 'href="http://testserver/dossiers/3/?page=2"' in answer.content.decode()
