"""The page of one figure, its files, and the page of what the rules find."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from maillage.observatory.findings.found import find
from maillage.observatory.models import Figure, Source
from maillage.observatory.pack import load
from maillage.observatory.tests.factories import make_figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(pack: Callable[..., Path]) -> None:
    load(pack())


@pytest.fixture
def grand_est() -> None:
    load(django_settings.PACK)


def text(client: Client, key: str) -> str:
    """Return what the page says, spaces made plain."""
    page = client.get(reverse("observatory:figure", args=[key])).content.decode()
    return " ".join(page.replace("\xa0", " ").replace("\u202f", " ").split())


@pytest.mark.usefixtures("loaded")
def test_figure_says_how_it_is_known(client: Client) -> None:
    page = text(client, "salaries")

    for said in (
        "Comment ce chiffre est connu",
        "RTES",
        "ligne 13",
        "non dite",
        "déclaré",
        "Grand Est</a> (région)",
    ):
        assert said in page


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("name", ["figure", "figure-csv", "figure-json"])
def test_figure_unknown_is_not_found(client: Client, name: str) -> None:
    assert client.get(reverse(f"observatory:{name}", args=["rien"])).status_code == 404


@pytest.mark.usefixtures("loaded")
def test_figure_is_cited_in_one_line(client: Client, settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://ess.exemple.fr"

    assert (
        "Salariés de l’ESS : plus de 200 000 salariés (Grand Est ; période : non dite). "
        "Source : RTES, Fiche, 22 mars 2022, ligne 13. "
        "https://ess.exemple.fr/panorama/chiffres/salaries/, consulté le "
    ) in text(client, "salaries")


@pytest.mark.usefixtures("grand_est")
def test_figure_tells_what_contradicts_it_with_the_sum(client: Client) -> None:
    page = text(client, "communes")

    for said in (
        "Ce qui le contredit",
        "contredit</span>",
        "5 115",
        "Écart avec la source la plus récente",
        "81",
    ):
        assert said in page
    assert reverse("observatory:figure", args=["communes-2026"]) in page


@pytest.mark.usefixtures("grand_est")
def test_reference_tells_what_it_puts_in_question(client: Client) -> None:
    page = text(client, "communes-2026")

    assert "Ce qu’il met en question" in page
    assert "contredit</span>" not in page.partition("Comment ce chiffre est connu")[0]


@pytest.mark.usefixtures("grand_est")
def test_figure_shows_its_parts_and_their_sum(client: Client) -> None:
    page = text(client, "budget")

    assert "Ses parties, par section" in page
    assert (
        'aria-label="Part du budget en fonctionnement 5,3 M€, Part du budget en investissement 1,5 M€"'
        in page
    )
    assert "<dt>Ensemble</dt><dd>6,8 M€</dd>" in page


@pytest.mark.usefixtures("grand_est")
def test_part_leads_to_its_total_and_some_among_others_make_no_sum(client: Client) -> None:
    assert reverse("observatory:figure", args=["benevoles"]) in text(client, "benevoles-reguliers")
    assert "<h2>Dont</h2>" in text(client, "benevoles")
    assert "Ensemble" not in text(client, "benevoles")


@pytest.mark.usefixtures("grand_est")
def test_figure_shows_its_series_in_time(client: Client) -> None:
    page = text(client, "communes")

    assert 'aria-label="5 132, en 2018 ; 5 121, en 2020 ; 5 115, en 2026"' in page
    places = [page.rindex(said) for said in (">5 132<", ">5 121<", ">5 196<", ">5 115<")]
    assert places == sorted(places)


@pytest.mark.usefixtures("grand_est")
def test_superseded_figure_leads_to_the_newer_one_and_back(client: Client) -> None:
    assert "Le plus récent dit plus de 200 000" in text(client, "salaries-2018")
    assert reverse("observatory:figure", args=["salaries-2018"]) in text(client, "salaries")


@pytest.mark.usefixtures("grand_est")
def test_what_surrounds_a_figure_is_enough_for_the_rules() -> None:
    everything = list(Figure.objects.ready())
    whole = find(everything)

    for figure in everything:
        near = find(Figure.objects.related_to(figure).ready())
        told, expected = near.naming(figure), whole.naming(figure)
        assert [(one.kind, one.sentence) for one in told] == [(one.kind, one.sentence) for one in expected]


@pytest.mark.parametrize("count", [1, 3])
def test_figure_costs_the_same_whatever_surrounds_it(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    total = make_figure("tout", value=10, quantity="tout")
    for number in range(count):
        make_figure(f"f{number}", value=number, part_of=total, breakdown="par an", superseded_by=None)

    with django_assert_num_queries(2):
        client.get(reverse("observatory:figure", args=["tout"]))


@pytest.mark.usefixtures("grand_est")
def test_json_of_a_figure_tells_its_source_and_its_flags(client: Client) -> None:
    data = json.loads(client.get(reverse("observatory:figure-json", args=["communes"])).content)

    assert (data["valeur"], data["code_territoire"], data["ligne"]) == ("5196", "R44", 9)
    assert data["source"]["date"] == "2022-03-22"
    assert (data["contredit"], data["rupture_de_serie"]) == (True, False)
    (finding,) = data["constats"]
    assert finding["chiffres"] == ["communes", "communes-2018", "communes-2020", "communes-2026"]


@pytest.mark.usefixtures("grand_est")
def test_csv_of_a_figure_is_its_row_of_the_whole_table(client: Client) -> None:
    alone = client.get(reverse("observatory:figure-csv", args=["part-mutuelles"])).content.decode()
    whole = client.get(reverse("observatory:export")).content.decode()
    (row,) = csv.DictReader(io.StringIO(alone))

    assert row in list(csv.DictReader(io.StringIO(whole)))
    assert [row[name] for name in ("partie_de", "ventilation", "grandeur")] == [
        *("salaries", "par famille", "part-famille")
    ]


@pytest.mark.usefixtures("grand_est")
def test_contradictions_are_told_the_worst_first(client: Client) -> None:
    page = client.get(reverse("observatory:contradictions")).content.decode()
    places = [
        page.index(f"<h2>{said}") for said in ("Ce qui se contredit", "Ce qui reste", "Ce qui pourrait")
    ]

    assert places == sorted(places)
    for said in ("emploi salarié", "5\u202f115", "2 familles sur 4"):
        assert said in page


def test_contradictions_of_nothing_say_so(client: Client) -> None:
    assert "Rien à signaler" in client.get(reverse("observatory:contradictions")).content.decode()


def test_broken_series_is_flagged(client: Client) -> None:
    make_figure("a", value=1, period="2013", perimeter="Clap")
    make_figure("b", value=2, period="2019", perimeter="Flores")
    Source.objects.update(reference=True)

    assert "rupture de série</span>" in text(client, "b")
    assert "rupture de série</span>" not in text(client, "a").partition("Comment ce chiffre est connu")[0]
