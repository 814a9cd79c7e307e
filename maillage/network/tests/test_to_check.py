"""The page « À vérifier », from a loaded pack."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maillage.network.models import Entry
from maillage.network.tests.factories import load_grand_est
from maillage.observatory.models import Figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def _loaded() -> None:
    load_grand_est()


def page(client: Client, name: str = "network:to-check") -> str:
    return client.get(reverse(name)).content.decode().replace("\xa0", " ")


@pytest.mark.usefixtures("_loaded")
def test_page_tells_the_points_with_their_lines(client: Client) -> None:
    told = page(client)

    for sentence in (
        "7 partenariats pour au moins 17 conventions.",
        "6, quand la liste en nomme 8.",
        "couvre la période 2017-2021",
        "« Internalisation » pour « internationalisation »",
        "Lignes 23, 57 de la source",
    ):
        assert sentence in told


@pytest.mark.usefixtures("_loaded")
def test_points_follow_the_facts(client: Client) -> None:
    Entry.objects.filter(kind="framework").update(on="2022/2028")
    Entry.objects.exclude(as_written="").update(as_written="")
    Figure.objects.filter(counts="aid").update(value=6)

    told = page(client)

    assert "couvre la période" not in told
    assert "Un terme à corriger" not in told
    assert "6, mais la liste en nomme 5." in told


@pytest.mark.usefixtures("_loaded")
def test_sheet_says_how_many_points_there_are(client: Client) -> None:
    assert "à vérifier sur cette fiche" in page(client, "network:sheet")


def test_page_of_an_empty_sheet_says_that_all_is_well(client: Client) -> None:
    assert "Rien à vérifier" in page(client)


@pytest.mark.usefixtures("_loaded")
def test_page_costs_the_same_at_any_length(client: Client, django_assert_num_queries: Any) -> None:
    few = Figure.objects.count()

    with django_assert_num_queries(4):
        client.get(reverse("network:to-check"))

    assert few > 3
