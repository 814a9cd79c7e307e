"""Pages of the figures."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maillage.observatory.pack import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(pack: Callable[..., Path]) -> None:
    load(pack())


@pytest.mark.usefixtures("loaded")
def test_figures_lists_all(client: Client) -> None:
    page = client.get(reverse("observatory:figures")).content.decode()

    assert "plus\xa0de\xa0200\u202f000" in page
    assert "2 chiffres" in page


def test_figures_without_any_says_what_to_do(client: Client) -> None:
    assert "maillage load" in client.get(reverse("observatory:figures")).content.decode()


@pytest.mark.usefixtures("loaded")
def test_figures_search_keeps_matching_labels(client: Client) -> None:
    page = client.get(reverse("observatory:figures"), {"q": "bénév"}).content.decode()

    assert "Bénévoles" in page
    assert "Salariés de l’ESS" not in page


@pytest.mark.usefixtures("loaded")
def test_figures_search_without_answer_offers_the_whole_list(client: Client) -> None:
    page = client.get(reverse("observatory:figures"), {"q": "<script>"}).content.decode()

    assert "Aucun chiffre ne porte ces mots" in page
    assert "<script>" not in page


@pytest.mark.usefixtures("loaded")
def test_figure_says_how_it_is_known(client: Client) -> None:
    page = client.get(reverse("observatory:figure", args=["salaries"])).content.decode()

    for said in ("Comment ce chiffre est connu", "RTES", "ligne 13", "non dite", "déclaré"):
        assert said in page


@pytest.mark.usefixtures("loaded")
def test_figure_unknown_is_not_found(client: Client) -> None:
    assert client.get(reverse("observatory:figure", args=["rien"])).status_code == 404


@pytest.mark.usefixtures("loaded")
def test_export_holds_every_figure_with_bare_numbers(client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(reverse("observatory:export")).content.decode())))

    assert [row["cle"] for row in rows] == ["salaries", "benevoles"]
    assert float(rows[0]["valeur"]) == 200000


@pytest.mark.usefixtures("loaded")
def test_export_is_a_csv_file_in_utf_8(client: Client) -> None:
    answer = client.get(reverse("observatory:export"))

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode().startswith("cle,theme,intitule,")


def test_export_runs_no_formula(client: Client, pack: Callable[..., Path]) -> None:
    load(pack(replace={"label: Bénévoles": "label: =HYPERLINK(1)", "value: 200000": "value: -5"}))

    rows = list(csv.DictReader(io.StringIO(client.get(reverse("observatory:export")).content.decode())))

    assert [row["intitule"] for row in rows] == ["Salariés de l’ESS", "'=HYPERLINK(1)"]
    assert float(rows[0]["valeur"]) == -5


def test_export_of_nothing_is_its_header(client: Client) -> None:
    assert client.get(reverse("observatory:export")).content.decode().count("\r\n") == 1


@pytest.mark.parametrize("name", ["figures", "export"])
@pytest.mark.usefixtures("loaded")
def test_lists_cost_the_same_at_any_length(client: Client, name: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        client.get(reverse(f"observatory:{name}"))


@pytest.mark.usefixtures("loaded")
def test_pages_refuse_post(client: Client) -> None:
    assert client.post(reverse("observatory:figures")).status_code == 405
