"""The home page: what it puts forward, with and without data."""

from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from maillage.base.dates import FuzzyDate
from maillage.network.kinds import Kind, Variety
from maillage.network.models import Entry
from maillage.portal.coverage import covered
from maillage.portal.home import Home, home, said_of, state_of
from maillage.portal.tests.conftest import Write
from maillage.portal.tests.factories import load
from maillage.territories.models import Shape, Territory
from maillage.territories.tests.factories import make_region

pytestmark = pytest.mark.django_db
ON = date(2022, 4, 1)


def read(on: date = ON) -> Home:
    return home(AnonymousUser(), on)


def keys(page: Home) -> list[str]:
    return [one.figure.key for one in page.main]


def test_figures_are_those_of_the_pack_in_its_order(small_pack: Write) -> None:
    load(small_pack())

    assert keys(read()) == ["equipe", "salaries"]


@pytest.mark.parametrize("opening", ["", "title: A\nlead: B\nfigures: []\n"])
def test_without_a_choice_each_topic_gives_its_first_figure(small_pack: Write, opening: str) -> None:
    load(small_pack(opening))

    assert keys(read()) == ["salaries", "equipe"]


def test_without_a_choice_the_page_still_has_a_title(small_pack: Write) -> None:
    load(small_pack(""))

    assert read().front.title == "L’économie sociale et solidaire, faits et chiffres à l’appui"


@pytest.mark.usefixtures("grand_est")
def test_number_is_parted_from_what_qualifies_it() -> None:
    said = [(one.bound, one.number.replace("\u202f", " ").replace("\xa0", " ")) for one in read().main]

    assert said == [("près de", "17 000"), ("plus de", "200 000"), ("", "11,4 %"), ("", "6,8 M€")]


@pytest.mark.usefixtures("grand_est")
def test_period_is_said_where_the_source_says_it() -> None:
    labels = [one.label.replace("\xa0", " ") for one in read().main]

    assert labels[0] == "Établissements employeurs de l’ESS"
    assert labels[-1] == "Budget consacré à l’ESS, en 2022"


@pytest.mark.usefixtures("grand_est")
def test_families_are_drawn_from_the_first_topic_that_gives_them() -> None:
    section = read().families

    assert section is not None
    assert section.families is not None
    assert [part.label for part in section.families.chart.segments] == [
        "associations",
        "coopératives",
        "fondations",
        "mutuelles",
    ]


@pytest.mark.usefixtures("grand_est")
def test_aids_say_what_they_are_for() -> None:
    aids = [(aid.entry.key, bool(aid.purpose)) for aid in read().aids]

    assert aids == [
        ("emploi-ess", True),
        ("bourses-emergences", True),
        ("soutien-utilite-sociale", True),
        ("initiatives-territoriales", True),
        ("fabriques", True),
    ]


@pytest.mark.usefixtures("grand_est")
def test_policy_has_its_three_pillars_and_seven_partnerships() -> None:
    assert (len(read().pillars), len(read().partnerships)) == (3, 7)


@pytest.mark.usefixtures("grand_est")
def test_points_to_check_are_those_of_the_sheet() -> None:
    page = read()

    assert page.to_check.count == page.sheet.to_check(ON).count > 0


def draw(*codes: str) -> None:
    """Give some departments a shape: squares side by side."""
    for place in Territory.objects.filter(slug__in=codes):
        x = int(place.slug)
        ring = [[x, 48], [x + 1, 48], [x + 1, 49], [x, 49], [x, 48]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        Shape.objects.create(territory=place, geometry=geometry, origin="imported", source="Dessin")


@pytest.mark.usefixtures("grand_est")
def test_map_counts_what_was_held_by_department() -> None:
    draw("67", "88")
    coverage = read().coverage

    assert coverage is not None
    told = {area.label: area.text for area in coverage.picture.map.areas}
    assert told["67"] == "1 rencontre"
    assert told["88"] == "aucune rencontre"
    assert "Vosges" in coverage.left_out


def test_announced_gathering_covers_no_department() -> None:
    assert covered(make_region(), []) is None


def test_gathering_at_a_department_covers_it(little_world: Territory) -> None:
    draw("88")
    vosges = Territory.objects.get(slug="88")
    coverage = covered(little_world, [gathering(place=vosges), gathering()])

    assert coverage is not None
    assert {area.text for area in coverage.picture.map.areas if area.label == "88"} == {"1 rencontre"}
    assert "Vosges" not in coverage.left_out


def test_without_shapes_there_is_no_map(little_world: Territory) -> None:
    assert covered(little_world, [gathering(place=Territory.objects.get(slug="88"))]) is None


@pytest.mark.usefixtures("little_world")
def test_map_is_that_of_a_region_only() -> None:
    vosges = Territory.objects.get(slug="88")

    assert covered(vosges, [gathering(place=vosges)]) is covered(None, []) is None


@pytest.mark.usefixtures("grand_est")
def test_announced_gatherings_come_first_the_soonest_before() -> None:
    states = [one.state for one in read().gatherings]

    assert states == sorted(states, key=lambda state: not state)
    assert len(states) == 5


def gathering(**fields: object) -> Entry:
    told = {"kind": Kind.EVENT, "title": "Rencontre", "on": FuzzyDate.parse("2022-05/2022-06")}
    return Entry(**{**told, **fields})


@pytest.mark.parametrize(
    ("on", "variety", "day", "state"),
    [
        ("2022-05/2022-06", Variety.PLANNED, date(2022, 4, 1), "à venir"),
        ("2022-05/2022-06", Variety.PLANNED, date(2022, 6, 30), "à venir"),
        ("2022-05/2022-06", Variety.PLANNED, date(2022, 7, 1), "date passée"),
        ("2022-05/2022-06", Variety.ON_SITE, date(2022, 7, 1), ""),
        ("2022-05/2022-06", "", date(2022, 5, 1), "à venir"),
        ("?", Variety.PLANNED, date(2022, 4, 1), "date à fixer"),
        ("?", "", date(2022, 4, 1), ""),
        (">la clôture", "", date(2022, 4, 1), ""),
    ],
)
def test_announcement_says_where_it_stands(on: str, variety: str, day: date, state: str) -> None:
    assert state_of(gathering(on=FuzzyDate.parse(on), variety=variety), day) == state


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "mai ou juin\xa02022"),
        ({"place_name": "Épinal"}, "mai ou juin\xa02022 · Épinal"),
        ({"place_name": "Épinal", "title": "À épinal"}, "mai ou juin\xa02022"),
        ({"kind": Kind.CONFERENCE, "on": FuzzyDate()}, "Conférence territoriale"),
        ({"on": FuzzyDate()}, ""),
    ],
)
def test_gathering_says_when_and_where(fields: dict[str, object], said: str) -> None:
    assert said_of(gathering(**fields)).replace("\xa0", " ") == said.replace("\xa0", " ")


def test_installation_without_data_says_what_to_do(client: Client) -> None:
    page = client.get("/")

    assert page.status_code == 200
    assert page.context["home"].empty
    assert "maillage load packs/grand-est" in page.content.decode()


@pytest.mark.usefixtures("grand_est")
def test_each_figure_leads_to_how_it_is_known(client: Client) -> None:
    page = client.get("/").content.decode()

    assert [page.count(f'href="{one.figure.get_absolute_url()}"') for one in read().main] == [1, 1, 1, 1]


@pytest.mark.usefixtures("grand_est")
def test_home_asks_few_questions(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12):
        client.get("/")


@pytest.mark.usefixtures("grand_est")
def test_reading_sets_no_cookie(client: Client) -> None:
    for path in ("/", "/recherche/?q=ess", "/fiche/", "/donnees/", "/mentions-legales/", "/plan-du-site/"):
        client.get(path)

    assert not client.cookies


def test_pack_of_the_region_opens_with_four_figures() -> None:
    assert (settings.PACK / "home.yaml").exists()
