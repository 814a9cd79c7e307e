"""The open data: the page tells what the files are, and the catalogue tells the same to machines."""

import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from maillage.base.packs import PackLoad
from maillage.network.models import Collectivite
from maillage.portal.columns import FIGURES, SHEET, TERRITORIES
from maillage.portal.datasets import Dataset, datasets
from maillage.portal.tests.conftest import Write
from maillage.portal.tests.factories import load

pytestmark = pytest.mark.django_db


def sets(client: Client) -> dict[str, Dataset]:
    return {one.key: one for one in client.get("/donnees/").context["datasets"]}


def catalogue(client: Client) -> Any:
    return json.loads(client.get("/donnees/catalogue.jsonld").content)


@pytest.mark.usefixtures("grand_est")
def test_columns_told_are_those_of_the_file(client: Client) -> None:
    head = next(csv.reader(StringIO(client.get("/panorama/donnees.csv").content.decode())))

    assert list(FIGURES) == head


@pytest.mark.usefixtures("grand_est")
def test_keys_told_are_those_of_the_sheet(client: Client) -> None:
    assert list(SHEET) == list(json.loads(client.get("/fiche.json").content))


@pytest.mark.usefixtures("grand_est")
def test_rows_told_are_those_of_the_file(client: Client) -> None:
    rows = list(csv.reader(StringIO(client.get("/panorama/donnees.csv").content.decode())))

    assert sets(client)["chiffres"].holds == f"{len(rows) - 1} chiffres"


@pytest.mark.usefixtures("grand_est")
def test_columns_of_territories_are_those_of_their_files(client: Client) -> None:
    files = [file.address for file in sets(client)["territoires"].files]

    assert [address.rpartition("/")[2] for address in files] == [
        "departements.csv",
        "intercommunalites.csv",
        "communes.csv",
    ]
    for address in files:
        head = next(csv.reader(StringIO(client.get(address).content.decode())))
        assert list(TERRITORIES) == head


@pytest.mark.usefixtures("grand_est")
def test_territories_credit_their_sources(client: Client) -> None:
    licences = [one.spdx.rpartition("/")[2] for one in sets(client)["territoires"].licences]

    assert licences == ["etalab-2.0", "CC-BY-4.0"]
    assert "Insee, code officiel géographique" in client.get("/donnees/").content.decode()


@pytest.mark.usefixtures("little_world")
def test_installation_without_collectivite_offers_the_regions(client: Client) -> None:
    (one,) = sets(client)["territoires"].files

    assert one.address == "/territoires/FR/regions.csv"


@pytest.mark.usefixtures("grand_est")
def test_each_file_can_be_downloaded(client: Client) -> None:
    files = [file for one in sets(client).values() for file in one.files]

    answers = [client.get(file.address) for file in files]
    assert [answer.status_code for answer in answers] == [200] * len(files)
    assert [answer["Content-Type"].partition(";")[0] for answer in answers] == [
        file.media_type for file in files
    ]


def test_installation_without_data_offers_nothing(client: Client) -> None:
    assert sets(client) == {}
    assert "Rien à télécharger" in client.get("/donnees/").content.decode()
    assert catalogue(client)["dcat:dataset"] == []


@pytest.mark.usefixtures("grand_est")
def test_catalogue_tells_what_the_page_tells(client: Client) -> None:
    told = {
        one["dct:title"]: [file["dcat:downloadURL"]["@id"] for file in one["dcat:distribution"]]
        for one in catalogue(client)["dcat:dataset"]
    }

    shown = {
        one.title: [settings.PUBLIC_ADDRESS + file.address for file in one.files]
        for one in sets(client).values()
    }
    assert told == shown


@pytest.mark.usefixtures("grand_est")
def test_catalogue_is_linked_data(client: Client) -> None:
    answer = client.get("/donnees/catalogue.jsonld")
    licences = {
        licence["@id"]
        for one in json.loads(answer.content)["dcat:dataset"]
        for file in one["dcat:distribution"]
        for licence in file["dct:license"]
    }

    assert answer["Content-Type"] == "application/ld+json"
    assert "https://spdx.org/licenses/etalab-2.0" in licences


def test_day_is_said_only_where_it_is_known(small_pack: Write, client: Client) -> None:
    load(small_pack())
    before = catalogue(client)["dcat:dataset"][0]
    PackLoad.objects.create(
        name=Collectivite.objects.get().pack, sha256="0" * 64, loaded_at="2026-11-25T08:00:00Z"
    )

    assert "dct:modified" not in before
    assert catalogue(client)["dcat:dataset"][0]["dct:modified"] == "2026-11-25T08:00:00+00:00"


@pytest.mark.usefixtures("grand_est")
def test_open_data_asks_few_questions(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12):
        client.get("/donnees/")


def test_empty_sets_are_left_out(visitor: object) -> None:
    assert datasets(visitor) == []
