"""What changed between two sheets, as a reader understands it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.network.differences import Change, Field, Nature, by_section, find
from maillage.network.differences.words import pieces
from maillage.network.format import SheetDocument
from maillage.network.tests.sheets import a_fact, a_figure, a_section, a_sheet, sheets

FIGURE_SAID: list[tuple[dict[str, Any], Field]] = [
    ({"intitule": "Équipe"}, Field(label="Intitulé", before="Chiffre f", after="Équipe")),
    ({"valeur": "9"}, Field(label="Valeur", before="8 personnes", after="9 personnes")),
    ({"precision": "about"}, Field(label="Valeur", before="8 personnes", after="près de 8 personnes")),
    ({"unite": "agents"}, Field(label="Valeur", before="8 personnes", after="8 agents")),
    ({"unite": "%"}, Field(label="Valeur", before="8 personnes", after="8 %")),
    (
        {"valeur": None, "intervalle": ["7", "9"]},
        Field(label="Valeur", before="8 personnes", after="7 à 9 personnes"),
    ),
    ({"valeur": None, "statut": "suppressed"}, Field(label="Valeur", before="8 personnes", after="secret")),
    ({"rapporte_a": "emploi"}, Field(label="Rapporté à", before="", after="emploi")),
    ({"periode": "2022"}, Field(label="Période", before="2021", after="2022")),
    ({"territoire": "Lorraine"}, Field(label="Territoire", before="Grand Est", after="Lorraine")),
    ({"code_territoire": "R41"}, Field(label="Code du territoire", before="R44", after="R41")),
    ({"famille": "mutuelles"}, Field(label="Famille", before="", after="mutuelles")),
    ({"perimetre": "large"}, Field(label="Périmètre", before="", after="large")),
    ({"partie_de": "g"}, Field(label="Partie de", before="", after="Chiffre g")),
    ({"ventilation": "taille"}, Field(label="Ventilation", before="", after="taille")),
    ({"grandeur": "q"}, Field(label="Grandeur", before="f", after="q")),
    ({"source": "t"}, Field(label="Source", before="Fiche", after="Bilan")),
    ({"ligne": 3}, Field(label="Endroit", before="", after="ligne 3")),
    ({"endroit": "page 4"}, Field(label="Endroit", before="", after="page 4")),
    ({"statut": "final"}, Field(label="Statut", before="déclaré", after="définitif")),
    ({"methode": "comptage"}, Field(label="Méthode", before="", after="comptage")),
    ({"remplace_par": "g"}, Field(label="Remplacé par", before="", after="Chiffre g")),
    ({"remarque": "à voir"}, Field(label="Remarque", before="", after="à voir")),
]
FACT_SAID: list[tuple[dict[str, Any], Field]] = [
    ({"intitule": "Aide"}, Field(label="Intitulé", before="Fait e", after="Aide")),
    ({"nature": "aim"}, Field(label="Nature", before="dispositif d’aide", after="objectif")),
    ({"nuance": "call"}, Field(label="Nuance", before="", after="appel à projets")),
    ({"autre_nom": "A"}, Field(label="Sigle ou autre nom", before="", after="A")),
    ({"explication": "Elle aide."}, Field(label="Explication", before="", after="Elle aide.")),
    ({"date": "2022-05/2022-06"}, Field(label="Date", before="", after="mai ou juin 2022")),
    ({"lieu": "Metz"}, Field(label="Lieu", before="", after="Metz")),
    ({"territoire": "57"}, Field(label="Territoire", before="", after="57")),
    ({"chiffre": "g"}, Field(label="Chiffre qui le mesure", before="", after="Chiffre g")),
    ({"statut": "a_completer"}, Field(label="Statut", before="dit par la source", after="à compléter")),
    ({"source": "t"}, Field(label="Source", before="Fiche", after="Bilan")),
    ({"source": None}, Field(label="Source", before="Fiche", after="")),
    ({"lignes": [1, 3]}, Field(label="Lignes de la source", before="ligne 1", after="lignes 1 et 3")),
    ({"ecrit_dans_la_source": "ecrit"}, Field(label="Écrit dans la source", before="", after="ecrit")),
]
OTHER = {"cle": "t", "titre": "Bilan", "editeur": "P", "date": "?", "adresse": None, "reference": False}


def around(figure: dict[str, Any], fact: dict[str, Any]) -> SheetDocument:
    """Return a sheet in which one figure and one fact, two levels deep, may be altered."""
    deep = a_fact("top", a_fact("middle", fact))
    return a_sheet(a_section("x", [figure, a_figure("g")], [deep]), sources=[OTHER])


def plain(changes: list[Change]) -> list[tuple[str, Nature, tuple[Field, ...]]]:
    """Return the changes, their no-break spaces undone."""
    return [
        (
            change.key,
            change.nature,
            tuple(
                Field(
                    label=one.label,
                    before=one.before.replace("\xa0", " "),
                    after=one.after.replace("\xa0", " "),
                )
                for one in change.fields
            ),
        )
        for change in changes
    ]


@pytest.mark.parametrize(("said", "expected"), FIGURE_SAID, ids=lambda said: str(said)[:30])
def test_each_thing_said_of_a_figure_is_found_in_words(said: dict[str, Any], expected: Field) -> None:
    before, after = (around(a_figure("f", **one), a_fact("e")) for one in ({}, said))

    found = plain(find(before, after))

    assert [(key, nature, fields[0]) for key, nature, fields in found] == [("f", Nature.CHANGED, expected)]


@pytest.mark.parametrize(("said", "expected"), FACT_SAID, ids=lambda said: str(said)[:30])
def test_each_thing_said_of_a_deep_fact_is_found_in_words(said: dict[str, Any], expected: Field) -> None:
    before, after = (around(a_figure("f"), a_fact("e", **one)) for one in ({}, said))

    assert plain(find(before, after)) == [("e", Nature.CHANGED, (expected,))]


def test_what_is_said_of_the_owner_and_the_sources_is_found() -> None:
    source = {**OTHER, "titre": "Rapport", "adresse": "https://exemple.fr/"}
    before, after = a_sheet(sources=[OTHER]), a_sheet(sources=[source], nom="Autre", membre_depuis="2016")

    found = [(change.section, [one.label for one in change.fields]) for change in find(before, after)]

    assert found == [
        ("La collectivité", ["Nom", "Membre du réseau depuis"]),
        ("Sources", ["Titre", "Adresse"]),
    ]


def test_addresses_and_the_words_of_a_value_tell_nothing() -> None:
    other = a_figure("f", en_clair="huit", adresse="https://ailleurs.fr/")
    before, after = around(a_figure("f"), a_fact("e")), around(other, a_fact("e"))

    assert find(before, after) == []


def test_a_figure_that_moves_stays_itself() -> None:
    before = a_sheet(a_section("x", [a_figure("f")]), a_section("y"))
    after = a_sheet(a_section("x"), a_section("y", [a_figure("f")]))

    assert [(one.section, one.fields) for one in find(before, after)] == [
        ("Thème y", (Field(label="Thème", before="Thème x", after="Thème y"),))
    ]


def test_a_fact_that_goes_into_another_says_which() -> None:
    before = a_sheet(a_section("x", facts=[a_fact("e"), a_fact("g")]))
    after = a_sheet(a_section("x", facts=[a_fact("e", a_fact("g"))]))

    assert [one.fields for one in find(before, after)] == [(Field(label="Dans", before="", after="Fait e"),)]


def test_two_themes_called_alike_are_told_apart() -> None:
    before = a_sheet(a_section("x", [a_figure("f")], title="Un"), a_section("y", title="Un"))
    after = a_sheet(a_section("x", title="Un"), a_section("y", [a_figure("f")], title="Un"))

    assert [one.fields for one in find(before, after)] == [
        (Field(label="Thème", before="Un (x)", after="Un (y)"),)
    ]


def test_what_comes_and_goes_says_everything_once() -> None:
    before, after = a_sheet(a_section("x")), a_sheet(a_section("x", facts=[a_fact("e", explication="Oui")]))

    added, withdrawn = find(before, after), find(after, before)

    assert [(one.nature, one.label) for one in added] == [(Nature.ADDED, "Fait e")]
    assert [(one.nature, one.label) for one in withdrawn] == [(Nature.WITHDRAWN, "Fait e")]
    assert {one.label: one.after for one in added[0].fields}["Explication"] == "Oui"
    assert {one.label: one.before for one in withdrawn[0].fields}["Explication"] == "Oui"


def test_a_new_order_is_one_change_that_shows_what_moved() -> None:
    before = a_sheet(a_section("x", [a_figure(key) for key in "abcd"]))
    after = a_sheet(a_section("x", [a_figure(key) for key in "acbd"]))

    assert plain(find(before, after)) == [
        (
            "chiffre/x/",
            Nature.CHANGED,
            (Field(label="Ordre", before="Chiffre b ; Chiffre c", after="Chiffre c ; Chiffre b"),),
        )
    ]


def test_changes_come_in_the_order_of_the_sheet_the_withdrawn_last() -> None:
    before = a_sheet(a_section("x", [a_figure("a"), a_figure("b")]), a_section("y", [a_figure("c")]))
    after = a_sheet(a_section("x", [a_figure("b", valeur="9")]), a_section("y", [a_figure("c", valeur="9")]))

    found = {title: [one.key for one in some] for title, some in by_section(find(before, after)).items()}

    assert found == {"Thème x": ["b", "a"], "Thème y": ["c"]}


@given(sheets())
def test_a_sheet_differs_in_nothing_from_itself(sheet: SheetDocument) -> None:
    assert find(sheet, sheet) == []


@given(sheets(), sheets())
def test_two_sheets_that_differ_have_a_change_to_tell(before: SheetDocument, after: SheetDocument) -> None:
    assert bool(find(before, after)) == (before != after)


@given(sheets(), sheets())
def test_the_other_way_round_says_the_reverse(before: SheetDocument, after: SheetDocument) -> None:
    reverse = {Nature.ADDED: Nature.WITHDRAWN, Nature.WITHDRAWN: Nature.ADDED, Nature.CHANGED: Nature.CHANGED}
    there = {(one.what, one.key): (one.nature, one.fields) for one in find(before, after)}
    back = {
        (one.what, one.key): (
            reverse[one.nature],
            tuple(Field(label=said.label, before=said.after, after=said.before) for said in one.fields),
        )
        for one in find(after, before)
    }

    assert there == back


WORDS = st.lists(st.sampled_from(["une", "aide", "prêt", " ", "\n"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_marked_texts_keep_every_word(before: str, after: str) -> None:
    old, new = pieces(before, after)

    assert ("".join(one.text for one in old), "".join(one.text for one in new)) == (before, after)


def test_only_the_words_that_differ_are_marked() -> None:
    old, new = pieces("Elle aide les associations.", "Elle aide toutes les associations.")

    assert [one.text for one in old if one.differs] == []
    assert [one.text.strip() for one in new if one.differs] == ["toutes"]


def test_texts_with_little_in_common_are_shown_whole() -> None:
    old, new = pieces("Rien de tel", "Tout autre chose")

    assert [(one.text, one.differs) for one in [*old, *new]] == [
        ("Rien de tel", False),
        ("Tout autre chose", False),
    ]
