"""The list of the figures, and its file."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maillage.base.dates import FuzzyDate
from maillage.observatory.models import Source, Topic
from maillage.observatory.pack import load
from maillage.observatory.tests.factories import make_figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(pack: Callable[..., Path]) -> None:
    load(pack())


def shown(client: Client, **asked: str) -> list[str]:
    """Return the keys of the figures listed, in order."""
    page = client.get(reverse("observatory:figures"), asked)
    return [figure.key for _, group in page.context.get("groups", []) for figure in group]


def text(client: Client, **asked: str) -> str:
    return client.get(reverse("observatory:figures"), asked).content.decode().replace("\xa0", " ")


def exported(client: Client, **asked: str) -> list[dict[str, str]]:
    page = client.get(reverse("observatory:export"), asked).content.decode()
    return list(csv.DictReader(io.StringIO(page)))


@pytest.mark.usefixtures("loaded")
def test_list_shows_each_figure_under_its_topic(client: Client) -> None:
    page = text(client)

    assert shown(client) == ["salaries", "benevoles"]
    assert "plus de 200\u202f000" in page
    assert "2 chiffres, d’après : Fiche, 22 mars 2022" in page


def test_list_without_figure_says_what_to_do(client: Client) -> None:
    assert "maillage load" in text(client)


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("words", ["bénév", "BENEV", "emploi grand est bene", "personnes"])
def test_search_is_blind_to_accents_and_case(client: Client, words: str) -> None:
    assert shown(client, q=words) == ["benevoles"]


@pytest.mark.usefixtures("loaded")
def test_search_without_answer_leads_back(client: Client) -> None:
    page = text(client, q="<script>")

    assert "Aucun chiffre ne correspond" in page
    assert "<script>" not in page


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ({"status": "estimated"}, ["benevoles"]),
        ({"topic": "emploi"}, ["salaries", "benevoles"]),
        ({"topic": "inconnu"}, []),
        ({"view": "inconnue"}, ["salaries", "benevoles"]),
        ({"sort": "label"}, ["benevoles", "salaries"]),
        ({"sort": "-value"}, ["benevoles", "salaries"]),
        ({"sort": "value"}, ["salaries", "benevoles"]),
        ({"sort": "period"}, ["benevoles", "salaries"]),
        ({"sort": "-period"}, ["benevoles", "salaries"]),
        ({"sort": "-status"}, ["benevoles", "salaries"]),
        ({"sort": "unit"}, ["salaries", "benevoles"]),
        ({"page": "99"}, ["salaries", "benevoles"]),
    ],
)
def test_list_is_narrowed_and_sorted(client: Client, asked: dict[str, str], keys: list[str]) -> None:
    assert shown(client, **asked) == keys


def test_views_part_references_and_what_is_contradicted(client: Client, pack: Callable[..., Path]) -> None:
    load(pack())
    reference = Source.objects.create(
        key="r", title="R", publisher="R", dated=FuzzyDate.parse("2026"), reference=True
    )
    make_figure(
        "ailleurs",
        value=1,
        quantity="salaries",
        unit="salariés",
        source=reference,
        topic=Topic.objects.get(),
        position=3,
    )

    assert shown(client) == ["salaries", "benevoles"]
    assert shown(client, view="references") == ["ailleurs"]
    assert shown(client, view="contradicted") == ["salaries"]
    assert shown(client, view="all") == ["salaries", "benevoles", "ailleurs"]
    assert "1 contradiction entre ces chiffres" in " ".join(text(client).replace("</strong>", "").split())


def test_tabs_keep_the_words_and_count(client: Client, pack: Callable[..., Path]) -> None:
    load(pack())

    tabs = client.get(reverse("observatory:figures"), {"q": "bene", "page": "2"}).context["tabs"]

    assert [(tab["label"], tab["count"], tab["url"]) for tab in tabs] == [
        ("De la collectivité", 1, "/panorama/chiffres/?q=bene"),
        ("Tous", 1, "/panorama/chiffres/?q=bene&view=all"),
    ]


def test_secret_figure_comes_last_whichever_the_order(client: Client) -> None:
    make_figure("secret", status="suppressed", quantity="a")
    make_figure("connu", value=3, quantity="b")

    assert shown(client, sort="value") == shown(client, sort="-value") == ["connu", "secret"]


@pytest.mark.usefixtures("loaded")
def test_export_holds_every_figure_with_bare_numbers(client: Client) -> None:
    rows = exported(client)

    assert [row["cle"] for row in rows] == ["salaries", "benevoles"]
    assert [rows[0][name] for name in ("valeur", "code_territoire", "ligne", "reference", "contredit")] == [
        *("200000", "R44", "13", "non", "non")
    ]


@pytest.mark.usefixtures("loaded")
def test_export_follows_the_choices_of_the_list(client: Client) -> None:
    assert [row["cle"] for row in exported(client, q="benev")] == ["benevoles"]
    assert exported(client, view="references") == []


@pytest.mark.usefixtures("loaded")
def test_export_is_a_csv_file_in_utf_8(client: Client) -> None:
    answer = client.get(reverse("observatory:export"))

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode().startswith("cle,theme,intitule,")


def test_export_runs_no_formula(client: Client, pack: Callable[..., Path]) -> None:
    load(pack(replace={"label: Bénévoles": "label: =HYPERLINK(1)", "value: 200000": "value: -5"}))

    rows = exported(client)

    assert [row["intitule"] for row in rows] == ["Salariés de l’ESS", "'=HYPERLINK(1)"]
    assert float(rows[0]["valeur"]) == -5


def test_export_of_nothing_is_its_header(client: Client) -> None:
    assert client.get(reverse("observatory:export")).content.decode().count("\r\n") == 1


@pytest.mark.parametrize("name", ["figures", "export", "contradictions"])
@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_at_any_length(
    client: Client, name: str, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        make_figure(f"f{number}", value=number, position=number)

    with django_assert_num_queries(1):
        client.get(reverse(f"observatory:{name}"))


@pytest.mark.usefixtures("loaded")
def test_pages_refuse_post(client: Client) -> None:
    assert client.post(reverse("observatory:figures")).status_code == 405
