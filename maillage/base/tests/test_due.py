"""What base does by the clock, and what its health page says."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import OperationalError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from maillage.base import views
from maillage.base.anchors import Anchor
from maillage.base.due import alarms, due
from maillage.base.journal import record
from maillage.base.outbox import post
from maillage.base.queue import beat
from maillage.base.ratelimit import RateCount, hit

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def write(at: datetime) -> None:
    post(EmailMessage("Objet", "Texte", "de@exemple.fr", ["a@exemple.fr"]), at=at)


def test_ended_sessions_and_windows_are_purged() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=AT - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=AT + timedelta(days=1))
    hit("a", limit=1, per=timedelta(minutes=1), at=AT - timedelta(hours=1))

    due(AT)

    assert [session.session_key for session in Session.objects.all()] == ["new"]
    assert not RateCount.objects.exists()


def test_alarm_is_repeated_each_hour_and_no_more(caplog: pytest.LogCaptureFixture) -> None:
    write(AT - timedelta(hours=2))

    with caplog.at_level(logging.ERROR, "maillage.alarm"):
        for minutes in (0, 1, 59, 60):
            due(AT + timedelta(minutes=minutes))

    assert caplog.messages == ["Courriels en attente depuis plus d’une heure\N{NO-BREAK SPACE}: 1."] * 2


def test_journal_is_anchored_once_a_day() -> None:
    subject = get_user_model().objects.create(email="a@exemple.fr")
    with transaction.atomic():
        record("commande", "base.tested", subject)

    for minutes in (0, 1, 60 * 24):
        due(AT + timedelta(minutes=minutes))

    assert [anchor.date.day for anchor in Anchor.objects.all()] == [2, 3]


def test_quiet_house_has_no_alarm() -> None:
    write(AT)

    assert alarms(AT) == []


def test_health_says_how_things_stand(rf: RequestFactory) -> None:
    now = timezone.now()
    beat("a", "tasks", at=now - timedelta(seconds=9))
    write(now - timedelta(minutes=2))

    answer = views.health(rf.get("/sante/"))

    assert answer.status_code == 200
    assert b'"status": "ok"' in answer.content
    assert b'"tasks_seen_seconds_ago": 9' in answer.content
    assert b'"oldest_waiting_mail_seconds": 120' in answer.content
    assert b'"clock_seen_seconds_ago": null' in answer.content


def test_health_says_when_the_database_does_not_answer(rf: RequestFactory) -> None:
    def silent(*_: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(silent):
        answer = views.health(rf.get("/sante/"))

    assert answer.status_code == 503
    assert b'"database": "down"' in answer.content


def test_health_names_nobody(rf: RequestFactory) -> None:
    write(timezone.now())

    assert b"exemple" not in views.health(rf.get("/sante/")).content


def test_health_refuses_to_be_written(rf: RequestFactory) -> None:
    assert views.health(rf.post("/sante/")).status_code == 405
