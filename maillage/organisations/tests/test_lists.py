"""The list of structures: searched, narrowed, sorted, taken away; the lists of what waits."""

import csv
import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from maillage.accounts.models import User
from maillage.accounts.tests.factories import client_of, last_act, make_user
from maillage.organisations.models import Organisation
from maillage.organisations.tests.factories import (
    epinal,
    make_establishment,
    make_exchange,
    make_follow_up,
    make_organisation,
    make_project,
    make_recognition,
    make_request,
    strasbourg,
)
from maillage.territories.tests.factories import make_commune

pytestmark = pytest.mark.django_db
URL = "/structures/"


def names(response: Any) -> list[str]:
    """Return the structures that a list shows, in order."""
    rows = re.findall(r'<th scope="row"><span><a href="[^"]*">(.*?)</a>', response.content.decode())
    return [html.unescape(name) for name in rows]


@pytest.fixture
def ask(agent: User) -> Callable[..., Any]:
    """Ask a list as an agent."""
    return lambda url=URL, **query: client_of(agent).get(url, query)


@pytest.fixture
def four() -> list[Organisation]:
    """Four structures that differ by all that a search looks at."""
    made = [
        make_organisation(name="Élan vosgien", siren="732829320", commune=epinal()),
        make_organisation(name="Brasserie coopérative", family="cooperative", commune=strasbourg()),
        make_organisation(name="Café sans numéro", siren="", status="forming", family=""),
        make_organisation(name="Zébu fermé", status="closed", commune=make_commune("57463", "Metz")),
    ]
    make_recognition(made[0])
    make_recognition(made[1], kind="siae_ei")
    make_establishment(made[0], siret="73282932000074")
    return made


def test_list_is_in_order_of_names(four: list[Organisation], ask: Callable[..., Any]) -> None:  # noqa: ARG001
    assert names(ask()) == ["Brasserie coopérative", "Café sans numéro", "Élan vosgien", "Zébu fermé"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "elan"}, ["Élan vosgien"]),
        ({"q": "VOSGIEN élan"}, ["Élan vosgien"]),
        ({"q": "732 829"}, ["Élan vosgien"]),
        ({"q": "732 829 320 00074"}, ["Élan vosgien"]),
        ({"q": "strasbourg"}, ["Brasserie coopérative"]),
        ({"q": "brasserie strasb"}, ["Brasserie coopérative"]),
        ({"q": "brasserie metz"}, []),
        ({"departement": "67"}, ["Brasserie coopérative"]),
        ({"famille": "cooperative"}, ["Brasserie coopérative"]),
        ({"famille": "aucune"}, ["Café sans numéro"]),
        ({"statut": "esus"}, ["Élan vosgien"]),
        ({"statut": "siae"}, ["Brasserie coopérative"]),
        ({"statut": "ptce"}, []),
        ({"etat": "closed"}, ["Zébu fermé"]),
        ({"q": "1901"}, []),
        ({"q": "%"}, ["Brasserie coopérative", "Café sans numéro", "Élan vosgien", "Zébu fermé"]),
        ({"departement": "99"}, []),
        ({"etat": "nimporte"}, []),
    ],
)
@pytest.mark.usefixtures("four")
def test_search_finds(query: dict[str, str], found: list[str], ask: Callable[..., Any]) -> None:
    assert names(ask(**query)) == found


@pytest.mark.usefixtures("four")
def test_order_and_filters_are_in_the_address(ask: Callable[..., Any]) -> None:
    page = ask(sort="-nom", famille="")

    assert names(page)[0] == "Zébu fermé"
    assert "?sort=nom&amp;famille=" in page.content.decode()


def test_nothing_found_says_what_to_do(ask: Callable[..., Any]) -> None:
    assert "Créez la première" in ask().content.decode()
    assert "Aucune structure ne correspond" in ask(q="introuvable").content.decode()


@pytest.mark.usefixtures("four")
def test_export_has_what_the_search_found(agent: User) -> None:
    response: HttpResponse = client_of(agent).post(f"{URL}export/", {"q": "elan"})  # type: ignore[assignment]

    head, row = csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";")
    told = dict(zip(head, row, strict=True))
    assert (told["Nom"], told["SIREN"], told["Département"]) == ("Élan vosgien", "732829320", "88")
    assert (told["Statuts du jour"], told["État"]) == ("ESUS", "en activité")
    assert last_act() == f"organisations.exported accounts.user:{agent.pk}"


@pytest.mark.parametrize(
    ("url", "fill"),
    [
        (URL, lambda _: make_recognition(make_organisation())),
        ("/structures/suivis/", lambda agent: make_follow_up(make_organisation(), agent)),
        ("/structures/suivis/?faites=1", lambda agent: make_follow_up(make_project(), agent)),
        ("/structures/projets/", lambda agent: make_exchange(make_project(commune=epinal()), agent)),
        ("/structures/rattachements/", lambda _: make_request(make_user())),
    ],
)
def test_list_asks_as_much_for_three_rows_as_for_one(
    url: str, fill: Callable[[User], object], agent: User, django_assert_max_num_queries: Any
) -> None:
    client, counts = client_of(agent), []
    client.get(url)
    for more in (1, 2):
        for _ in range(more):
            fill(agent)
        with django_assert_max_num_queries(12) as asked:
            client.get(url)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_follow_ups_show_mine_first_and_what_is_late(agent: User, ask: Callable[..., Any]) -> None:
    made, other = make_organisation(), make_user(role="agent")
    make_follow_up(made, other, follow_up="Celle d’une collègue", due_on="2020-01-01")
    make_follow_up(made, agent, follow_up="La mienne", due_on="2090-01-01")

    text = html.unescape(ask("/structures/suivis/").content.decode())

    assert text.index("La mienne") < text.index("Celle d’une collègue") < text.index("en retard")
    mine = html.unescape(ask("/structures/suivis/", de="moi").content.decode())
    assert "Celle d’une collègue" not in mine


def test_requests_that_wait_are_counted_on_the_tab(ask: Callable[..., Any]) -> None:
    make_request(make_user())

    assert re.search(r'Rattachements <span class="tabs__count">1</span>', ask().content.decode())
