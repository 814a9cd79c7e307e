from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.base.errors import Conflict
from maillage.base.tests.pages import CaseForm
from maillage.base.tests.specimens.models import Case
from maillage.base.versions import EditConflict

MINE = {"title": "Mon titre", "kind": "b", "amount": "20,00", "version": "1"}


@pytest.fixture
def case(specimens: None) -> Case:  # noqa: ARG001 -- comes first
    return Case.objects.create(title="Premier titre", amount=Decimal(10))


@pytest.fixture
def overtaken(case: Case) -> Case:
    other = Case.objects.get(pk=case.pk)
    other.title = "Son <titre>"
    other.save_at(1)
    return case


def filled(case: Case) -> CaseForm:
    form = CaseForm(MINE, instance=case)
    assert form.is_valid()
    return form


def test_a_save_at_the_right_version_makes_the_next_one(case: Case) -> None:
    case.title = "b"

    case.save_at(1)

    assert (case.version, *Case.objects.values_list("version", "title").get()) == (2, 2, "b")


def test_a_stale_save_changes_nothing(overtaken: Case) -> None:
    overtaken.title = "Mon titre"

    with pytest.raises(Conflict, match="pendant que vous écriviez"):
        overtaken.save_at(1)
    assert (overtaken.version, Case.objects.get().title) == (1, "Son <titre>")


@pytest.mark.parametrize("expected", [0, 2, 99])
def test_a_version_never_made_is_stale(case: Case, expected: int) -> None:
    with pytest.raises(Conflict):
        case.save_at(expected)


def test_a_save_of_some_fields_leaves_the_others(case: Case) -> None:
    Case.objects.update(reason="écrit par un acte")
    case.title, case.reason = "b", "périmé"

    case.save_at(1, fields=["title"])

    assert Case.objects.values_list("title", "reason").get() == ("b", "écrit par un acte")


EVENTS = st.lists(st.tuples(st.sampled_from(["read", "save"]), st.integers(0, 3)), max_size=30)


@given(EVENTS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_interleaving_equals_a_serial_order(specimens: None, events: list[tuple[str, int]]) -> None:  # noqa: ARG001 -- comes first
    pk, open_pages, saved = Case.objects.create(title="").pk, dict[int, Case](), ""
    for event, editor in events:
        if event == "read":
            open_pages[editor] = Case.objects.get(pk=pk)
        elif page := open_pages.pop(editor, None):
            page.title = f"{page.title}{editor}"[-100:]
            saved = _try(page) or saved

    assert Case.objects.get(pk=pk).title == saved
    assert Case.objects.get(pk=pk).version == 1 + len(saved)


def _try(page: Case) -> str:
    try:
        page.save_at(page.version)
    except Conflict:
        return ""
    return page.title


@pytest.mark.usefixtures("shared_specimens")
def test_of_parallel_saves_from_one_version_one_wins(together: Callable[..., list[Any]]) -> None:
    pk = Case.objects.create(title="a").pk

    results = together(*[lambda: Case.objects.get(pk=pk).save_at(1)] * 4)

    assert sorted(type(result).__name__ for result in results) == ["Conflict"] * 3 + ["NoneType"]


def test_a_form_carries_the_version_it_was_shown_with(overtaken: Case) -> None:
    overtaken.refresh_from_db()

    assert 'name="version" value="2"' in str(CaseForm(instance=overtaken)["version"])


def test_a_form_saves_at_its_version(case: Case) -> None:
    assert filled(case).save().version == 2
    assert Case.objects.values_list("title", "amount").get() == ("Mon titre", Decimal(20))


def test_a_form_creates_without_a_version(specimens: None) -> None:  # noqa: ARG001 -- comes first
    form = CaseForm({**MINE, "version": ""})

    assert form.is_valid()
    assert form.save().version == 1


@pytest.mark.parametrize("version", ["", "abc", "0"])
def test_a_form_that_does_not_say_its_version_is_refused(case: Case, version: str) -> None:
    form = CaseForm({**MINE, "version": version}, instance=case)

    assert list(form.errors) == ["version"]


def test_a_stale_form_tells_both_texts(overtaken: Case) -> None:
    with pytest.raises(EditConflict) as conflict:
        filled(overtaken).save()

    assert conflict.value.context()["differences"] == [
        {"label": "Titre", "mine": "Mon titre", "theirs": "Son <titre>"},
        {"label": "Genre", "mine": "Bourse", "theirs": "Aide"},
        {"label": "Montant", "mine": "20,00", "theirs": "10,00"},
    ]


@pytest.mark.urls("maillage.base.tests.pages")
def test_a_stale_edit_loses_neither_text(client: Client, overtaken: Case) -> None:
    page = client.post(f"/dossiers/{overtaken.pk}/", MINE)

    html = page.content.decode()
    assert (page.status_code, html.count("<h1>")) == (409, 1)
    assert "Son &lt;titre&gt;" in html
    assert 'value="Mon titre"' in html
    assert Case.objects.get().title == "Son <titre>"


@pytest.mark.urls("maillage.base.tests.pages")
def test_the_page_of_a_conflict_sends_mine_on_the_new_version(client: Client, overtaken: Case) -> None:
    page = client.post(f"/dossiers/{overtaken.pk}/", MINE)
    assert 'name="version" value="2"' in page.content.decode()

    answer = client.post(f"/dossiers/{overtaken.pk}/", {**MINE, "version": "2"})

    assert (answer.status_code, *Case.objects.values_list("title", "version").get()) == (302, "Mon titre", 3)


@pytest.mark.urls("maillage.base.tests.pages")
def test_htmx_gets_the_whole_page_of_a_conflict(client: Client, overtaken: Case) -> None:
    answer = client.post(f"/dossiers/{overtaken.pk}/", MINE, headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Retarget"]) == (409, "body")
    assert "Deux textes pour une même page" in answer.content.decode()


def test_a_stale_form_passes_over_what_both_wrote_alike(overtaken: Case) -> None:
    form = CaseForm({**MINE, "kind": "a", "amount": "10"}, instance=overtaken)
    assert form.is_valid()

    with pytest.raises(EditConflict) as conflict:
        form.save()
    assert [both["label"] for both in conflict.value.context()["differences"]] == ["Titre"]  # type: ignore[attr-defined] # a list


def test_a_row_deleted_meanwhile_still_shows_my_text(case: Case) -> None:
    form = filled(case)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM specimens_case")

    with pytest.raises(EditConflict, match="supprimée") as conflict:
        form.save()
    told = conflict.value.context()["differences"]
    assert [both["mine"] for both in told] == ["Mon titre", "Bourse", "20,00"]  # type: ignore[attr-defined] # a list
