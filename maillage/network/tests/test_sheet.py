"""The sheet, from the real pack."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.dates import FuzzyDate
from maillage.base.templatetags.french import insecable
from maillage.network.models import Entry
from maillage.network.tests.conftest import Write
from maillage.network.tests.factories import load
from maillage.network.wording import lines_in_words
from maillage.observatory import published
from maillage.observatory.models import Figure, Source, Topic
from maillage.territories.models import Territory

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("grand_est")
def test_sheet_shows_every_figure_with_its_line(client: Client) -> None:
    page = client.get(reverse("network:sheet")).content.decode()

    for figure in Figure.objects.without_references():
        assert figure.get_absolute_url() in page
        assert f"ligne {figure.source_line}" in page


@pytest.mark.usefixtures("grand_est")
def test_sheet_shows_every_fact_once_at_its_anchor(client: Client) -> None:
    page = client.get(reverse("network:sheet")).content.decode()

    for entry in Entry.objects.all():
        assert page.count(f'id="{entry.anchor}"') == 1
        for text in (entry.title, entry.text, entry.alias, entry.as_written, entry.place_name):
            assert escape(insecable(text)) in page


@pytest.mark.usefixtures("grand_est")
def test_sheet_gives_the_lines_of_every_fact(client: Client) -> None:
    page = client.get(reverse("network:sheet")).content.decode()

    for entry in Entry.objects.filter(status="known"):
        assert lines_in_words(entry.source_lines) in page


@pytest.mark.usefixtures("grand_est")
def test_sheet_says_what_is_still_to_complete(client: Client) -> None:
    page = client.get(reverse("network:sheet")).content.decode()

    todo = Entry.objects.filter(status="a_completer")
    terms = todo.filter(kind="terms").count()
    assert page.count("à fixer par délibération") == terms
    assert page.count("à compléter") == todo.count() - terms


def test_sheet_is_that_of_the_loaded_pack(client: Client, small_pack: Write) -> None:
    load(small_pack())

    page = client.get(reverse("network:sheet")).content.decode()

    assert "<h1>Petite Région</h1>" in page
    assert "Membre du RTES depuis 2016 ·" in page
    assert "mai ou juin 2022 · Vosges" in page


def test_topic_without_anything_is_to_complete(client: Client, small_pack: Write) -> None:
    load(small_pack())

    page = client.get(reverse("network:sheet")).content.decode()

    assert page.index('id="agenda"') < page.index("à compléter")


def test_hostile_texts_are_shown_as_written(client: Client, small_pack: Write) -> None:
    hostile = "<script>alert(1)</script>"
    load(small_pack("entries/aides.yaml", "title: Une aide", f"title: {hostile}"))

    page = client.get(reverse("network:sheet")).content.decode()

    assert hostile not in page
    assert escape(hostile) in page


@pytest.mark.usefixtures("grand_est")
def test_sheet_follows_the_order_of_the_pack(client: Client) -> None:
    page = client.get(reverse("network:sheet")).content.decode()
    sections = [page.index(f'id="{topic.key}"') for topic in Topic.objects.all()]
    entries = [page.index(f'id="{entry.anchor}"') for entry in Entry.objects.filter(parent=None)]

    assert sections == sorted(sections)
    assert entries == sorted(entries)


@pytest.mark.usefixtures("grand_est")
def test_sheet_draws_the_families_once(client: Client) -> None:
    page = client.get(reverse("network:sheet")).content.decode()

    assert page.count("Salariés de l’ESS, par famille\xa0: associations 77\xa0%, coopératives 16\xa0%") == 1


@pytest.mark.usefixtures("grand_est")
def test_sheet_without_one_family_draws_nothing(client: Client) -> None:
    Figure.objects.filter(family="mutuelles").delete()

    assert "Salariés de l’ESS, par famille" not in client.get(reverse("network:sheet")).content.decode()


@pytest.mark.usefixtures("grand_est")
def test_sheet_names_its_only_source_above_and_below(client: Client) -> None:
    assert client.get(reverse("network:sheet")).content.decode().count("Région\xa0Grand\xa0Est\xa0»") == 2


@pytest.mark.usefixtures("grand_est")
def test_sheet_of_two_sources_names_one_a_line(client: Client) -> None:
    other = Source.objects.create(
        key="autre", title="Autre document", publisher="Autre", dated=FuzzyDate.parse("2021")
    )
    Figure.objects.filter(key="superficie").update(source=other)

    page = client.get(reverse("network:sheet")).content.decode()

    assert page.count("Région\xa0Grand\xa0Est\xa0»") == Figure.objects.without_references().count() + 1


def test_sheet_without_pack_says_what_to_do(client: Client) -> None:
    assert "maillage load" in client.get(reverse("network:sheet")).content.decode()


@pytest.mark.usefixtures("grand_est")
def test_sheet_costs_the_same_at_any_length(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(7):
        client.get(reverse("network:sheet"))
    Entry.objects.exclude(parent=None).delete()
    Figure.objects.exclude(key="superficie").filter(entries=None).delete()

    with django_assert_num_queries(7):
        client.get(reverse("network:sheet"))


@pytest.mark.usefixtures("grand_est")
def test_json_gives_exact_values_and_provenance(client: Client) -> None:
    data = json.loads(client.get(reverse("network:sheet-json")).content)
    figures = {figure["cle"]: figure for section in data["sections"] for figure in section["chiffres"]}

    assert len(figures) == Figure.objects.without_references().count()
    assert figures["part-emploi-salarie"]["valeur"] == "11.4"
    assert figures["benevoles"]["intervalle"] == ["950000", "1000000"]
    assert figures["budget"]["ligne"] == 25
    assert data["sources"][0]["date"] == "2022-03-22"


@pytest.mark.usefixtures("grand_est")
def test_json_is_the_same_each_time_and_utf_8(client: Client) -> None:
    first, second = (client.get(reverse("network:sheet-json")) for _ in range(2))

    assert first.content == second.content
    assert first.headers["Content-Type"] == "application/json"
    assert "Région Grand Est" in first.content.decode()


@pytest.mark.usefixtures("grand_est")
def test_json_leads_to_each_figure_at_the_public_address(client: Client, settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://ess.exemple.fr"

    data = json.loads(client.get(reverse("network:sheet-json")).content)
    figures = [figure for section in data["sections"] for figure in section["chiffres"]]

    assert data["adresse"] == "https://ess.exemple.fr/fiche/"
    for figure in figures:
        assert figure["adresse"] == f"https://ess.exemple.fr/panorama/chiffres/{figure['cle']}/"


@pytest.mark.usefixtures("grand_est")
def test_json_names_no_source_that_it_does_not_give(client: Client) -> None:
    data = json.loads(client.get(reverse("network:sheet-json")).content)
    used = {figure["source"] for section in data["sections"] for figure in section["chiffres"]}

    assert {source["cle"] for source in data["sources"]} == used


def told(facts: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the facts of the JSON and those they contain, by key."""
    found: dict[str, dict[str, Any]] = {}
    for fact in facts:
        found |= {fact["cle"]: fact, **told(fact["faits"])}
    return found


@pytest.mark.usefixtures("grand_est")
def test_json_tells_every_fact_with_its_provenance(client: Client) -> None:
    data = json.loads(client.get(reverse("network:sheet-json")).content)
    facts = told([fact for section in data["sections"] for fact in section["faits"]])

    assert set(facts) == set(Entry.objects.values_list("key", flat=True))
    assert facts["conference-epinal"]["date"] == "2022-05/2022-06"
    assert (facts["guest-reims"]["territoire"], facts["guest-reims"]["nuance"]) == ("51454", "online")
    assert [facts["dla"]["lignes"], facts["dla-montant"]["statut"]] == [[57], "a_completer"]


@pytest.mark.usefixtures("grand_est")
def test_json_says_who_the_sheet_is_about(client: Client) -> None:
    data = json.loads(client.get(reverse("network:sheet-json")).content)

    assert data["collectivite"] == {
        "nom": "Région Grand Est",
        "categorie": "region",
        "territoire": "R44",
        "fiche_mise_a_jour": "2022-03-22",
        "membre_depuis": "2016",
    }


@pytest.mark.usefixtures("grand_est")
def test_json_hides_the_value_of_a_secret_figure(client: Client) -> None:
    Figure.objects.filter(key="budget").update(status="suppressed", value=None)

    data = json.loads(client.get(reverse("network:sheet-json")).content)
    (secret,) = [
        figure for section in data["sections"] for figure in section["chiffres"] if figure["cle"] == "budget"
    ]

    assert (secret["valeur"], secret["intervalle"], secret["en_clair"]) == (None, None, "secret")


def test_json_of_nothing_is_an_empty_sheet(client: Client) -> None:
    data = json.loads(client.get(reverse("network:sheet-json")).content)

    assert (data["format"], data["sources"], data["sections"]) == ("maillage-fiche/2", [], [])


@given(st.decimals(-(10**15), 10**15, places=4))
def test_decimal_of_the_json_is_the_stored_one(value: Decimal) -> None:
    figure = Figure(key="k", value=value, unit="u", source=Source(key="s"), territory=Territory(name="T"))

    said = published.figure(figure, "")["valeur"]

    assert Decimal(str(said)) == value
    assert not str(said).endswith((".", ".0"))


@pytest.mark.parametrize("name", ["sheet", "sheet-json"])
def test_sheet_is_only_read(client: Client, name: str) -> None:
    assert client.post(reverse(f"network:{name}")).status_code == 405
    assert client.head(reverse(f"network:{name}")).status_code == 200
