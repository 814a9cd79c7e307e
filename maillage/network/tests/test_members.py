"""The directory, the sheet of another member, ours beside it."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.accounts.tests.factories import client_of
from maillage.base.dates import FuzzyDate
from maillage.network.directory import Line
from maillage.network.format import read
from maillage.network.models import MemberSheet
from maillage.network.tests.others import ADDRESS, KEY, NAME, first_figure, keep, theirs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("grand_est")]


def page(client: Client, name: str, *args: str, **query: str) -> str:
    return client.get(reverse(name, args=args), query).content.decode().replace("\xa0", " ")


def test_directory_tells_ours_first_then_the_others(agent: User, client: Client) -> None:
    keep(agent, theirs(nom="Agglomération Azur", categorie="epci"))
    keep(agent)

    told = page(client, "network:members")

    assert sorted(["Région Grand Est", "Agglomération Azur", NAME], key=told.index) == [
        "Région Grand Est",
        "Agglomération Azur",
        NAME,
    ]
    assert told.count("il y a ") == 3


def test_directory_is_sorted_and_searched(agent: User, client: Client) -> None:
    keep(agent, theirs(nom="Agglomération Azur", categorie="epci"))
    keep(agent)

    turned = page(client, "network:members", sort="-nom")
    found = page(client, "network:members", q="azur")
    of_level = page(client, "network:members", niveau="region")

    assert turned.index(NAME) < turned.index("Agglomération Azur")
    assert (NAME in found, "Agglomération Azur" in found) == (False, True)
    assert (NAME in of_level, "Agglomération Azur" in of_level) == (True, False)


@pytest.mark.parametrize(
    "query", [{"q": "zzz"}, {"q": "\x00"}, {"niveau": "autre"}, {"page": "x"}, {"sort": "x"}]
)
def test_strange_search_is_answered(query: dict[str, str], agent: User, client: Client) -> None:
    keep(agent)

    assert client.get(reverse("network:members"), query).status_code == 200


def test_empty_directory_tells_each_one_what_to_do(agent: User, client: Client) -> None:
    assert "dès que l’équipe les aura importées" in page(client, "network:members")
    assert "téléchargez ce fichier, puis importez-le ici" in page(client_of(agent), "network:members")


def test_directory_costs_the_same_for_one_and_three(
    agent: User, client: Client, django_assert_max_num_queries: Any
) -> None:
    keep(agent)
    with django_assert_max_num_queries(9) as one:
        page(client, "network:members")
    for name in ("Deux", "Trois"):
        keep(agent, theirs(nom=name))
    with django_assert_max_num_queries(9) as three:
        page(client, "network:members")

    assert len(one) == len(three)


def test_member_page_is_marked_as_imported_and_leads_out_safely(agent: User, client: Client) -> None:
    keep(agent)

    told = page(client, "network:member", KEY)

    assert f"Fiche importée de « {NAME} » le 23 novembre 2026" in told
    assert "non vérifié ici" in told
    assert f'<a href="{ADDRESS}/fiche/" rel="noreferrer nofollow external">' in told
    assert "7 partenariats pour au moins 17 conventions." in told
    assert "/panorama/chiffres/" not in told.partition('<div class="sheet">')[2].partition("</main>")[0]


def test_member_page_asks_no_more_for_a_long_sheet(
    agent: User, client: Client, django_assert_max_num_queries: Any
) -> None:
    keep(agent)

    with django_assert_max_num_queries(6):
        page(client, "network:member", KEY)


def test_download_gives_back_the_same_facts(agent: User, client: Client) -> None:
    keep(agent)

    answer = client.get(reverse("network:member-json", args=[KEY]))

    assert json.loads(answer.content) == theirs()
    assert read(answer.content).owner.name == NAME
    assert answer["Content-Disposition"] == f'attachment; filename="{KEY}.json"'


def test_comparison_sets_the_same_measures_side_by_side(agent: User, client: Client) -> None:
    said = theirs()
    first = first_figure(said)
    keep(
        agent,
        said | {"sections": [{**said["sections"][0], "chiffres": [first | {"valeur": "77"}], "faits": []}]},
    )

    told = page(client, "network:compare", KEY)

    assert told.count('<p class="compared">') == 2
    assert ">77" in told


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("rapporte_a", "un autre ensemble", "Pas rapportés au même ensemble"),
        ("periode", "1999", "Les périodes diffèrent"),
        ("perimetre", "autre", "Les périmètres diffèrent"),
    ],
)
def test_comparison_warns(field: str, value: str, said: str, agent: User, client: Client) -> None:
    document = theirs()
    for section in document["sections"]:
        for figure in section["chiffres"]:
            figure[field] = value
    keep(agent, document)

    assert said in page(client, "network:compare", KEY)


def test_comparison_leaves_out_what_is_of_another_territory(agent: User, client: Client) -> None:
    keep(agent)

    assert "période non dite · rapporté à : emploi salarié · déclaré" in page(client, "network:compare", KEY)
    assert "France · " not in page(client, "network:compare", KEY)


def test_comparison_without_anything_in_common_says_so(agent: User, client: Client) -> None:
    said = theirs()
    for section in said["sections"]:
        for figure in section["chiffres"]:
            figure["grandeur"] += "-autre"
    keep(agent, said)

    assert "Aucun chiffre en commun" in page(client, "network:compare", KEY)


@pytest.mark.parametrize("name", ["network:member", "network:compare", "network:member-json"])
def test_unknown_member_is_not_found(name: str, client: Client) -> None:
    assert client.get(reverse(name, args=["personne"])).status_code == 404


def test_sheet_is_stale_after_a_year() -> None:
    dates = {"2024-11-01": True, "2026-11": False, "?": False}
    base = {
        "name": "",
        "address": "",
        "level": "",
        "territory": "",
        "member_since": FuzzyDate(),
        "figures": 0,
    }

    for dated, stale in dates.items():
        line = Line(**base, sheet_dated=FuzzyDate.parse(dated), on=date(2026, 11, 25))  # type: ignore[arg-type]
        assert line.stale is stale


def test_imported_sheet_is_never_changed(agent: User) -> None:
    keep(agent)

    with pytest.raises(DatabaseError), transaction.atomic():
        MemberSheet.objects.update(sha256="0" * 64)
