from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.base import guards
from maillage.base.entries import JournalEntry
from maillage.base.errors import Refusal
from maillage.base.references import Reference
from maillage.base.status import StatusChange, illegal_histories, legal_history, move
from maillage.base.tests.specimens.models import SPECIMENS, Case

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
STATUSES = [*Case.Status.values]


def bring(case: Case, *statuses: str) -> None:
    for status in statuses:
        move(case, status, by="horloge", at=AT)


@pytest.fixture
def case(specimens: None) -> Case:  # noqa: ARG001 -- comes first
    return Case.objects.create(title="a")


def test_move_saves_and_keeps_the_history(case: Case) -> None:
    bring(case, "sent", "granted")

    changes = StatusChange.objects.values_list("subject", "before", "after", "at", "by")
    ref = Reference.of(case)
    assert list(changes) == [(ref, "draft", "sent", AT, "horloge"), (ref, "sent", "granted", AT, "horloge")]
    assert Case.objects.get(pk=case.pk).status == "granted"


def test_move_refuses_naming_both_states_and_the_ways_on(case: Case) -> None:
    with pytest.raises(Refusal) as refusal:
        bring(case, "granted")

    assert "de «\u00a0Brouillon\u00a0» à «\u00a0Accordé\u00a0»" in refusal.value.sentence
    assert "Suites possibles\u00a0: «\u00a0Abandonné\u00a0», «\u00a0Déposé\u00a0»." in refusal.value.sentence
    assert (case.status, StatusChange.objects.count()) == ("draft", 0)


def test_move_refuses_to_leave_a_final_state(case: Case) -> None:
    bring(case, "dropped")

    with pytest.raises(Refusal, match="définitif"):
        bring(case, "draft")


def test_move_refuses_a_word_that_is_no_status(case: Case) -> None:
    with pytest.raises(Refusal, match="inconnu"):
        bring(case, "inconnu")


def test_move_reads_the_status_again(case: Case) -> None:
    stale = Case.objects.get(pk=case.pk)
    bring(case, "dropped")

    with pytest.raises(Refusal, match="Abandonné"):
        bring(stale, "sent")


def test_move_saves_what_the_status_requires_and_nothing_else(case: Case) -> None:
    case.reason, case.title = "doublon", "changé en passant"

    move(case, "dropped", by="horloge", at=AT, saving=["reason"])

    case.refresh_from_db()
    assert (case.status, case.reason, case.title) == ("dropped", "doublon", "a")


def test_move_makes_a_new_version(case: Case) -> None:
    bring(case, "sent", "granted")

    assert (case.version, Case.objects.get(pk=case.pk).version) == (3, 3)


def test_move_takes_no_status_without_its_history(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("maillage.base.status.record", fail)
    with pytest.raises(RuntimeError):
        bring(case, "sent")

    assert (Case.objects.get(pk=case.pk).status, StatusChange.objects.count()) == ("draft", 0)


@pytest.mark.usefixtures("shared_specimens")
def test_move_is_journalled_with_its_facts() -> None:
    case = Case.objects.create(title="a")

    move(case, "sent", by="horloge", at=AT, action="cases.case_sent", pieces=3)

    entry = JournalEntry.objects.latest("seq")
    assert (entry.actor_ref, entry.action, entry.object_ref) == (
        "horloge",
        "cases.case_sent",
        Reference.of(case),
    )
    assert {"before": "draft", "after": "sent", "pieces": 3}.items() <= entry.meta.items()


@pytest.mark.usefixtures("shared_specimens")
def test_of_two_moves_at_once_one_is_refused(together: Callable[..., list[Any]]) -> None:
    case = Case.objects.create(title="a")

    def to(status: str) -> Callable[[], None]:
        return lambda: bring(Case.objects.get(pk=case.pk), status)

    results = together(to("dropped"), to("dropped"), to("dropped"))

    assert sorted(str(type(result).__name__) for result in results) == ["NoneType", "Refusal", "Refusal"]
    assert StatusChange.objects.count() == 1


def test_history_cannot_be_rewritten(case: Case) -> None:
    bring(case, "sent")

    for act in (lambda: StatusChange.objects.update(by="autre"), StatusChange.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@given(st.lists(st.sampled_from(STATUSES), max_size=8))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_wish_leaves_a_legal_history(specimens: None, wishes: list[str]) -> None:  # noqa: ARG001 -- comes first
    case = Case.objects.create(title="a")
    for wish in wishes:
        try:
            bring(case, wish)
        except Refusal:
            continue

    assert legal_history(case)


@pytest.mark.usefixtures("installed")
def test_no_history_is_illegal_before_an_attack() -> None:
    bring(Case.objects.create(title="a"), "sent", "draft", "dropped")

    assert list(illegal_histories()) == []


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("status", ["sent", "granted", "inconnu"])
def test_a_status_changed_past_the_guards_is_told(status: str) -> None:
    case = Case.objects.create(title="a")
    bring(case, "sent", "draft")
    guards.remove(SPECIMENS)

    Case.objects.filter(pk=case.pk).update(status=status)

    assert list(illegal_histories()) == [str(Reference.of(case))]
    assert not legal_history(Case.objects.get(pk=case.pk))


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(("before", "after"), [("draft", "granted"), ("dropped", "draft"), ("sent", "draft")])
def test_a_history_forged_is_told(before: str, after: str) -> None:
    case = Case.objects.create(title="a")
    bring(case, "sent", "draft")

    StatusChange.objects.create(subject=Reference.of(case), before=before, after=after, at=AT, by="x")

    assert list(illegal_histories()) == [str(Reference.of(case))]


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("count", [1, 3])
def test_histories_take_as_many_queries_for_any_count(
    count: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for n in range(count):
        bring(Case.objects.create(title=f"{n}"), "sent")

    with django_assert_max_num_queries(30) as queries:
        list(illegal_histories())

    assert sum("specimens_case" in query["sql"] or "specimens.case" in query["sql"] for query in queries) == 2
