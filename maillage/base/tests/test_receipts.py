"""A receipt says what was received; the journal bears it out (invariant I1)."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.batches import batches
from maillage.base.entries import JournalEntry
from maillage.base.receipts import Receipt, check, digest, issue, new_number
from maillage.base.references import Reference
from maillage.base.tests.journals import person, sql, unguarded

AT = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
SUBJECT = Reference("base.probe", 4)
CONTENT = {"amount": Decimal("1250.00"), "on": date(2026, 3, 2), "pieces": ["a", "b"]}
pytestmark = pytest.mark.django_db


def test_receipt_holds_the_hash_of_the_content() -> None:
    made = issue(SUBJECT, CONTENT, by="commande", at=AT)

    assert Receipt.objects.get() == made
    assert made.sha256 == digest({"pieces": ["a", "b"], "on": "2026-03-02", "amount": "1250.00"})
    assert (made.subject, made.at) == (SUBJECT, AT)


def test_receipt_is_journalled_on_what_it_is_about() -> None:
    user = person()

    made = issue(user, CONTENT, by=user, at=AT)

    entry = JournalEntry.objects.get()
    assert (entry.action, entry.object_ref) == ("base.receipt_issued", Reference.of(user))
    assert (entry.meta["number"], entry.meta["sha256"]) == (made.number, made.sha256)
    assert entry.at == AT


def test_number_is_easy_to_read() -> None:
    assert re.fullmatch(r"R-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}", new_number())


def test_numbers_do_not_repeat() -> None:
    assert len({new_number() for _ in range(2000)}) == 2000


@given(st.dictionaries(st.text("abcé", max_size=3), st.integers() | st.text("abcé"), max_size=4))
def test_content_has_one_hash_whatever_its_order(content: dict[str, object]) -> None:
    assert digest(dict(reversed(content.items()))) == digest(content)


def test_other_content_has_another_hash() -> None:
    assert digest({"amount": "1250.00"}) != digest({"amount": "1250.01"})


def test_content_with_a_float_is_refused_and_leaves_nothing() -> None:
    with pytest.raises(ValueError, match="forme canonique"):
        issue(SUBJECT, {"amount": 1250.0}, by="commande", at=AT)

    assert not Receipt.objects.exists()
    assert not JournalEntry.objects.exists()


def test_receipts_as_issued_raise_no_alarm() -> None:
    issue(SUBJECT, CONTENT, by="commande", at=AT)
    issue(SUBJECT, {}, by="commande", at=AT)

    assert list(check()) == []


CHANGES = [
    "UPDATE base_receipt SET sha256 = 'x'",
    "UPDATE base_receipt SET number = 'R-2222-2222'",
    "UPDATE base_receipt SET subject = 'base.probe:5'",
    "UPDATE base_receipt SET subject = 'n’importe quoi'",
]


@pytest.mark.parametrize("change", CHANGES)
def test_changed_receipt_is_refused_then_caught(change: str) -> None:
    issue(SUBJECT, CONTENT, by="commande", at=AT)
    with pytest.raises(DatabaseError, match="Refusé"), transaction.atomic():
        sql(change)

    unguarded(Receipt)
    sql(change)

    assert "n’est pas celui que dit le journal" in next(check()).sentence


def test_receipt_made_without_the_journal_is_caught() -> None:
    Receipt.objects.create(number="R-2222-2222", subject=SUBJECT, sha256="x", at=AT)

    (breach,) = check()
    assert str(breach) == "I1 base.probe:4\xa0: l’accusé R-2222-2222 n’est pas celui que dit le journal."


def test_deleted_receipt_is_caught() -> None:
    made = issue(SUBJECT, CONTENT, by="commande", at=AT)
    unguarded(Receipt)
    Receipt.objects.all().delete()

    (breach,) = check()
    assert breach.sentence == f"l’accusé {made.number}, délivré selon le journal, n’existe plus."


def test_receipts_are_checked_whatever_their_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "__defaults__", (2,))
    made = [
        issue(Reference("base.probe", 1 + rank % 3), {"n": rank}, by="commande", at=AT) for rank in range(7)
    ]
    assert list(check()) == []

    unguarded(Receipt)
    Receipt.objects.filter(pk__in=[made[0].pk, made[5].pk]).delete()

    assert {breach.sentence[9:20] for breach in check()} == {made[0].number, made[5].number}


@pytest.mark.parametrize("count", [1, 3])
def test_check_costs_the_same_at_any_length(count: int, django_assert_num_queries: Any) -> None:
    for rank in range(count):
        issue(SUBJECT, {"n": rank}, by="commande", at=AT)

    with django_assert_num_queries(4):
        list(check())
