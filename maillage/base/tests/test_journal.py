"""What an entry says, what record() refuses, who reads it, what an erasure leaves."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections, transaction
from django.utils import timezone

from maillage.base import journal
from maillage.base.entries import JournalEntry, JournalHead, JournalPayload
from maillage.base.journal import entries_about, erase, record
from maillage.base.references import Reference
from maillage.base.replay import proof
from maillage.base.tests.journals import act, acts, person

AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Reader:
    """Someone with one role."""

    def __init__(self, role: str) -> None:
        self.role = role

    def has_role(self, *roles: str) -> bool:
        return self.role in roles


def done(**given: Any) -> JournalEntry:
    """Do one act and return its entry."""
    values: dict[str, Any] = {"by": "horloge", "action": "base.tried", "subject": Reference("base.probe", 1)}
    with transaction.atomic():
        record(**(values | given))
    return JournalEntry.objects.latest("seq")


def test_entry_says_who_did_what_on_what() -> None:
    user = person()

    entry = done(by=user, subject=user, action="accounts.suspended")

    assert entry.actor_ref == str(Reference.of(user))
    assert entry.object_ref == Reference.of(user)
    assert entry.action == "accounts.suspended"


def test_facts_are_kept_as_json_keeps_them_exactly() -> None:
    facts = {
        "amount": Decimal("1250.50"),
        "on": date(2026, 3, 2),
        "at_": AT,
        "about": Reference("base.probe", 2),
    }

    meta = done(**facts, count=3, lines=(1, None), done=True).meta

    assert meta == {
        "amount": "1250.50",
        "on": "2026-03-02",
        "at_": "2026-03-02T08:30:00.000000Z",
        "about": "base.probe:2",
        "count": 3,
        "lines": [1, None],
        "done": True,
    }


def test_private_content_is_kept_apart() -> None:
    entry = done(private={"nom": "Zoé", "né le": date(1990, 1, 1)})

    assert entry.meta == {}
    assert entry.payload.payload == {"nom": "Zoé", "né le": "1990-01-01"}


def test_same_private_content_has_another_commitment_each_time() -> None:
    first, second = done(private={"nom": "Zoé"}), done(private={"nom": "Zoé"})

    assert first.payload_commit != second.payload_commit


def test_journaled_fields_are_read_back_from_the_row() -> None:
    user = person()
    type(user)._base_manager.update(is_active=False)

    entry = done(subject=user)

    assert user.is_active
    assert entry.meta["state"] == {"is_active": False}


def test_row_about_to_be_deleted_is_gone() -> None:
    assert done(subject=person(), gone=True).meta == {"gone": True}


@pytest.mark.parametrize("value", [1.5, {1: "a"}, object(), {"a"}])
def test_fact_without_an_exact_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="forme canonique"):
        done(fact=value)


@pytest.mark.parametrize("action", ["tried", "base.", "Base.Tried", "base.tried ", "a.b.c"])
def test_act_badly_named_is_refused(action: str) -> None:
    with pytest.raises(ValueError, match=r"application\.verbe"):
        done(action=action)


@pytest.mark.parametrize("by", ["", "accounts.user:1", "Horloge", AnonymousUser(), None])
def test_author_unknown_is_refused(by: object) -> None:
    with pytest.raises(ValueError, match="Auteur"):
        done(by=by)


def test_names_of_the_journal_are_refused_as_facts() -> None:
    with pytest.raises(ValueError, match="réservés"):
        done(state="draft")


def test_row_never_saved_or_deleted_already_is_refused() -> None:
    user = person()
    kept = Reference.of(user)
    user.delete()

    with pytest.raises(ValueError, match="gone=True"):
        done(subject=kept)
    with pytest.raises(ValueError, match="numéro"):
        done(subject=user)


def test_refused_act_leaves_nothing() -> None:
    with pytest.raises(ValueError, match="forme canonique"):
        done(fact=1.5)

    done()
    assert JournalEntry.objects.count() == 1


def test_hour_is_that_of_the_chain() -> None:
    before = timezone.now()

    entry = done()

    assert before <= entry.at <= timezone.now()


def test_hour_given_is_kept_but_never_goes_back() -> None:
    first, second = done(at=AT), done(at=AT - timedelta(days=1))

    assert (first.at, second.at) == (AT, AT)
    assert proof().code == 0


def test_head_follows_the_last_entry() -> None:
    acts(3)

    head, last = JournalHead.objects.get(), JournalEntry.objects.latest("seq")

    assert (head.seq, head.at, head.hash) == (last.seq, last.at, last.hash)


def test_head_lost_is_made_again_from_the_last_entry() -> None:
    user = acts(2)
    JournalHead.objects.all().delete()

    act(user)

    assert proof() == (0, 3, None, None)


def test_entries_of_one_row_are_found() -> None:
    user, other = acts(2), person("luc")
    act(other)

    assert [entry.seq for entry in entries_about(user)] == [1, 2]
    assert [entry.seq for entry in entries_about(Reference.of(other))] == [3]


@pytest.mark.parametrize("role", ["administrator", "dpo", "archivist"])
def test_readers_of_the_journal_see_it_whole(role: str) -> None:
    done()

    reader: Any = Reader(role)
    assert JournalEntry.objects.visible_to(reader).count() == 1


@pytest.mark.parametrize("reader", [Reader("agent"), Reader("elected"), AnonymousUser()])
def test_others_see_nothing_of_the_journal(reader: Any) -> None:
    done()

    assert not JournalEntry.objects.visible_to(reader).exists()


def test_act_costs_the_same_queries_whatever_its_entries(django_assert_num_queries: Any) -> None:
    user = acts(1)
    # savepoint, 3 rows read, head locked, entries, contents, head, release; PostgreSQL settles before
    settled = 2 if connections["default"].vendor == "postgresql" else 0

    with django_assert_num_queries(9 + settled), transaction.atomic():
        for number in range(3):
            record("horloge", "base.tried", user, number=number)


def test_erasure_keeps_the_chain_whole() -> None:
    user = acts(3)

    count = erase(user, by="commande", at=timezone.now(), reason="demande de la personne")

    assert count == 3
    assert proof() == (0, 4, None, None)
    assert not JournalPayload.objects.filter(entry__lte=3).exists()


def test_erasure_is_journalled_with_its_reason() -> None:
    user = acts(2)

    erase(user, by="commande", at=timezone.now(), reason="demande de la personne")

    entry = JournalEntry.objects.latest("seq")
    assert entry.action == "base.payloads_erased"
    assert entry.meta["seqs"] == [1, 2]
    assert entry.meta["reason"] == "demande de la personne"


def test_erasure_touches_only_the_entries_asked_for() -> None:
    user = acts(3)

    erase(user, by="commande", at=AT, reason="durée échue", entries=JournalEntry.objects.filter(seq=2))

    assert list(JournalPayload.objects.values_list("pk", flat=True)) == [1, 3, 4]


def test_erasure_of_nothing_is_not_an_act() -> None:
    assert erase(person(), by="commande", at=AT, reason="rien") == 0
    assert not JournalEntry.objects.exists()


def test_large_erasure_goes_by_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "BATCH", 2)
    user = acts(5)

    erase(user, by="commande", at=AT, reason="durée échue")

    told = JournalEntry.objects.filter(action="base.payloads_erased").values_list("meta__seqs", flat=True)
    assert list(told) == [[1, 2], [3, 4], [5]]
