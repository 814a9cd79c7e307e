"""What holds for every questionnaire and everything typed into it."""

import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.questions.answers import Outcome, clean
from maillage.base.questions.definition import Definition
from maillage.base.questions.drafts import blank, reopen
from maillage.base.questions.forms import QuestionForm
from maillage.base.questions.kinds import Computed
from maillage.base.questions.migration import empty, migrate
from maillage.base.questions.posting import receive
from maillage.base.tests.questionnaires import TYPED, definitions, entries


@st.composite
def cases(draw: st.DrawFn) -> tuple[Definition, dict[str, object]]:
    """A questionnaire and something typed into it."""
    definition = draw(definitions())
    return definition, draw(entries(definition))


@given(cases())
def test_stored_answer_shown_again_is_the_same(case: tuple[Definition, dict[str, object]]) -> None:
    definition, typed = case
    outcome = clean(definition, typed)

    again = clean(definition, reopen(definition, outcome.stored)["saisie"])

    assert again.stored == outcome.stored


@given(cases())
def test_stored_answer_posted_from_its_form_is_the_same(case: tuple[Definition, dict[str, object]]) -> None:
    definition, typed = case
    stored = clean(definition, typed).stored
    page = QuestionForm(definition, reopen(definition, stored))

    received = receive(definition, blank(definition), posted(page))

    assert QuestionForm(definition, received.draft, checked=True).outcome.stored == stored


def posted(page: QuestionForm) -> QueryDict:
    """What a browser sends when the page is submitted untouched."""
    data = QueryDict(mutable=True)
    data["questions-vues"] = page.displayed
    for name, raw in page.initial.items():
        data.setlist(name, raw if isinstance(raw, list) else [raw])
    return data


@given(cases())
def test_stored_answer_is_plain_json(case: tuple[Definition, dict[str, object]]) -> None:
    stored = clean(*case).stored

    assert json.loads(json.dumps(stored, allow_nan=False).encode()) == stored


@given(cases())
def test_answer_never_holds_what_is_not_asked(case: tuple[Definition, dict[str, object]]) -> None:
    outcome = clean(*case)

    assert not outcome.hidden & outcome.answers.keys()
    assert not outcome.hidden & outcome.errors.keys()


@given(cases())
def test_entries_are_never_changed(case: tuple[Definition, dict[str, object]]) -> None:
    definition, typed = case
    before = repr(typed)

    clean(definition, typed)

    assert repr(typed) == before


@given(cases(), st.data())
def test_form_shows_anything_typed(case: tuple[Definition, dict[str, object]], data: st.DataObject) -> None:
    definition, typed = case
    draft = blank(definition) | {"saisie": typed}

    page = QuestionForm(definition, draft, checked=data.draw(st.booleans()))

    assert all(str(field) for field in page)
    assert page.is_valid() == (page.is_bound and not page.outcome.errors)


NAMES = st.sampled_from(["q0", "q1", "g-0-c0", "g-1-c1", "questions-vues", "questions-ligne", "x"])
SENT = TYPED | st.sampled_from(["q0 g g-0 g-1", "g-99999", "+g", "-g:0", "-g:9999", "+zz", "\x00"])


@given(cases(), st.lists(st.tuples(NAMES, SENT), max_size=8))
def test_posted_page_is_never_an_error(
    case: tuple[Definition, dict[str, object]], pairs: list[tuple[str, str]]
) -> None:
    definition, typed = case
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)

    received = receive(definition, blank(definition) | {"saisie": typed}, data)

    assert QuestionForm(definition, received.draft, checked=True, shown=received.shown).blocks is not None


@given(cases())
def test_computed_fields_equal_their_recomputation(case: tuple[Definition, dict[str, object]]) -> None:
    definition, typed = case
    outcome = clean(definition, typed)

    for key, item in definition.top.items():
        if isinstance(item, Computed) and key not in outcome.hidden and key not in outcome.errors:
            assert outcome.answers.get(key) == recomputed(item, outcome)


def recomputed(item: Computed, outcome: Outcome) -> str | None:
    """Work the formula out again, in fractions, from the stored answer."""
    figures = [figure for term in item.formula.terms for figure in known(term, outcome.answers)]
    missing = None in figures
    numbers = [figure for figure in figures if figure is not None]
    padded = [figure or Fraction(0) for figure in figures]
    result: Fraction | int | None
    match item.formula.operation:
        case "somme":
            result = sum(numbers)
        case "compte":
            result = len(numbers)
        case "difference":
            result = padded[0] - padded[1]
        case "produit":
            result = None if missing else padded[0] * padded[1]
        case "rapport":
            result = None if missing or not padded[1] else padded[0] / padded[1]
    return None if result is None else rounded(Fraction(result), item.digits)


def known(term: str, answers: Any) -> list[Fraction | None]:
    """Return the figures that a term stands for."""
    if term[0].isdigit():
        return [Fraction(term)]
    group, _, column = term.rpartition(".")
    if group:
        return [Fraction(row[column]) if column in row else None for row in answers.get(group, [])]
    if isinstance(answers.get(term), list):
        return [Fraction(1) for _ in answers[term]]
    return [Fraction(answers[term]) if term in answers else None]


def rounded(value: Fraction, places: int) -> str:
    """Round half up, whatever the sign, and write with `places` decimals."""
    scaled = abs(value) * 10**places
    cut = int(scaled + Fraction(1, 2))
    signed = Decimal(cut if value >= 0 else -cut).scaleb(-places)
    return str(signed.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0)


@given(definitions(), definitions(version=2), st.data())
def test_migration_loses_nothing(old: Definition, new: Definition, data: st.DataObject) -> None:
    typed = data.draw(entries(old))

    moved, report = migrate(blank(old) | {"saisie": typed}, old, new)

    told = len(report.kept) + len(report.converted) + len(report.set_aside)
    assert told >= sum(not empty(raw) for key, raw in typed.items() if key != "g")
    assert len(moved["ecarte"]) == len(report.set_aside)
    assert moved["version"] == 2
    clean(new, moved["saisie"])


@given(cases())
def test_migration_to_the_same_questions_changes_nothing(case: tuple[Definition, dict[str, object]]) -> None:
    definition, typed = case
    stored = clean(definition, typed).stored

    moved, report = migrate(reopen(definition, stored), definition, definition)

    assert (moved, report.sentences) == (reopen(definition, stored), [])
