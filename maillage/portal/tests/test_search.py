"""The search: what it finds, for whom, with how many queries."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import client_of, make_user
from maillage.organisations.tests.factories import make_mandate, make_organisation
from maillage.portal import search as searching
from maillage.portal.search import KINDS
from maillage.territories.models import Territory
from maillage.territories.search import former_hits
from maillage.territories.tests.factories import make_former

pytestmark = pytest.mark.django_db


def found(client: Client, **asked: str) -> dict[str, list[str]]:
    """Return what each kind shows, by its key."""
    groups = client.get("/recherche/", asked).context["groups"]
    return {one.kind.key: [hit.label for hit in one.found.hits] for one in groups}


def labels(key: str, words: str, user: Any = None) -> list[str]:
    """Return everything of a kind."""
    kind = next(kind for kind in KINDS if kind.key == key)
    return [hit.label for hit in kind.hits(user or AnonymousUser(), words, slice(0, 50)).hits]


@pytest.mark.usefixtures("grand_est")
@pytest.mark.parametrize("words", ["bénévole régulier", "BENEVOLES", "regul benev", "  benevoles  "])
def test_figures_are_found_whatever_the_accents_and_the_case(words: str) -> None:
    assert "Bénévoles actifs régulièrement" in labels("chiffres", words)


@pytest.mark.usefixtures("grand_est")
def test_figure_is_found_by_its_value() -> None:
    assert labels("chiffres", "6,8 M€")[0] == "Budget consacré à l’ESS"


@pytest.mark.usefixtures("grand_est")
def test_what_begins_with_the_words_comes_first() -> None:
    assert labels("faits", "conférence régionale")[0] == "Conférence régionale de l’ESS"


@pytest.mark.usefixtures("grand_est")
def test_facts_are_found_by_their_acronym_and_place() -> None:
    assert labels("faits", "urscop") == ["Union régionale des SCOP de l’Est (URSCOP)"]
    assert "Conférence régionale de Tomblaine" in labels("faits", "tomblaine")


def test_pages_are_found_by_what_people_call_them(client: Client) -> None:
    assert labels("pages", "handicap") == ["Accessibilité"]
    assert found(client, q="cookies") == {"pages": ["Mentions légales"]}


def test_pages_that_one_may_not_open_are_not_found(administrator: User) -> None:
    assert labels("pages", "journal") == []
    assert labels("pages", "journal", administrator) == ["Le journal"]


def test_people_are_found_by_those_who_work_here_only(agent: User, applicant: User) -> None:
    make_user(name="Élise Zygomatique", role=Role.AGENT)

    assert labels("personnes", "zygo elise", agent) == ["Élise Zygomatique"]
    assert labels("personnes", "zygo", applicant) == labels("personnes", "zygo") == []


@pytest.mark.usefixtures("little_world")
@pytest.mark.parametrize("words", ["epinal", "88000", "88160", "ÉPIN"])
def test_communes_are_found_by_name_and_codes(words: str) -> None:
    assert "Épinal" in labels("territoires", words)


def test_former_commune_leads_to_todays(little_world: Territory) -> None:  # noqa: ARG001 -- places are rows
    make_former("88999", "Golbey-le-Vieux", [Territory.objects.get(slug="88160")])

    (hit,) = former_hits(AnonymousUser(), "golbey vieux", slice(0, 5)).hits
    assert (hit.address, hit.detail) == ("/territoires/88999/", "aujourd’hui\xa0: Épinal")


def test_structures_are_found_by_those_who_may_see_them(agent: User, applicant: User) -> None:
    jardins = make_organisation(name="Les Jardins de Zéphyr")
    make_organisation(name="Zéphyr et Fils")

    assert labels("structures", "zephyr", agent) == ["Les Jardins de Zéphyr", "Zéphyr et Fils"]
    assert labels("structures", "zephyr", applicant) == labels("structures", "zephyr") == []
    make_mandate(jardins, applicant)
    assert labels("structures", "zephyr", applicant) == ["Les Jardins de Zéphyr"]


def test_structure_is_found_by_its_number(agent: User) -> None:
    structure = make_organisation(name="Numérotée")

    assert labels("structures", structure.siren, agent) == ["Numérotée"]


def test_name_that_may_not_be_told_is_neither_found_nor_shown() -> None:
    reader = make_user(role=Role.ELECTED)
    structure = make_organisation(name="Zorglub discret", partial=True)

    assert labels("structures", "zorglub", reader) == []
    assert "Zorglub" not in labels("structures", structure.siren, reader)[0]


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "\x00", "'; DROP TABLE", "🦊", "\u202e", "(", "\\"])
def test_hostile_words_find_nothing_and_break_nothing(administrator: User, words: str) -> None:
    page = client_of(administrator).get("/recherche/", {"q": words})

    assert (page.status_code, page.context["total"]) == (200, 0)


def test_words_are_escaped(client: Client) -> None:
    page = client.get("/recherche/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_only_the_first_hundred_signs_are_read(client: Client) -> None:
    assert client.get("/recherche/", {"q": "a" * 5000}).context["words"] == "a" * 100


@pytest.mark.usefixtures("grand_est")
def test_others_of_a_kind_are_one_click_away(client: Client) -> None:
    page = client.get("/recherche/", {"q": "conf"})
    facts = next(one for one in page.context["groups"] if one.kind.key == "faits")

    assert f"Voir les {facts.others} autres" in page.content.decode()
    assert len(found(client, q="conf", dans="faits")["faits"]) == facts.found.total


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "99999", "1e3", ""])
@pytest.mark.usefixtures("grand_est")
def test_page_that_does_not_exist_gives_the_nearest(client: Client, page: str) -> None:
    assert found(client, q="conf", dans="faits", page=page)["faits"] != []


def test_pages_of_one_kind_follow_one_another(administrator: User) -> None:
    for number in range(searching.PER_PAGE + 3):
        make_user(name=f"Zygo {number:03}")
    client = client_of(administrator)

    second = client.get("/recherche/", {"q": "zygo", "dans": "personnes", "page": "2"})
    assert [hit.label for hit in second.context["groups"][0].found.hits] == [
        "Zygo 050",
        "Zygo 051",
        "Zygo 052",
    ]
    assert client.get("/recherche/", {"q": "zygo"}).context["total"] == 53


def test_unknown_kind_is_a_plain_search(client: Client) -> None:
    assert found(client, q="cookies", dans="licornes") == {"pages": ["Mentions légales"]}


def test_nothing_found_says_what_to_try(client: Client) -> None:
    page = client.get("/recherche/", {"q": "zzzz"}).content.decode()

    assert "Rien ne porte les mots «\xa0zzzz\xa0»" in page
    assert "Essayez autrement" in page


@pytest.mark.usefixtures("grand_est")
@pytest.mark.parametrize("words", ["e", "zzzz", "conf"])
def test_search_asks_few_questions(
    administrator: User, words: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(7):
        make_user(name=f"Eustache {number}")
        make_organisation(name=f"Entraide {number}")
        make_former(f"8899{number}", f"Étival {number}", [Territory.objects.get(slug="88160")])
    client = client_of(administrator)
    client.get("/recherche/")  # the session is prolonged

    with django_assert_max_num_queries(12):
        client.get("/recherche/", {"q": words})


@pytest.mark.parametrize("word", ["get", "post"])
def test_search_only_reads(client: Client, word: str) -> None:
    assert getattr(client, word)("/recherche/").status_code == {"get": 200, "post": 405}[word]
