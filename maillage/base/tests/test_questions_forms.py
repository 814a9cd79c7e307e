"""The form: what it shows, what a posted page adds, rows that come and go, without any script."""

import re

import pytest
from django.forms import CheckboxSelectMultiple, RadioSelect, Select, Textarea
from django.http import QueryDict
from django.template.loader import render_to_string

from maillage.base.questions.definition import Definition
from maillage.base.questions.drafts import Draft, blank
from maillage.base.questions.forms import APPEARS, QuestionForm
from maillage.base.questions.parsing import parse
from maillage.base.questions.posting import receive
from maillage.base.tests.questionnaires import BUDGET, FILLED, asked, form, options

DEFINITION = parse(BUDGET)


def draft_of(definition: Definition, **typed: object) -> Draft:
    """Return a draft in which this was typed."""
    return blank(definition) | {"saisie": typed}


def page(draft: Draft, **posted: str | list[str]) -> QueryDict:
    """Return what a browser posts from the page of a draft, with changes."""
    shown = QuestionForm(DEFINITION, draft)
    data = QueryDict(mutable=True)
    data["questions-vues"] = shown.displayed
    for name, value in {**shown.initial, **posted}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def html(form: QuestionForm) -> str:
    """Return the questions as the page shows them."""
    return render_to_string("questions/form.html", {"form": form})


def test_form_shows_only_what_is_asked() -> None:
    fields = QuestionForm(DEFINITION, blank(DEFINITION)).fields

    assert [*fields] == [
        *("nom", "statut", "siret", "subvention", "ressources"),
        *("charges-0-poste", "charges-0-mois", "charges-0-montant"),
    ]


def test_form_of_a_section_asks_and_checks_that_step_alone() -> None:
    form = QuestionForm(
        DEFINITION, draft_of(DEFINITION, nom="A", statut="scop"), checked=True, section="structure"
    )

    assert [*form.fields] == ["nom", "statut", "siret"]
    assert form.is_valid()
    assert form.outcome.errors.keys() == {"charges", "subvention"}


def test_form_filled_is_valid() -> None:
    form = QuestionForm(DEFINITION, blank(DEFINITION) | {"saisie": FILLED}, checked=True)

    assert form.is_valid()
    assert form.initial["charges-0-montant"] == "2 000,50 €"


def test_mistake_stands_beside_its_question_and_what_was_typed_stays() -> None:
    form = QuestionForm(DEFINITION, blank(DEFINITION) | {"saisie": FILLED | {"siret": "123"}}, checked=True)

    shown = html(form)

    assert form.errors["siret"] == [
        "Un SIRET compte 14\u00a0chiffres, par exemple 732\u00a0829\u00a0320\u00a000074."
    ]
    assert 'value="123"' in shown
    assert "Un SIRET compte" in shown


def test_mistakes_without_a_question_stand_at_the_top() -> None:
    form = QuestionForm(
        DEFINITION, draft_of(DEFINITION, nom="A", statut="scop", subvention="5"), checked=True
    )

    told = [str(error).replace("\u00a0", " ")[:40] for error in form.non_field_errors()]

    assert told == ["Question charges : Remplissez au moins 1", "Question total_produits 5,00 € − Questio"]


def test_form_not_checked_shows_no_mistake() -> None:
    assert QuestionForm(DEFINITION, draft_of(DEFINITION, siret="123")).errors == {}


def test_posted_page_becomes_the_draft() -> None:
    received = receive(
        DEFINITION, blank(DEFINITION), page(blank(DEFINITION), nom="A\r\nB\x00", csrfmiddlewaretoken="x")
    )

    assert received.draft["saisie"]["nom"] == "A\nB"
    assert "csrfmiddlewaretoken" not in received.draft["saisie"]


def test_question_that_appears_is_told_gently() -> None:
    received = receive(DEFINITION, blank(DEFINITION), page(blank(DEFINITION), nom="A", statut="autre"))

    form = QuestionForm(DEFINITION, received.draft, checked=True, shown=received.shown, section="structure")

    assert form.errors == {"precision": [APPEARS]}


def test_answer_hidden_meanwhile_stays_in_the_draft() -> None:
    draft = draft_of(DEFINITION, statut="autre", precision="gardée")

    received = receive(DEFINITION, draft, page(draft, statut="scop"))
    again = receive(DEFINITION, received.draft, page(received.draft, nom="A"))

    assert again.draft["saisie"]["precision"] == "gardée"


def test_step_posted_leaves_the_other_steps() -> None:
    data = QueryDict("questions-vues=nom+statut+siret&nom=B")

    saved = receive(DEFINITION, draft_of(DEFINITION, nom="A", subvention="5"), data).draft["saisie"]

    assert saved == {"nom": "B", "statut": "", "siret": "", "subvention": "5"}


def test_boxes_all_unticked_are_an_empty_answer() -> None:
    definition = form(asked("choix_multiples", "m", choix=options("a", "b")))

    received = receive(definition, draft_of(definition, m=["a"]), QueryDict("questions-vues=m"))

    assert received.draft["saisie"] == {"m": []}


def test_row_added_keeps_what_was_typed_and_checks_nothing() -> None:
    data = page(blank(DEFINITION), **{"charges-0-poste": "Loyer", "questions-ligne": "+charges"})

    received = receive(DEFINITION, blank(DEFINITION), data)

    assert received.gesture
    assert received.draft["saisie"]["charges"] == [{"poste": "Loyer", "mois": "", "montant": ""}, {}]


def test_row_removed_is_the_one_named() -> None:
    draft = draft_of(DEFINITION, charges=[{"poste": "A"}, {"poste": "B"}, {"poste": "C"}])

    received = receive(DEFINITION, draft, page(draft, **{"questions-ligne": "-charges:1"}))

    rows = received.draft["saisie"]["charges"]
    assert isinstance(rows, list)
    assert [row["poste"] for row in rows] == ["A", "C"]


def test_row_beyond_the_most_is_not_added() -> None:
    draft = draft_of(DEFINITION, charges=[{"poste": "A"}] * 5)

    received = receive(DEFINITION, draft, page(draft, **{"questions-ligne": "+charges"}))

    rows = received.draft["saisie"]["charges"]
    assert isinstance(rows, list)
    assert len(rows) == 5


@pytest.mark.parametrize("gesture", ["+nom", "-charges", "+pirate", "charges", "-charges:99999999", "\x00"])
def test_button_that_does_not_exist_changes_nothing(gesture: str) -> None:
    draft = draft_of(DEFINITION, charges=[{"poste": "A"}])
    usual = receive(DEFINITION, draft, page(draft))

    received = receive(DEFINITION, draft, page(draft, **{"questions-ligne": gesture}))

    assert received.draft == usual.draft


CONTROLS = [
    ("texte_long", {}, Textarea),
    ("oui_non", {}, RadioSelect),
    ("choix", {"choix": options(*"abcdefg")}, RadioSelect),
    ("choix", {"choix": options(*"abcdefgh")}, Select),
    ("choix_multiples", {"choix": options("a")}, CheckboxSelectMultiple),
]


@pytest.mark.parametrize(("kind", "more", "control"), CONTROLS)
def test_control_suits_the_question(kind: str, more: dict[str, object], control: type) -> None:
    definition = form(asked(kind, "q", **more))

    assert type(QuestionForm(definition, blank(definition)).fields["q"].widget) is control


def test_date_mistyped_stays_visible_in_a_text_box() -> None:
    definition = form(asked("date", "d"))

    assert 'type="date"' in html(QuestionForm(definition, draft_of(definition, d="2026-12-31")))
    assert 'value="32/13/2026"' in html(
        QuestionForm(definition, draft_of(definition, d="32/13/2026"), checked=True)
    )


def test_page_shows_rows_buttons_and_computed_fields() -> None:
    shown = html(QuestionForm(DEFINITION, blank(DEFINITION) | {"saisie": FILLED}))

    assert shown.count("<fieldset") == 5
    assert re.findall('formnovalidate name="questions-ligne" value="([^"]+)"', shown) == [
        *("-charges:0", "-charges:1", "-charges:2", "+charges"),
    ]
    assert "<output>24\u202f606,00\u00a0€</output>" in shown


def test_first_button_is_the_ordinary_one_so_that_enter_removes_nothing() -> None:
    shown = html(QuestionForm(DEFINITION, blank(DEFINITION) | {"saisie": FILLED}))

    (first, *_) = re.findall("<button[^>]*>", shown)

    assert "name=" not in first


def test_texts_of_a_definition_are_escaped() -> None:
    hostile = "<script>alert(1)</script>"
    definition = form(
        asked("texte", "q", libelle=hostile, aide=hostile),
        asked("note", "n", aide=hostile),
        asked("groupe", "g", aide=hostile, ligne=hostile, questions=[asked("texte", "c", aide=hostile)]),
    )

    assert "<script" not in html(QuestionForm(definition, blank(definition)))
