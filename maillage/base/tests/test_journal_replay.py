"""The rows as the journal says they are: what replay catches, what it lets be (invariant I6)."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import models, transaction

from maillage.base import journal
from maillage.base.batches import batches
from maillage.base.entries import JournalEntry, JournalPayload
from maillage.base.journal import erase, record, state_of
from maillage.base.references import Reference
from maillage.base.replay import erased, journaled_models, replay
from maillage.base.tests.journals import act, acts, person, sql, unguarded

AT = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def sentences() -> list[str]:
    return [str(breach) for breach in replay()]


def test_rows_as_journalled_raise_no_alarm() -> None:
    acts(3)

    assert list(replay()) == []


def test_last_state_is_the_one_that_counts() -> None:
    user = acts(1)
    type(user)._base_manager.update(is_active=False)
    act(user)

    assert list(replay()) == []


def test_row_changed_outside_an_act_is_caught() -> None:
    user = acts(1)
    type(user)._base_manager.update(is_active=False)

    assert sentences() == [
        f"I6 accounts.user:{user.pk}\xa0: modifiée hors du journal (is_active\xa0: False au lieu de True)."
    ]


def test_row_added_outside_an_act_is_caught() -> None:
    user = person()

    assert sentences() == [f"I6 accounts.user:{user.pk}\xa0: ligne dont le journal ne parle pas."]


def test_row_deleted_outside_an_act_is_caught() -> None:
    user = acts(1)
    ref = Reference.of(user)
    user.delete()

    assert sentences() == [f"I6 {ref}\xa0: ligne connue du journal, disparue."]


def test_row_deleted_by_an_act_raises_no_alarm() -> None:
    user = acts(1)

    with transaction.atomic():
        record("horloge", "base.deleted", user, gone=True)
        user.delete()

    assert list(replay()) == []


def test_row_said_deleted_and_still_there_is_caught() -> None:
    user = acts(1)

    with transaction.atomic():
        record("horloge", "base.deleted", user, gone=True)

    assert sentences() == [
        f"I6 accounts.user:{user.pk}\xa0: ligne supprimée selon le journal, pourtant présente."
    ]


def test_field_declared_since_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    acts(1)

    monkeypatch.setattr(get_user_model(), "journaled", ("is_active", "email"), raising=False)

    assert list(replay()) == []


def test_field_declared_no_more_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_user_model(), "journaled", ("is_active", "email"), raising=False)
    user = acts(1)
    type(user)._base_manager.update(email="autre@exemple.fr")

    monkeypatch.setattr(get_user_model(), "journaled", ("is_active",))

    assert list(replay()) == []


def test_text_stored_with_loose_accents_raises_no_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_user_model(), "journaled", ("email",), raising=False)
    user = person("zoe\u0308")

    act(user)

    assert JournalEntry.objects.get().meta["state"] == {"email": "zoë@exemple.fr"}
    assert list(replay()) == []


def test_legal_erasure_raises_no_alarm_and_is_reported() -> None:
    user = acts(3)

    erase(user, by="commande", at=AT, reason="demande de la personne")

    assert list(replay()) == []
    assert list(erased()) == [1, 2, 3]


def test_content_deleted_without_an_act_of_erasure_is_caught() -> None:
    acts(3)
    JournalPayload.objects.filter(pk=2).delete()

    assert sentences() == ["I6 base.journalentry:2\xa0: contenu privé disparu sans acte d’effacement."]


def test_replay_costs_the_same_queries_whatever_the_rows(django_assert_num_queries: Any) -> None:
    for name in ("ana", "luc", "zoe"):
        act(person(name))

    # head and last entry, three for erasures, two for each model, two more for one that has rows
    with django_assert_num_queries(5 + 2 * len(journaled_models()) + 2):
        list(replay())


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take rows two at a time, so that a few fill several batches."""
    monkeypatch.setattr(batches, "__defaults__", (2,))


@pytest.mark.usefixtures("small_batches")
def test_each_row_is_compared_whatever_its_batch() -> None:
    people = [person(f"personne{number}") for number in range(7)]
    for someone in (*people, *people):
        act(someone)
    assert list(replay()) == []

    get_user_model()._base_manager.filter(pk__in=[people[0].pk, people[4].pk]).update(is_active=False)
    people[6].delete()

    assert len(sentences()) == 3


def test_entry_about_an_unreadable_row_is_caught() -> None:
    acts(1)
    unguarded(JournalEntry)
    sql("UPDATE base_journalentry SET object_ref = 'accounts.user:x'")

    assert "I6 accounts.user:x\xa0: ligne connue du journal, disparue." in sentences()


def test_erasure_of_an_act_of_erasure_is_told_apart() -> None:
    user = acts(9)
    erase(user, by="commande", at=AT, reason="demande de la personne")
    JournalPayload.objects.filter(pk=10).delete()

    assert sentences() == ["I6 base.journalentry:10\xa0: contenu privé disparu sans acte d’effacement."]


def test_models_that_declare_it_are_replayed() -> None:
    assert get_user_model() in journaled_models()


class Priced(models.Model):
    """What states are made of; it has no table."""

    amount = models.DecimalField(max_digits=14, decimal_places=2)
    on = models.DateField()
    at = models.DateTimeField()
    note = models.CharField(max_length=9)

    journaled = ("amount", "on", "at", "note")

    class Meta:
        app_label = "base"
        managed = False
        abstract = True


def test_state_is_written_exactly() -> None:
    values = (Decimal("12.50"), AT.date(), AT, "e\u0301")

    assert state_of(Priced, values) == {
        "amount": "12.50",
        "on": "2026-03-02",
        "at": "2026-03-02T20:00:00.000000Z",
        "note": "é",
    }


def test_nothing_is_read_for_a_kind_that_declares_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert journal.snapshot(Reference("contenttypes.contenttype", 1)) == {}
        assert journal.snapshot(Reference("base.removed", 1)) == {}
