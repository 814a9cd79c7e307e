"""Where the chain stood each day, kept and mailed once."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction

from maillage.base.anchors import Anchor, anchor, export_anchors
from maillage.base.entries import JournalEntry
from maillage.base.replay import proof
from maillage.base.tests.journals import act, acts

AT = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
LOCAL = "django.core.mail.backends.locmem.EmailBackend"
pytestmark = pytest.mark.django_db


def test_anchor_keeps_where_the_chain_stands() -> None:
    acts(3)

    made = anchor(DAY, AT)

    last = JournalEntry.objects.latest("seq")
    assert made
    assert (made.date, made.seq, made.hash, made.made_at) == (DAY, 3, last.hash, AT)


def test_empty_journal_has_no_anchor() -> None:
    assert anchor(DAY, AT) is None
    assert not Anchor.objects.exists()


def test_anchor_asked_again_the_same_day_is_the_same() -> None:
    user = acts(1)
    first = anchor(DAY, AT)
    act(user)

    assert anchor(DAY, AT + timedelta(hours=1)) == first
    assert Anchor.objects.get().seq == 1


def test_each_day_has_its_anchor_and_the_chain_meets_them() -> None:
    user = acts(1)
    for day in range(3):
        anchor(DAY + timedelta(days=day), AT)
        act(user)

    assert [row.seq for row in Anchor.objects.all()] == [1, 2, 3]
    assert proof() == (0, 4, None, None)


def test_exported_anchor_is_what_the_verifier_reads() -> None:
    acts(2)
    made = anchor(DAY, AT)

    assert made
    assert [json.loads(line) for line in export_anchors()] == [
        {"date": "2026-03-02", "seq": 2, "hash": made.hash}
    ]


def test_anchor_is_mailed_to_each_mailbox_once(settings: pytest.FixtureRequest) -> None:
    settings.EMAIL_BACKEND, settings.ANCHOR_RECIPIENTS = LOCAL, ["dpo@exemple.fr", "archives@exemple.fr"]  # type: ignore[attr-defined]
    acts(1)

    made = anchor(DAY, AT)
    anchor(DAY, AT)

    (sent,) = mail.outbox
    assert made
    assert sent.to == ["dpo@exemple.fr", "archives@exemple.fr"]
    assert sent.subject == "Ancre du journal du 2 mars 2026"
    assert made.line() in sent.body


def test_anchor_is_mailed_to_nobody_where_nobody_is_named(settings: pytest.FixtureRequest) -> None:
    settings.EMAIL_BACKEND, settings.ANCHOR_RECIPIENTS = LOCAL, []  # type: ignore[attr-defined]
    acts(1)

    anchor(DAY, AT)

    assert mail.outbox == []


def test_two_anchors_on_one_day_are_refused() -> None:
    acts(1)
    anchor(DAY, AT)

    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Anchor.objects.create(date=DAY, seq=1, hash="0" * 64, made_at=AT)


def test_anchor_names_its_day() -> None:
    assert str(Anchor(date=DAY)) == "ancre du 02/03/2026"
