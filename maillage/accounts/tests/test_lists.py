"""The lists: what they find, in what order, with how many queries."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import (
    client_of,
    last_act,
    make_absence,
    make_contact,
    make_delegation,
    make_grant,
    make_invitation,
    make_membership,
    make_reset,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(administrator: User) -> Client:
    """Give an administrator's browser."""
    return client_of(administrator)


def names(client: Client, **asked: str) -> list[str]:
    """Return the names that the list of people shows."""
    answer = client.get(reverse("accounts:people"), asked)
    return [str(row["person"]) for row in answer.context["rows"]]


def test_people_are_found_by_name_without_accents(office: Client) -> None:
    make_user(name="Élise Ça")

    assert names(office, q="elise ca") == ["Élise Ça"]


def test_people_are_found_by_address(office: Client) -> None:
    make_user("zoe@exemple.fr", name="Zoé")

    assert names(office, q="ZOE@") == ["Zoé"]


def test_people_are_found_by_role_of_today(office: Client) -> None:
    make_user(name="Présente", role=Role.ELECTED)
    make_grant(make_user(name="Partie"), Role.ELECTED, ends_on="2021-01-01")

    assert names(office, role="elected") == ["Présente"]


@pytest.mark.parametrize(("state", "found"), [("closed", ["Fermée"]), ("waiting", ["Sans rôle"])])
def test_people_are_found_by_state(office: Client, state: str, found: list[str]) -> None:
    make_user(name="Fermée", is_active=False)
    make_user(name="Sans rôle")

    assert names(office, state=state) == found


def test_people_are_sorted_as_in_a_dictionary(office: Client) -> None:
    for name in ("Zoé", "Élise", "Emma"):
        make_user(name=name)

    assert names(office) == ["Alix Bernard", "Élise", "Emma", "Zoé"]
    assert names(office, sort="-folded") == ["Zoé", "Emma", "Élise", "Alix Bernard"]


def test_order_unknown_is_left_aside(office: Client) -> None:
    assert names(office, sort="password") == ["Alix Bernard"]


def test_search_that_cannot_be_read_finds_nobody(office: Client) -> None:
    assert names(office, role="emperor") == []


def test_search_without_result_says_what_to_do(office: Client) -> None:
    shown = office.get(reverse("accounts:people"), {"q": "zzz"}).content.decode()

    assert "Élargissez la recherche" in shown


def test_people_come_by_fifty(office: Client) -> None:
    for number in range(50):
        make_user(name=f"B {number:02}")

    assert [len(names(office, page=page)) for page in ("1", "2")] == [50, 1]


def test_export_is_the_list_and_is_journalled(office: Client, administrator: User) -> None:
    make_user("zoe@exemple.fr", name="=Zoé", role=Role.AGENT)

    answer = office.post(reverse("accounts:people_export"), {"q": "zoe"})

    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("'=Zoé;zoe@exemple.fr;Instruction des demandes;ouvert;")
    assert (len(rows), last_act()) == (2, f"accounts.people_exported accounts.user:{administrator.pk}")


def test_export_is_unknown_to_an_agent(agent: User) -> None:
    assert client_of(agent).post(reverse("accounts:people_export")).status_code == 404


def test_export_refuses_to_be_read(office: Client) -> None:
    assert office.get(reverse("accounts:people_export")).status_code == 405


ROWS: dict[str, Callable[[User], object]] = {
    "people": lambda user: make_grant(user, Role.EXPERT),
    "chart": make_membership,
    "contacts": lambda user: [make_contact(user), make_absence(user, make_user(), ends_on="2036-01-01")],
    "delegations": lambda user: make_delegation(user, stand_in=make_user()),
    "invitations": make_invitation,
    "factor_resets": lambda user: make_reset(user, make_user()),
}
QUERIES = {
    "people": 6,
    "chart": 6,
    "contacts": 6,
    "delegations": 5,
    "invitations": 5,
    "factor_resets": 5,
}


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize("name", ROWS)
def test_list_takes_as_many_queries_whatever_its_length(
    name: str, item_count: int, office: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(item_count):
        ROWS[name](make_user())
    office.get(reverse(f"accounts:{name}"))

    with django_assert_num_queries(QUERIES[name]):
        office.get(reverse(f"accounts:{name}"))


@pytest.mark.parametrize("item_count", [1, 3])
def test_journal_takes_as_many_queries_whatever_its_length(
    item_count: int, office: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(item_count):
        office.post(reverse("accounts:people_export"))

    office.get(reverse("accounts:journal"))

    with django_assert_num_queries(6):
        office.get(reverse("accounts:journal"))


@pytest.mark.parametrize("item_count", [1, 3])
def test_page_of_a_person_takes_as_many_queries_whatever_they_hold(
    item_count: int, office: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = make_user(role=Role.AGENT)
    for number in range(item_count):
        make_membership(user)
        make_contact(user)
        make_delegation(user, stand_in=make_user())
        make_grant(user, Role.values[number], granted_by=make_user(), ends_on="2021-01-01")

    office.get(user.get_absolute_url())

    with django_assert_num_queries(11):
        office.get(user.get_absolute_url())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"by": "alix"}, 2),
        ({"by": "horloge"}, 0),
        ({"action": "accounts.people_exported"}, 2),
        ({"action": "accounts.merged"}, 0),
        ({"since": "2020-01-01", "until": "2036-01-01"}, 2),
        ({"until": "2020-01-01"}, 0),
        ({"since": "n'importe quoi"}, 0),
    ],
)
def test_journal_is_narrowed(office: Client, asked: dict[str, str], found: int) -> None:
    for _ in range(2):
        office.post(reverse("accounts:people_export"))

    assert len(office.get(reverse("accounts:journal"), asked).context["lines"]) == found


def test_journal_names_people_and_acts(office: Client) -> None:
    office.post(reverse("accounts:people_export"))

    (line,) = office.get(reverse("accounts:journal")).context["lines"]
    assert (line.what, line.who, line.about) == (
        "Liste des personnes exportée",
        "Alix Bernard",
        "Alix Bernard",
    )


@pytest.mark.parametrize("asked", ["2026-13-45", "n'importe quoi", ""])
def test_chart_of_an_impossible_day_is_that_of_today(office: Client, asked: str) -> None:
    assert office.get(reverse("accounts:chart"), {"date": asked}).context["is_today"]
