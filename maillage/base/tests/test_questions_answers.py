"""Conditions, rows, computed fields and balances."""

import pytest

from maillage.base.questions.answers import REQUIRED, Outcome, clean
from maillage.base.questions.parsing import parse
from maillage.base.questions.recap import Line, recap
from maillage.base.tests.questionnaires import BUDGET, FILLED, SPACES, asked, form, options

DEFINITION = parse(BUDGET)


def filled(**changes: object) -> Outcome:
    """Clean the true-to-life entries, with changes."""
    return clean(DEFINITION, FILLED | changes)


def test_true_to_life_answer_is_stored_whole() -> None:
    assert filled().errors == {}
    assert filled().stored == {
        "version": 3,
        "reponses": {
            "nom": "Les Jardins de la Moder",
            "statut": "association",
            "siret": "73282932000074",
            "charges": [
                {"poste": "Salaire", "mois": 12, "montant": "2000.50", "cout": "24006.00"},
                {"poste": "Loyer", "mois": 6, "montant": "100.00", "cout": "600.00"},
            ],
            "total_charges": "24606.00",
            "subvention": "12000.00",
            "ressources": "12606.00",
            "total_produits": "24606.00",
            "part": "0.487686",
        },
    }


def test_answer_of_a_hidden_question_is_left_out() -> None:
    assert "precision" in filled().hidden
    assert filled(statut="autre").answers["precision"] == "tapé puis caché"


def test_condition_on_a_computed_field() -> None:
    outcome = filled(subvention="24606", ressources="")

    assert outcome.errors == {"motif": [REQUIRED]}


def test_balance_shows_the_arithmetic() -> None:
    (sentence,) = filled(ressources="12000").errors[""]

    assert sentence.translate(SPACES) == (
        "Question total_charges 24 606,00 € − Question total_produits 24 000,00 € = 606,00 € d’écart : "
        "les deux doivent être égaux. Corrigez l’un des deux totaux."
    )


def test_balance_waits_for_figures_that_can_be_read() -> None:
    assert set(filled(ressources="beaucoup").errors) == {"ressources"}
    assert set(filled(ressources="1", siret="1").errors) == {"siret", ""}


def test_balance_over_a_hidden_figure_is_not_asked() -> None:
    hidden = asked("entier", "b", si={"question": "a", "superieur": 5})
    definition = form(asked("entier", "a"), hidden, equilibres=[{"gauche": "a", "droite": "b"}])

    assert clean(definition, {"a": "3", "b": "1"}).errors == {}
    assert clean(definition, {"a": "6", "b": "1"}).errors.keys() == {""}


def test_empty_row_is_dropped_and_asks_nothing() -> None:
    outcome = filled(charges=[{"poste": " "}, {"poste": "Loyer", "mois": "1", "montant": "1"}])

    assert outcome.errors.keys() == {"", "motif"}
    assert outcome.answers["charges"] == [{"poste": "Loyer", "mois": 1, "montant": "1.00", "cout": "1.00"}]


def test_row_begun_must_be_finished() -> None:
    outcome = filled(charges=[{}, {"poste": "Loyer", "mois": "13"}])

    assert outcome.errors == {"charges-1-mois": ["Le maximum est 12."], "charges-1-montant": [REQUIRED]}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [(0, "Remplissez au moins 1 ligne ; il y en a 0."), (7, "Au plus 5 lignes : retirez-en 2.")],
)
def test_rows_are_counted(rows: int, sentence: str) -> None:
    (told,) = filled(charges=[{"poste": "a", "mois": "1", "montant": "1"}] * rows).errors["charges"]

    assert told.translate(SPACES) == sentence


def test_group_that_is_not_rows_counts_as_empty() -> None:
    assert filled(charges={"poste": 1}).errors.keys() == {"charges", ""}
    assert filled(charges=[3, None]).errors.keys() == {"charges", ""}


def test_row_condition_looks_at_its_row_first() -> None:
    cells = [asked("oui_non", "aide"), asked("texte", "qui", si={"question": "aide", "vaut": True})]
    definition = form(asked("entier", "n"), asked("groupe", "g", questions=cells))

    outcome = clean(definition, {"g": [{"aide": "oui", "qui": "A"}, {"aide": "non", "qui": "B"}]})

    assert outcome.answers == {"g": [{"aide": "oui", "qui": "A"}, {"aide": "non"}]}
    assert outcome.hidden == {"g-1-qui"}


def test_row_computes_its_share_of_the_whole() -> None:
    cells = [asked("entier", "n"), asked("calcul", "part", unite="taux", calcul={"rapport": ["n", "total"]})]
    definition = form(
        asked("groupe", "g", questions=cells), asked("calcul", "total", calcul={"somme": "g.n"})
    )

    outcome = clean(definition, {"g": [{"n": "1"}, {"n": "3"}]})

    assert outcome.computed == {"total": "4.00", "g-0-part": "0.250000", "g-1-part": "0.750000"}


def test_hidden_section_hides_what_follows_up_to_the_next() -> None:
    section = asked("section", "s", si={"question": "a", "vaut": "oui"})
    definition = form(
        asked("oui_non", "a"),
        section,
        asked("texte", "b", obligatoire=True),
        asked("section", "t"),
        asked("texte", "c"),
    )

    outcome = clean(definition, {"a": "non", "b": "x", "c": "y"})

    assert outcome.hidden == {"s", "b"}
    assert outcome.answers == {"a": "non", "c": "y"}


CONDITIONS = [
    ({"question": "n", "vaut": 10}, True),
    ({"question": "n", "vaut": "10.0"}, True),
    ({"question": "n", "parmi": [1, 2]}, False),
    ({"question": "n", "superieur": 10}, False),
    ({"question": "n", "superieur_ou_egal": 10}, True),
    ({"question": "n", "inferieur": "10.5"}, True),
    ({"question": "n", "inferieur_ou_egal": 9}, False),
    ({"question": "d", "superieur": "2026-01-01"}, True),
    ({"question": "d", "inferieur": "2026-01-01"}, False),
    ({"question": "r", "vaut": "0.125"}, True),
    ({"question": "m", "contient": "b"}, True),
    ({"question": "m", "contient": "a"}, False),
    ({"question": "vide", "vaut": ""}, False),
    ({"question": "vide", "renseignee": False}, True),
    ({"non": {"question": "vide", "superieur": 0}}, True),
    ({"et": [{"question": "n", "vaut": 10}, {"question": "m", "contient": "a"}]}, False),
    ({"ou": [{"question": "n", "vaut": 10}, {"question": "m", "contient": "a"}]}, True),
]


@pytest.mark.parametrize(("condition", "asks"), CONDITIONS)
def test_condition(condition: dict[str, object], *, asks: bool) -> None:
    known = [asked("entier", "n"), asked("date", "d"), asked("taux", "r"), asked("entier", "vide")]
    several = asked("choix_multiples", "m", choix=options("a", "b"))
    if condition == {"question": "vide", "vaut": ""}:
        known[3] = asked("texte", "vide")
    definition = form(*known, several, asked("note", "q", si=condition))

    hidden = clean(definition, {"n": "10", "d": "22/03/2026", "r": "12,5", "m": ["b"]}).hidden

    assert ("q" not in hidden) == asks


FORMULAS = [
    ({"somme": ["a", "b", "vide"]}, "12.50"),
    ({"somme": ["vide"]}, "0.00"),
    ({"difference": ["vide", "a"]}, "-10.00"),
    ({"produit": ["a", "b", "0.5"]}, "12.50"),
    ({"produit": ["a", "vide"]}, None),
    ({"rapport": ["a", "b"]}, "4.00"),
    ({"rapport": ["a", "zero"]}, None),
    ({"rapport": ["vide", "a"]}, None),
    ({"compte": ["a", "b", "vide"]}, "2"),
    ({"somme": "-1"}, "-1.00"),
]


@pytest.mark.parametrize(("formula", "result"), FORMULAS)
def test_formula(formula: dict[str, object], result: str | None) -> None:
    known = [asked("entier", "a"), asked("decimal", "b"), asked("entier", "vide"), asked("entier", "zero")]
    definition = form(*known, asked("calcul", "q", calcul=formula))

    assert clean(definition, {"a": "10", "b": "2,5", "zero": "0"}).computed.get("q") == result


def test_computed_field_rounds_half_up_once() -> None:
    definition = form(asked("decimal", "a"), asked("calcul", "q", calcul={"produit": ["a", "0.5"]}))

    assert clean(definition, {"a": "0,01"}).computed == {"q": "0.01"}
    assert clean(definition, {"a": "-0,01"}).computed == {"q": "-0.01"}


def test_computed_field_too_great_is_told() -> None:
    definition = form(asked("entier", "a"), asked("calcul", "q", calcul={"produit": ["a"] * 20}))

    assert clean(definition, {"a": "9" * 15}).errors.keys() == {"q"}


def test_row_in_which_nothing_is_asked_counts_for_nothing() -> None:
    cells = [asked("entier", "n"), asked("calcul", "fixe", calcul={"somme": ["n", "5"]})]
    totals = [asked("calcul", "t", calcul={"somme": "g.fixe"}), asked("calcul", "k", calcul={"compte": "g"})]
    definition = form(asked("groupe", "g", questions=cells), *totals)

    assert clean(definition, {"g": [{"n": "1"}, {}]}).answers == {
        "g": [{"n": 1, "fixe": "6.00"}],
        "t": "6.00",
        "k": "1",
    }


def test_unknown_key_is_ignored_or_refused() -> None:
    assert filled(pirate="x").errors == {}
    assert clean(DEFINITION, FILLED | {"pirate": "x"}, strict=True).errors == {
        "": ["Questions inconnues\u00a0: pirate. Retirez-les."]
    }


def test_recap_reads_like_the_form() -> None:
    definition = form(
        asked("section", "vide"),
        asked("texte", "t"),
        asked("section", "s"),
        asked("groupe", "g", ligne="Poste", questions=[asked("montant", "m")]),
        asked("calcul", "c", unite="euros", calcul={"somme": "g.m"}),
    )

    assert recap(definition, clean(definition, {"g": [{"m": "1"}]}).stored) == [
        Line("Question s", level=1),
        Line("Question g, poste 1", level=2),
        Line("Question m", "1,00\u00a0€"),
        Line("Question c", "1,00\u00a0€", computed=True),
    ]
