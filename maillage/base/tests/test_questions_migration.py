"""Open drafts on a new version: kept, converted, or set aside with the former label."""

import pytest

from maillage.base.questions.drafts import Draft, blank
from maillage.base.questions.migration import Report, migrate
from maillage.base.tests.questionnaires import asked, form, options


def moved(before: dict[str, object], after: dict[str, object], typed: object) -> tuple[Draft, Report]:
    """Migrate one answer from one question to another."""
    old, new = form(before), form(after, version=2)
    return migrate(blank(old) | {"saisie": {str(before["cle"]): typed}}, old, new)


AB = options("a", "b")
TWO = [*options("oui", "b")]
CONVERTED = [
    (asked("entier"), asked("decimal"), "12", "12"),
    (asked("decimal"), asked("entier"), "12", "12"),
    (asked("decimal"), asked("montant"), "12,5", "12,5"),
    (asked("texte"), asked("siret"), "732 829 320 00074", "732 829 320 00074"),
    (asked("texte"), asked("texte_long"), "a", "a"),
    (asked("texte_long"), asked("texte"), "a\nb", "a\nb"),
    (asked("date"), asked("date_floue"), "2026-12-31", "2026-12-31"),
    (asked("date"), asked("texte"), "2026-12-31", "31 décembre 2026"),
    (asked("choix", choix=AB), asked("choix_multiples", choix=AB), "a", ["a"]),
    (asked("choix", choix=AB), asked("texte"), "a", "A"),
    (asked("oui_non"), asked("choix", choix=TWO), "oui", "oui"),
]


@pytest.mark.parametrize(("before", "after", "typed", "converted"), CONVERTED)
def test_answer_is_converted(
    before: dict[str, object], after: dict[str, object], typed: object, converted: object
) -> None:
    draft, report = moved(before, after, typed)

    assert draft == {"version": 2, "saisie": {"q": converted}, "ecarte": []}
    assert report == Report(converted=("Question q",))


ASIDE = [
    (asked("decimal"), asked("entier"), "12,5"),
    (asked("taux"), asked("decimal"), "12,5"),
    (asked("texte"), asked("date"), "31/12/2026"),
    (asked("texte"), asked("courriel"), "nom@"),
    (asked("oui_non"), asked("choix", choix=AB), "oui"),
    (asked("entier"), asked("texte"), "douze"),
    (asked("entier"), asked("calcul", calcul={"somme": "1"}), "12"),
    (asked("entier"), asked("groupe", questions=[asked("entier", "c")]), "12"),
    (asked("groupe", questions=[asked("entier", "c")]), asked("entier"), [{"c": "1"}]),
    (asked("entier"), asked("entier", "autre"), "12"),
    (asked("choix", choix=AB), asked("choix", choix=options("b")), "a"),
]


@pytest.mark.parametrize(("before", "after", "typed"), ASIDE)
def test_answer_without_a_place_is_set_aside(
    before: dict[str, object], after: dict[str, object], typed: object
) -> None:
    draft, report = moved(before, after, typed)

    aside = {"version": 1, "cle": "q", "libelle": "Question q", "valeur": typed}
    assert draft == {"version": 2, "saisie": {}, "ecarte": [aside]}
    assert [label for label, _ in report.set_aside] == ["Question q"]


def test_answer_of_the_same_type_is_kept_even_wrong() -> None:
    draft, report = moved(asked("entier"), asked("entier", max=10), "douze")

    assert draft["saisie"] == {"q": "douze"}
    assert report == Report(kept=("q",))


def test_ticked_boxes_that_still_exist_are_kept() -> None:
    draft, report = moved(
        asked("choix_multiples", choix=AB), asked("choix_multiples", choix=options("b", "c")), ["a", "b"]
    )

    assert draft["saisie"] == {"q": ["b"]}
    assert draft["ecarte"][0]["valeur"] == ["a"]
    assert report.kept == ("q",)


def test_question_renamed_keeps_its_answer() -> None:
    draft, _ = moved(asked("entier", "effectif"), asked("entier", "salaries", anciennement=["effectif"]), "4")

    assert draft["saisie"] == {"salaries": "4"}


def test_question_that_kept_its_key_goes_before_a_renamed_one() -> None:
    old, new = (
        form(asked("entier", "a"), asked("entier", "b")),
        form(asked("entier", "b", anciennement=["a"])),
    )

    draft, report = migrate(blank(old) | {"saisie": {"a": "1", "b": "2"}}, old, new)

    assert draft["saisie"] == {"b": "2"}
    assert report.set_aside == (("Question a", "cette question n’est plus posée"),)


def test_rows_are_carried_column_by_column() -> None:
    old = form(asked("groupe", "g", questions=[asked("entier", "n"), asked("texte", "t")]))
    new = form(asked("groupe", "h", anciennement=["g"], questions=[asked("decimal", "n")]), version=2)

    draft, report = migrate(blank(old) | {"saisie": {"g": [{"n": "1"}, {"n": "2", "t": "x"}]}}, old, new)

    assert draft["saisie"] == {"h": [{"n": "1"}, {"n": "2"}]}
    assert [aside["cle"] for aside in draft["ecarte"]] == ["g-1-t"]
    assert len(report.converted) == 2


def test_what_was_set_aside_before_stays() -> None:
    first, _ = moved(asked("entier", "a"), asked("entier", "b"), "1")
    second, _ = migrate(first, form(asked("entier", "b"), version=2), form(asked("entier", "c"), version=3))

    assert second["ecarte"] == first["ecarte"]


def test_nothing_typed_is_not_reported() -> None:
    old = form(asked("entier", "a"), asked("groupe", "g", questions=[asked("entier", "n")]))

    draft, report = migrate(
        blank(old) | {"saisie": {"a": " ", "g": [{"n": ""}]}}, old, form(asked("note", "x"))
    )

    assert (draft["saisie"], draft["ecarte"], report) == ({}, [], Report())


def test_report_is_told_in_french() -> None:
    report = Report(
        kept=("a",), converted=("Effectif",), set_aside=(("Statut", "ce choix n’est plus proposé"),)
    )

    assert [sentence.replace("\u00a0", " ") for sentence in report.sentences] == [
        "« Effectif » : votre réponse a été convertie, vérifiez-la.",
        "« Statut » : ce choix n’est plus proposé. Votre réponse est gardée à part.",
    ]
