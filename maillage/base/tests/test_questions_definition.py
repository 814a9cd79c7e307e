"""A definition with mistakes gives a list of French sentences, each with the place of the mistake."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.questions.parsing import DefinitionError, parse
from maillage.base.tests.questionnaires import BUDGET, asked, options


def mistakes(*questions: object, **more: object) -> list[str]:
    """Return what is said of a questionnaire, with plain spaces."""
    data = {"cle": "essai", "version": 1, "titre": "Essai", "questions": [*questions], **more}
    return told(data)


def told(data: object) -> list[str]:
    """Return the mistakes of a definition."""
    with pytest.raises(DefinitionError) as refused:
        parse(data)
    return [sentence.replace("\u00a0", " ") for sentence in refused.value.mistakes]


def test_definition_true_to_life_is_accepted() -> None:
    assert parse(BUDGET).order.index("total_charges") > parse(BUDGET).order.index("charges.cout")


FIELDS = [
    ({"type": "montnt"}, "questions › 1 (q) : le type « montnt » n’existe pas"),
    ({"type": None}, "questions › 1 (q) : le type « None » n’existe pas"),
    ({"libelle": ""}, "questions › 1 (q) › libelle : trop court"),
    ({"libelle": 3}, "questions › 1 (q) › libelle : écrivez un texte."),
    ({"cle": "É"}, "questions › 1 (É) › cle : forme refusée"),
    ({"zz": 1}, "questions › 1 (q) › zz : ce nom n’est pas connu ici"),
    ({"min": "x"}, "questions › 1 (q) › min : écrivez un nombre."),
    ({"min": 5, "max": 2}, "questions › 1 (q) : « min » dépasse « max »."),
    ({"min": "NaN"}, "questions › 1 (q) › min : écrivez un nombre fini."),
    ({"obligatoire": "peut-être"}, "questions › 1 (q) › obligatoire : écrivez true ou false."),
    ({"si": "a"}, "questions › 1 (q) › si : une condition est un objet"),
    ({"si": {"question": "q"}}, "questions › 1 (q) › si : une condition nomme une question et une seule"),
    ({"si": {"et": []}}, "questions › 1 (q) › si : « et » attend une liste"),
    ({"si": {"question": "q", "parmi": 1}}, "questions › 1 (q) › si : « parmi » attend une liste"),
    (
        {"si": {"question": "q", "renseignee": 1}},
        "questions › 1 (q) › si : « renseignee » attend true ou false",
    ),
]


@pytest.mark.parametrize(("change", "start"), FIELDS)
def test_field_with_a_mistake_is_told_with_its_path(change: dict[str, object], start: str) -> None:
    sentences = mistakes(asked("entier") | change)

    assert [sentence[: len(start)] for sentence in sentences] == [start]


OTHERS = [
    (asked("texte", longueur_min=9, longueur_max=2), "« longueur_min » dépasse « longueur_max »"),
    (asked("choix"), "choix : il manque."),
    (asked("choix", choix=[]), "la liste est trop courte"),
    (asked("choix", choix=options("a", "a")), "choix en double : a."),
    (asked("choix_multiples", choix=options("a"), min=2), "« min » dépasse « max » ou le nombre de choix"),
    (asked("groupe", questions=[asked("entier", "c")], min_lignes=3, max_lignes=2), "dépasse « max_lignes »"),
    (asked("groupe", questions=[asked("groupe", "c", questions=[])]), "le type « groupe » n’existe pas"),
    (asked("groupe", questions=[asked("entier", "c")], max_lignes=999), "le maximum est 200."),
    (asked("calcul", calcul={"racine": ["q"]}), "un calcul est une seule opération"),
    (asked("calcul", calcul={"somme": ["a-b"]}), "« a-b » n’est ni une question"),
    (asked("calcul", calcul={"somme": [True]}), "« True » n’est ni une question"),
    (asked("calcul", calcul={"somme": []}), "la liste est trop courte"),
    (asked("calcul", calcul={"rapport": ["1"]}), "« rapport » attend exactement deux termes"),
    (asked("date", min="demain"), "écrivez une date, par exemple 2026-12-31."),
    (asked("texte", aide="a\x00"), "caractère de contrôle"),
]


@pytest.mark.parametrize(("question", "part"), OTHERS)
def test_question_with_a_mistake_is_told(question: dict[str, object], part: str) -> None:
    (sentence,) = mistakes(question)

    assert part in sentence


NAMES = [
    (asked("entier", "a"), "questions : la clé « a » sert 2 fois"),
    (asked("note", si={"question": "z", "vaut": 1}), "« q » › si : aucune question « z » à cet endroit."),
    (asked("note", si={"question": "a", "contient": 1}), "« q » › si : « contient » ne va pas avec « a »"),
    (
        asked("note", si={"question": "a", "vaut": "x"}),
        "« q » › si : la valeur « x » ne convient pas à « a ».",
    ),
    (asked("note", si={"question": "g.c", "vaut": 1}), "« q » › si : aucune question « g.c » à cet endroit."),
    (
        asked("note", si={"question": "t", "superieur": "b"}),
        "« q » › si : « superieur » ne va pas avec « t »",
    ),
    (asked("calcul", calcul={"somme": ["z"]}), "« q » › calcul : aucune question « z »."),
    (asked("calcul", calcul={"somme": ["t"]}), "« q » › calcul : « t » n’est pas un nombre."),
    (asked("calcul", calcul={"produit": ["a", "g.c"]}), "« q » › calcul : « g.c » est une colonne"),
    (asked("calcul", calcul={"somme": ["q"]}), "Ces questions dépendent l’une de l’autre en rond : q → q."),
    (
        asked("groupe", questions=[asked("entier", "a")]),
        "groupe « q » : la clé « a » sert déjà hors du groupe.",
    ),
    (asked("groupe", questions=[asked("entier", "e")] * 2), "groupe « q » : la clé « e » sert 2 fois"),
]


@pytest.mark.parametrize(("question", "start"), NAMES)
def test_name_that_does_not_hold_is_told(question: dict[str, object], start: str) -> None:
    around = [
        asked("entier", "a"),
        asked("texte", "t"),
        asked("groupe", "g", questions=[asked("entier", "c")]),
    ]

    (sentence,) = mistakes(*around, question)

    assert sentence.startswith(start)


def test_balance_over_a_text_is_told() -> None:
    (sentence,) = mistakes(
        asked("texte", "a"), asked("entier", "b"), equilibres=[{"gauche": "a", "droite": "b"}]
    )

    assert sentence == "equilibres › 1 : « a » n’est pas un nombre hors des groupes."


def test_cycle_through_a_condition_is_told() -> None:
    (sentence,) = mistakes(
        asked("entier", "a", si={"question": "b", "superieur": 1}),
        asked("calcul", "b", calcul={"somme": "a"}),
    )

    assert sentence.startswith("Ces questions dépendent l’une de l’autre en rond : ")


def test_conditions_nested_without_end_are_told() -> None:
    condition: dict[str, object] = {"question": "a", "vaut": 1}
    for _ in range(5_000):
        condition = {"non": condition}

    assert mistakes(asked("entier", "a", si=condition)) == [
        "questions › 1 (a) › si : les conditions s’emboîtent sur plus de 8 niveaux."
    ]


def test_all_mistakes_are_told_at_once() -> None:
    sentences = told({"cle": "X", "version": "a", "questions": [3, asked("entier") | {"zz": 1}]})

    assert [sentence.partition(" :")[0] for sentence in sentences] == [
        "cle",
        "version",
        "titre",
        "questions › 1",
        "questions › 2 (q) › zz",
    ]


@pytest.mark.parametrize("data", [None, [], "x", 3])
def test_definition_that_is_no_object_is_told(data: object) -> None:
    assert told(data) == ["définition : écrivez des noms suivis de leurs valeurs."]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.data())
def test_definition_spoiled_anywhere_never_breaks(data: st.DataObject) -> None:
    spoiled: Any = deepcopy(BUDGET)
    here = spoiled
    while isinstance(here, dict | list) and here:
        step = data.draw(st.sampled_from(sorted(here) if isinstance(here, dict) else range(len(here))))
        inside = isinstance(here[step], dict | list) and here[step] and data.draw(st.booleans())
        if not inside:
            here[step] = data.draw(JSON)
            break
        here = here[step]

    assert parsed_or_told(spoiled)


def parsed_or_told(data: object) -> bool:
    """Tell that a definition is either accepted or refused with sentences."""
    try:
        return bool(parse(data).order)
    except DefinitionError as refused:
        return all(refused.mistakes)
