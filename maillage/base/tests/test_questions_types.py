"""What each type of question accepts, refuses, shows again and says."""

from typing import Any, cast

import pytest

from maillage.base.questions.codes import siret_holds
from maillage.base.questions.kinds import Input
from maillage.base.questions.texts import LONGEST, Unreadable, Value
from maillage.base.tests.questionnaires import SPACES, asked, form, options

NARROW = "\u202f"


def question(kind: str, **more: Any) -> Input:
    """Return one parsed question."""
    return cast("Input", form(asked(kind, **more)).items[0])


READ = [
    ("texte", {}, "  Les Jardins\r\nde la Moder ", "Les Jardins de la Moder"),
    ("texte", {}, "cafe\u0301 \x00\ud800!", "café !"),
    ("texte", {}, 12, "12"),
    ("texte_long", {}, "un\r\ndeux\n", "un\ndeux"),
    ("entier", {}, f"1{NARROW}250", 1250),
    ("entier", {}, "−3", -3),
    ("entier", {}, 7, 7),
    ("decimal", {}, "1,5", "1.50"),
    ("decimal", {"decimales": 4}, ".1234", "0.1234"),
    ("decimal", {}, "-0,00", "0.00"),
    ("decimal", {}, 0.25, "0.25"),
    ("montant", {}, "1\u202f234,5 €", "1234.50"),
    ("montant", {"min": -10}, "-5", "-5.00"),
    ("taux", {}, "12,5 %", "0.125000"),
    ("taux", {"max": 2}, "133,3333", "1.333333"),
    ("date", {}, "1/2/2026", "2026-02-01"),
    ("date", {}, "2024-02-29", "2024-02-29"),
    ("date_floue", {}, "05/2026", "2026-05"),
    ("date_floue", {}, "2026-05/2026-06", "2026-05/2026-06"),
    ("oui_non", {}, "nsp", "nsp"),
    ("oui_non", {}, True, "oui"),
    ("choix", {"choix": options("a", "b")}, "b", "b"),
    ("choix_multiples", {"choix": options("a", "b", "c")}, ["c", "a", "c", ""], ["a", "c"]),
    ("choix_multiples", {"choix": options("a", "b")}, "a", ["a"]),
    ("courriel", {}, " nom@exemple.fr ", "nom@exemple.fr"),
    ("telephone", {}, "03 87.12-34 56", "+33387123456"),
    ("telephone", {}, "+352 12 34 56 78", "+35212345678"),
    ("siret", {}, "732 829 320 00074", "73282932000074"),
    ("siret", {}, "35600000000048", "35600000000048"),
    ("commune", {}, "2a004", "2A004"),
    ("piece", {}, "documents.file:12", "documents.file:12"),
]


@pytest.mark.parametrize(("kind", "more", "typed", "stored"), READ)
def test_answer_is_stored_in_one_form(
    kind: str, more: dict[str, object], typed: object, stored: Value
) -> None:
    asked_for = question(kind, **more)

    assert asked_for.read(typed) == stored
    assert asked_for.read(asked_for.show(stored)) == stored


EMPTY = ["", "  ", None, "\x00", "\n"]


@pytest.mark.parametrize("typed", EMPTY)
@pytest.mark.parametrize("kind", ["texte", "entier", "montant", "date", "date_floue", "oui_non", "siret"])
def test_nothing_typed_is_no_answer(kind: str, typed: object) -> None:
    assert question(kind).read(typed) is None


REFUSED = [
    ("texte", {"longueur_max": 3}, "abcd", "Réponse trop longue : 4 caractères pour 3 au plus."),
    ("texte", {"longueur_min": 2}, "a", "Réponse trop courte : 1 caractère pour 2 au moins."),
    ("texte", {}, {"a": 1}, "Cette réponse n’a pas la forme attendue : écrivez un texte ou un nombre."),
    ("texte", {}, "a" * (LONGEST + 1), "Réponse trop longue : 20 000 caractères au plus."),
    ("entier", {}, "1,5", "Écrivez un nombre entier, sans virgule."),
    ("entier", {}, "douze", "Écrivez un nombre, par exemple 1 234."),
    ("entier", {"min": 1}, "0", "Le minimum est 1."),
    ("entier", {}, 10**30, "Ce nombre est trop grand."),
    ("entier", {}, "1" * 16, "Écrivez un nombre, par exemple 1 234."),
    ("entier", {}, "١٢", "Écrivez un nombre, par exemple 1 234."),
    ("decimal", {}, float("nan"), "Écrivez un nombre, par exemple 1 234,56."),
    ("decimal", {}, "1e5", "Écrivez un nombre, par exemple 1 234,56."),
    ("decimal", {}, "1.234,56", "Écrivez un nombre, par exemple 1 234,56."),
    ("montant", {}, "1,234", "Au plus 2 décimales."),
    ("montant", {}, "-1", "Le minimum est 0,00 €."),
    ("montant", {"max": 23000}, "23000,01", "Le maximum est 23 000,00 €."),
    ("taux", {}, "101", "Le maximum est 100 %."),
    ("date", {}, "31/02/2026", "Cette date n’existe pas : vérifiez le jour et le mois."),
    ("date", {}, "demain", "Écrivez une date, par exemple 31/12/2026."),
    (
        "date",
        {"min": "2026-01-01"},
        "31/12/2025",
        "La date la plus ancienne possible est le 1er janvier 2026.",
    ),
    ("date", {"max": "2026-01-31"}, "1/2/2026", "La date la plus tardive possible est le 31 janvier 2026."),
    (
        "oui_non",
        {"ne_sait_pas": False},
        "nsp",
        "« nsp » ne fait pas partie des choix : choisissez dans la liste.",
    ),
    ("choix", {"choix": options("a")}, "z", "« z » ne fait pas partie des choix : choisissez dans la liste."),
    (
        "choix_multiples",
        {"choix": options("a", "b"), "max": 1},
        ["a", "b"],
        "Choisissez 1 réponse au plus ; vous en avez 2.",
    ),
    ("choix_multiples", {"choix": options("a", "b"), "min": 2}, ["a"], "Choisissez au moins 2 réponses."),
    ("courriel", {}, "nom@", "Écrivez une adresse électronique, par exemple nom@exemple.fr."),
    ("telephone", {}, "03 87", "Écrivez un numéro à 10 chiffres, ou avec son indicatif : +352 12 34 56."),
    ("siret", {}, "123", "Un SIRET compte 14 chiffres, par exemple 732 829 320 00074."),
    ("siret", {}, "73282932000075", "Ce SIRET n’existe pas : un chiffre est sans doute faux."),
    (
        "commune",
        {},
        "Metz",
        "Écrivez le code officiel de la commune (INSEE), cinq signes, par exemple 67482.",
    ),
    ("piece", {}, "../etc", "Cette pièce n’est pas connue : joignez-la de nouveau."),
]


@pytest.mark.parametrize(("kind", "more", "typed", "sentence"), REFUSED)
def test_answer_is_refused_with_what_to_write(
    kind: str, more: dict[str, object], typed: object, sentence: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        question(kind, **more).read(typed)

    assert str(refused.value).translate(SPACES) == sentence


def test_fuzzy_date_is_refused_with_examples() -> None:
    with pytest.raises(Unreadable, match=r"un mois \(12/2026\) ou une année"):
        question("date_floue").read("bientôt")


SAID = [
    ("entier", {}, 12500, "12 500"),
    ("decimal", {}, "1250.50", "1 250,50"),
    ("montant", {}, "1250.50", "1 250,50 €"),
    ("taux", {}, "0.125000", "12,5 %"),
    ("date", {}, "2026-01-01", "1er janvier 2026"),
    ("date_floue", {}, "2026-05/2026-06", "mai ou juin 2026"),
    ("oui_non", {}, "nsp", "Je ne sais pas"),
    ("choix", {"choix": options("a")}, "gone", "gone"),
    ("choix_multiples", {"choix": options("a", "b")}, ["a", "b"], "A, B"),
    ("siret", {}, "73282932000074", "732 829 320 00074"),
]


@pytest.mark.parametrize(("kind", "more", "stored", "said"), SAID)
def test_answer_is_said_in_french(kind: str, more: dict[str, object], stored: Value, said: str) -> None:
    assert question(kind, **more).say(stored).translate(SPACES) == said


@pytest.mark.parametrize(
    ("digits", "holds"),
    [
        ("73282932000074", True),
        ("73282932000075", False),
        ("35600000049837", True),
        ("35600000000049", False),
    ],
)
def test_siret_check_digit(digits: str, *, holds: bool) -> None:
    assert siret_holds(digits) == holds
