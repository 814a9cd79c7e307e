"""Numbers are checked by their keys; a mistake says where to look."""

import contextlib

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from maillage.organisations import numbers

DIGITS = st.text("0123456789", min_size=8, max_size=8)


def told(check: object, text: str) -> str:
    with pytest.raises(ValidationError) as error:
        check(text)  # type: ignore[operator]
    return str(error.value.messages[0])


@pytest.mark.parametrize(
    "text", ["732829320", "732 829 320", " 732.829.320 ", "732-829-320", "732\xa0829\xa0320"]
)
def test_siren_is_read_however_it_is_spaced(text: str) -> None:
    assert numbers.siren(text) == "732829320"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("732829321", "Relisez groupe par groupe\xa0: 732 · 829 · 321."),
        ("73282932", "Un SIREN a 9 chiffres\xa0: il en manque 1."),
        ("7328293200", "Un SIREN a 9 chiffres\xa0: il y en a 1 de trop."),
        ("73282932O", "Un SIREN n’a que des chiffres. Retirez\xa0: O"),
        ("73282932000074", "C’est un SIRET (14 chiffres). Le SIREN en est le début\xa0: 732\xa0829\xa0320."),
        ("٧٣٢٨٢٩٣٢٠", "Un SIREN n’a que des chiffres. Retirez\xa0: ٠٢٣٧٨٩"),
    ],
)
def test_wrong_siren_says_what_is_wrong(text: str, sentence: str) -> None:
    assert told(numbers.siren, text).endswith(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("73282932100074", "Relisez ses neuf premiers chiffres\xa0: 732 · 829 · 321."),
        ("73282932000079", "Relisez les cinq derniers chiffres\xa0: 00079."),
        ("732829320", "C’est un SIREN (9 chiffres). Ajoutez les 5 chiffres de l’établissement."),
        ("7328293200007", "Un SIRET a 14 chiffres\xa0: il en manque 1."),
    ],
)
def test_wrong_siret_says_in_which_group(text: str, sentence: str) -> None:
    assert told(numbers.siret, text).endswith(sentence)


def test_siret_is_read() -> None:
    assert numbers.siret("732 829 320 00074") == "73282932000074"


def test_siret_of_la_poste_has_its_own_rule() -> None:
    """Their digits sum to a multiple of 5; the head office alone has the key of all others."""
    assert numbers.siret("356 000 000 49837") == "35600000049837"
    assert numbers.siret("356 000 000 00048") == "35600000000048"
    assert told(numbers.siret, "35600000049838").startswith("La fin de ce SIRET est fausse")


@pytest.mark.parametrize("text", ["w882001234", "W 882 001 234", "W882001234"])
def test_rna_is_read(text: str) -> None:
    assert numbers.rna(text) == "W882001234"


@pytest.mark.parametrize("text", ["882001234", "W88200123", "W8820012345", "X882001234", "W88200123A"])
def test_wrong_rna_shows_how_it_is_written(text: str) -> None:
    assert told(numbers.rna, text).startswith("Un numéro RNA s’écrit W suivi de 9 chiffres")


@given(DIGITS)
def test_every_stem_has_one_key(stem: str) -> None:
    key = luhn.calc_check_digit(stem)

    assert numbers.siren(stem + key) == stem + key
    for other in set("0123456789") - {key}:
        assert "Relisez groupe par groupe" in told(numbers.siren, stem + other)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    for check in (numbers.siren, numbers.siret, numbers.rna):
        with contextlib.suppress(ValidationError):
            assert check(text) == numbers.compact(text)


@pytest.mark.parametrize(
    ("code", "local"), [("57463", True), ("67482", True), ("68066", True), ("88160", False)]
)
def test_local_law_is_that_of_three_departments(code: str, local: bool) -> None:  # noqa: FBT001 -- a case
    assert numbers.under_local_law(code) is local
