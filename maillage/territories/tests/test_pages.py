"""Pages of territories: what they say, where codes of the past lead, how lists are narrowed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from maillage.territories.models import Former, Shape, Territory
from maillage.territories.pack import make_home
from maillage.territories.tests.brought import ORIGIN
from maillage.territories.tests.drawings import polygon, square
from maillage.territories.tests.factories import make_commune, make_former

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("little_world")]
Counter = Callable[..., Any]


def shown(response: Any) -> str:
    """Return the text of a page, spaces made plain."""
    return " ".join(response.content.decode().replace("\xa0", " ").replace("\u202f", " ").split())


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(f"/territoires/{address}")
    assert response.status_code == status, address
    return shown(response)


def test_first_page_starts_with_the_territory_of_the_collectivite(client: Client) -> None:
    make_home("R44")

    text = page(client, "")

    assert "<h2>Grand Est</h2>" in text
    assert "Collectivité européenne d’Alsace" in text
    assert '<a href="/territoires/88/">Vosges</a>' in text


def test_first_page_without_a_pack_starts_with_france(client: Client) -> None:
    assert "<h2>France</h2>" in page(client, "")


def test_first_page_without_geography_says_how_to_load_it(client: Client) -> None:
    Territory.objects.all().update(ended=True)
    Territory.objects.filter(level="country").update(level="agency")

    assert "maillage load packs/grand-est" in page(client, "")


def test_commune_says_what_it_is_and_belongs_to(client: Client) -> None:
    text = page(client, "88160/")

    assert "<h1>Épinal</h1>" in text
    assert "32 251</strong> habitants <span" in text
    assert "Insee, population municipale 2023" in text
    assert "48,183° N, 6,453° E" in text
    for link in ("/territoires/200068757/", "/territoires/88/", "/territoires/R44/"):
        assert f'href="{link}"' in text


def test_approximate_position_is_flagged(client: Client) -> None:
    make_commune("88001", "Les Ableuvenettes", latitude=48.2, longitude=6.4, position=Territory.Position.EPCI)

    assert ">approchée</span>" in page(client, "88001/")
    assert ">approchée</span>" not in page(client, "88160/")


def test_department_of_alsace_says_its_council_since_when(client: Client) -> None:
    text = page(client, "67/")

    assert "Compétences départementales</dt><dd>Collectivité européenne d’Alsace" in text
    assert "depuis le 1er janvier 2021" in text
    assert "Conseil départemental</dt>" in page(client, "88/")


def test_what_no_file_brought_is_to_complete(client: Client) -> None:
    text = page(client, "R44/")

    assert text.count(">à compléter</span>") == 3  # cantons, agencies, neighbourhoods
    assert "Aucun fichier de ce niveau n’a été importé" in page(client, "R44/cantons/")


def test_communes_of_the_past_are_told_with_their_day(client: Client) -> None:
    epinal = Territory.objects.get(slug="88160")
    make_former("88422", "Saint-Laurent", [epinal], kind=Former.Kind.MERGED, ends_on=date(1964, 7, 1))
    make_former("88999", "Ajoutée", [epinal], exact=False, ends_on=date(2024, 1, 1))

    text = page(client, "88160/")

    assert (
        'Saint-Laurent</strong> <span class="number secondary">88422</span>, fusionnée le 1er juillet 1964.'
        in text
    )
    assert "réunie en une commune nouvelle au plus tard le 1er janvier 2024." in text


def test_former_name_is_told(client: Client) -> None:
    make_former("88160", "Spinal", [Territory.objects.get(slug="88160")], kind=Former.Kind.RENAMED)

    assert "<strong>Spinal</strong>, son nom jusqu’au 1er janvier 2019." in page(client, "88160/")


def test_code_of_the_past_leads_to_the_commune_with_the_explanation(client: Client) -> None:
    make_former("88422", "Saint-Laurent", [Territory.objects.get(slug="88160")])

    response = client.get("/territoires/88422/", follow=True)

    assert response.redirect_chain == [("/territoires/88160/?ancien=88422", 302)]
    assert "88422 Saint-Laurent est aujourd’hui Épinal" in shown(response)


def test_code_split_since_shows_every_commune(client: Client) -> None:
    make_former(
        "88500", "Double", list(Territory.objects.filter(slug__in=["88160", "88413"])), kind=Former.Kind.SPLIT
    )

    text = page(client, "88500/")

    assert "partagé entre 2 communes" in text
    assert 'href="/territoires/88160/"' in text
    assert 'href="/territoires/88413/"' in text


def test_code_abolished_says_that_nothing_more_is_known(client: Client) -> None:
    make_former("51385", "Moronvilliers", [], kind=Former.Kind.REMOVED, ends_on=date(1950, 6, 17))

    text = page(client, "51385/")

    assert "Cette commune a été supprimée le 17 juin 1950." in text
    assert "ne disent pas quelle commune" in text


def test_ended_commune_leads_to_its_successor(client: Client) -> None:
    Territory.objects.filter(slug="88413").update(ended=True)
    make_former("88413", "Saint-Dié-des-Vosges", [Territory.objects.get(slug="88160")])

    assert client.get("/territoires/88413/").headers["Location"] == "/territoires/88160/?ancien=88413"


@pytest.mark.parametrize(
    "address",
    [
        "99999/",
        "88160/communes/",
        "R44/regions/",
        "R44/pays/",
        "inconnu/communes/",
        "R44/pays.csv",
        "88160/x.csv",
    ],
)
def test_what_is_nowhere_is_not_found(client: Client, address: str) -> None:
    page(client, address, 404)


@pytest.mark.parametrize(
    ("typed", "name"), [("epinal", "Épinal"), ("88100", "Saint-Dié-des-Vosges"), ("  reims ", "Reims")]
)
def test_search_finds(client: Client, typed: str, name: str) -> None:
    assert f">{name}</a>" in page(client, f"?q={typed}")


def test_search_without_a_match_says_what_to_try(client: Client) -> None:
    text = page(client, "?q=<b>zzz</b>")

    assert "Aucun territoire ne porte ce nom" in text
    assert 'value="&lt;b&gt;zzz&lt;/b&gt;"' in text


def test_search_finds_communes_of_the_past(client: Client) -> None:
    make_former("88422", "Saint-Laurent", [Territory.objects.get(slug="88160")])

    assert 'href="/territoires/88422/">Saint-Laurent</a>' in page(client, "?q=st laurent")


def drawing(text: str) -> str:
    """Return the map alone."""
    return text.partition('<figure class="map">')[2].partition("</figure>")[0]


def names(client: Client, address: str) -> list[str]:
    return [str(row[0]["text"]) for row in client.get(f"/territoires/{address}").context["rows"]]


def test_list_is_sorted_and_turned_round(client: Client) -> None:
    assert names(client, "R44/communes/?sort=people")[0] == "Bar-le-Duc"
    assert names(client, "R44/communes/?sort=-people")[0] == "Strasbourg"
    assert names(client, "R44/communes/?sort=password") == names(client, "R44/communes/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=strasb", ["Eurométropole de Strasbourg"]),
        ("kind=CU", ["Communauté urbaine du Grand Reims"]),
        ("department=10", ["Communauté d’agglomération Troyes Champagne Métropole"]),
        ("department=10&kind=METRO", []),
        ("department=75", []),
        ("kind=zzz", []),
    ],
)
def test_list_is_narrowed(client: Client, query: str, found: list[str]) -> None:
    assert names(client, f"R44/intercommunalites/?{query}") == found


def test_narrowed_to_nothing_says_so(client: Client) -> None:
    assert "Rien ne correspond" in page(client, "R44/communes/?q=zzz")


def test_epci_across_the_border_says_how_many_communes_are_here(client: Client) -> None:
    epci = Territory.objects.get(slug="200068757")
    make_commune("54001", "Abaucourt", epci=epci)

    rows = client.get("/territoires/88/intercommunalites/").context["rows"]

    assert [row[2]["text"] for row in rows if "Epinal" in row[0]["text"]] == ["1 sur 2"]


def test_csv_holds_the_narrowed_list(client: Client) -> None:
    response = client.get("/territoires/R44/communes.csv?q=epinal")

    assert response["Content-Disposition"] == 'attachment; filename="communes-R44.csv"'
    assert response.content.decode().splitlines()[1].split(",") == [
        "88160", "commune", "88160", "Épinal", "", "88", "44", "200068757", "32251", "88000", "48.18324",
        "6.45304", "lieu habité du même nom (GeoNames)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address", ["", "R44/", "88/", "88160/", "200068757/", "R44/communes/", "R44/intercommunalites/"]
)
def test_page_asks_as_much_at_three_rows_as_at_one(
    client: Client, address: str, django_assert_max_num_queries: Counter
) -> None:
    make_home("R44")
    with django_assert_max_num_queries(12) as before:
        page(client, address)
    epci = Territory.objects.get(slug="200068757")
    for number in range(3):
        make_commune(f"8800{number}", f"Commune {number}", epci=epci, population=number)

    with django_assert_max_num_queries(len(before)):
        page(client, address)


def test_region_is_drawn_by_departments_that_lead_somewhere(client: Client) -> None:
    for index, code in enumerate(("67", "68", "88")):
        place = Territory.objects.get(slug=code)
        Shape.objects.create(
            territory=place, geometry=polygon(square(index)), origin="natural_earth", source="NE"
        )

    text = page(client, "R44/")

    assert drawing(text).count("<path d=") == 3
    assert 'aria-label="Bas-Rhin' in text
    assert "Contours : NE." in text


def test_circles_stand_for_epci_without_shapes_and_say_what_to_import(client: Client) -> None:
    Shape.objects.create(
        territory=Territory.objects.get(slug="88"),
        geometry=polygon(square(0)),
        origin="natural_earth",
        source="NE",
    )
    Territory.objects.filter(slug="200068757").update(latitude=48.2, longitude=6.4, position="centre")

    text = page(client, "88/")

    assert drawing(text).count("<circle") == 1
    assert "Ce ne sont pas des limites." in text
    assert "maillage territories import-shapes" in text


def test_imported_communes_are_drawn_and_this_one_stands_out(client: Client) -> None:
    epinal = Territory.objects.get(slug="88160")
    near = make_commune("88001", "Voisine", epci=epinal.epci)
    for index, place in enumerate((epinal, near)):
        Shape.objects.create(
            territory=place, geometry=polygon(square(index)), origin="imported", source=ORIGIN.source
        )

    text = page(client, "88160/")

    assert text.count('fill="#0e5a4a"><title>Épinal') == 1
    assert text.count('fill="#e3efe9"><title>Voisine') == 1
    assert "import-shapes" not in text


def test_everyone_sees_every_territory() -> None:
    assert Territory.objects.visible_to(AnonymousUser()).count() == Territory.objects.count()
