"""The sheet, from the real pack."""

import json

import pytest
from django.conf import settings
from django.urls import reverse

from maillage.observatory.models import Figure
from maillage.observatory.pack import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def grand_est():
    load(settings.PACK)


def test_sheet_shows_every_figure_with_its_line(client, grand_est):
    page = client.get(reverse("network:sheet")).content.decode()

    for figure in Figure.objects.all():
        assert figure.get_absolute_url() in page
        assert f"ligne {figure.source_line}" in page


def test_sheet_follows_the_order_of_the_pack(client, grand_est):
    page = client.get(reverse("network:sheet")).content.decode()
    places = [page.index(figure.get_absolute_url()) for figure in Figure.objects.all()]

    assert places == sorted(places)


def test_sheet_without_pack_says_what_to_do(client):
    assert "maillage load" in client.get(reverse("network:sheet")).content.decode()


def test_sheet_costs_the_same_at_any_length(client, grand_est, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(reverse("network:sheet"))


def test_json_gives_exact_values_and_provenance(client, grand_est):
    data = json.loads(client.get(reverse("network:sheet-json")).content)
    figures = {figure["cle"]: figure for section in data["sections"] for figure in section["chiffres"]}

    assert len(figures) == Figure.objects.count()
    assert figures["part-emploi-salarie"]["valeur"] == "11.4"
    assert figures["benevoles"]["intervalle"] == ["950000", "1000000"]
    assert figures["budget"]["ligne"] == 25
    assert data["sources"][0]["date"] == "2022-03-22"


def test_home_leads_to_the_sheet(client):
    assert client.get("/").url == reverse("network:sheet")
