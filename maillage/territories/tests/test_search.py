"""Finding a territory by what people type."""

import pytest

from maillage.territories.models import Territory
from maillage.territories.search import search, search_formers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("france")]


def first(text: str, count: int = 1) -> list[str]:
    return [row.name for row in search(text)[:count]]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("epinal", "Épinal"),
        ("ÉPINAL", "Épinal"),
        ("st die", "Saint-Dié-des-Vosges"),
        ("saint-dié-des-vosges", "Saint-Dié-des-Vosges"),
        ("die vosges", "Saint-Dié-des-Vosges"),
        ("vosges die saint", "Saint-Dié-des-Vosges"),
        ("strasb", "Strasbourg"),
        ("saint etienne", "Saint-Étienne"),
        ("haut rh", "Haut-Rhin"),
        ("chalons champagne", "Châlons-en-Champagne"),
        ("charleville mez", "Charleville-Mézières"),
        ("88160", "Épinal"),
        ("epinal 88", "Épinal"),
        ("Vosges", "Vosges"),
        ("grand est", "Grand Est"),
        ("eurometropole", "Eurométropole de Strasbourg"),
        ("l hay les roses", "L’Haÿ-les-Roses"),
        ("2a004", "Ajaccio"),
    ],
)
def test_best_match_comes_first(typed: str, name: str) -> None:
    assert first(typed) == [name]


def test_postal_code_gives_its_communes_the_most_populated_first() -> None:
    assert first("88000", 3) == ["Épinal", "Chantraine", "Dogneville"]


def test_exact_name_comes_before_more_populated_ones_that_begin_so() -> None:
    found = search("Saint-Pierre", level=Territory.Level.COMMUNE)

    assert {row.name for row in found[:8]} == {"Saint-Pierre"}
    assert (found[0].population or 0) > (found[1].population or 0) > 0


def test_level_narrows_the_search() -> None:
    assert [row.code for row in search("paris", level=Territory.Level.DEPARTMENT)] == ["75"]


@pytest.mark.parametrize("typed", ["", "   ", "-’.", "zzzz", "%", "_", "\\", "' zzzz=1"])
def test_nothing_matches(typed: str) -> None:
    assert not search(typed)
    assert not search_formers(typed)


def test_words_begin_words_only() -> None:
    assert "Épinal" not in first("pinal", 20)


def test_limit_is_kept() -> None:
    assert len(search("saint", limit=7)) == 7


def test_commune_of_the_past_is_found_with_what_it_became() -> None:
    found = search_formers("moncelle")[0]

    assert (found.code, found.name, [row.name for row in found.today.all()]) == (
        "08294",
        "La Moncelle",
        ["Bazeilles"],
    )


def test_commune_only_renamed_is_not_one_of_the_past() -> None:
    assert [row.name for row in search_formers("Lévy-Saint-Nom")] == []


def test_ended_territory_is_not_found() -> None:
    Territory.objects.filter(slug="88160").update(ended=True)

    assert first("épinal") == ["CA d’Epinal"]


def test_page_of_results_asks_three_queries(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert [row.department and row.department.name for row in search("epinal")] == ["Vosges", "Vosges"]
