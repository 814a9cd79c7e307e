"""Handing over: once, retried when the server says later, never after acceptance."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail import EmailMessage
from pytest_django.fixtures import Settings

from maillage.base import delivery
from maillage.base.entries import JournalEntry
from maillage.base.errors import Refusal
from maillage.base.outbox import Mail, post
from maillage.base.tests.smtp import Sink, sink

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def port(settings: Settings) -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.EMAIL_PORT = free.getsockname()[1]
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
    return int(settings.EMAIL_PORT)


@pytest.fixture
def server(port: int) -> Iterator[Sink]:
    with sink(port) as running:
        yield running


def write(*, secret: bool = False, to: tuple[str, ...] = ("a@exemple.fr",)) -> Mail:
    headers = {"X-Maillage-Secret": str(int(secret))}
    return post(EmailMessage("Objet", "Texte", "Nom <de@exemple.fr>", list(to), headers=headers), at=AT)


def fresh(mail: Mail) -> Mail:
    return Mail.objects.get(pk=mail.pk)


def claimed(at: datetime) -> Mail:
    mail = delivery.claim(at)
    assert mail
    return mail


def test_accepted_mail_is_marked_sent(server: Sink) -> None:
    mail = write()

    assert delivery.deliver_next(AT)

    assert (fresh(mail).status, fresh(mail).accepted_at, fresh(mail).attempts) == ("sent", AT, 1)
    assert [message["Message-ID"] for message in server.accepted] == [mail.message_id]


def test_accepted_mail_is_never_due_again(server: Sink) -> None:
    write()
    delivery.deliver_next(AT)

    assert not delivery.deliver_next(AT + timedelta(days=2))

    assert len(server.accepted) == 1


def test_hidden_copy_gets_the_mail_and_stays_hidden(server: Sink) -> None:
    post(EmailMessage("Objet", "Texte", "de@x.fr", ["a@x.fr"], bcc=["b@x.fr"]), at=AT)

    delivery.deliver_next(AT)

    assert server.envelopes[0].rcpt_tos == ["a@x.fr", "b@x.fr"]
    assert "b@x.fr" not in server.accepted[0].as_string()


def test_temporary_refusal_is_tried_again_a_minute_later(server: Sink) -> None:
    mail = write()
    server.answers = ["451 later"]

    assert not delivery.deliver_next(AT)
    assert not delivery.deliver_next(AT + MINUTE / 2)
    assert delivery.deliver_next(AT + MINUTE)

    assert (fresh(mail).attempts, fresh(mail).failed_attempts, fresh(mail).unknown_attempts) == (2, 1, 0)


def test_permanent_refusal_is_a_visible_dead_letter(server: Sink, caplog: pytest.LogCaptureFixture) -> None:
    mail = write()
    server.answers = ["554 never"]

    delivery.deliver_next(AT)

    assert list(Mail.objects.dead()) == [mail]
    assert "554" in fresh(mail).error
    assert mail.message_id in caplog.text
    assert not delivery.deliver_next(AT + timedelta(days=1))


def test_unknown_address_is_a_dead_letter(server: Sink) -> None:
    mail = write()
    server.refused = {"a@exemple.fr"}

    delivery.deliver_next(AT)

    assert fresh(mail).status == Mail.Status.FAILED


def test_one_known_address_is_enough_to_be_sent_once(server: Sink) -> None:
    mail = write(to=("a@exemple.fr", "b@exemple.fr"))
    server.refused = {"a@exemple.fr"}

    delivery.deliver_next(AT)

    assert fresh(mail).status == Mail.Status.SENT


def test_server_that_drops_the_line_counts_as_unknown(server: Sink) -> None:
    mail = write()
    server.answers = ["drop"]

    delivery.deliver_next(AT)

    assert (fresh(mail).status, fresh(mail).unknown_attempts, fresh(mail).failed_attempts) == (
        "waiting",
        1,
        0,
    )


@pytest.mark.usefixtures("port")
def test_server_down_six_hours_then_up_sends_once(settings: Settings) -> None:
    mail = write()
    for minutes in range(0, 360, 5):
        delivery.deliver_next(AT + minutes * MINUTE)
    attempts = fresh(mail).attempts

    with sink(settings.EMAIL_PORT) as server:
        delivery.deliver_next(AT + timedelta(hours=6, minutes=30))

    assert (attempts, fresh(mail).unknown_attempts, len(server.accepted)) == (16, 0, 1)


@pytest.mark.usefixtures("port")
def test_mail_is_given_up_after_three_days() -> None:
    mail = write()
    delivery.deliver_next(AT)

    delivery.deliver_next(AT + timedelta(days=3))

    assert fresh(mail).status == Mail.Status.FAILED
    assert delivery.late(AT + timedelta(days=3)) == [
        "Courriels non remis depuis sept jours\N{NO-BREAK SPACE}: 1."
    ]


def test_death_during_the_hand_over_is_retried_with_the_same_identifier_and_counted_apart(
    server: Sink, settings: Settings
) -> None:
    mail = write()
    delivery.claim(AT)  # then the process dies
    later = AT + timedelta(seconds=settings.MAIL_LEASE)

    assert not delivery.deliver_next(later - timedelta(seconds=1))
    assert delivery.deliver_next(later)

    assert (fresh(mail).status, fresh(mail).attempts, fresh(mail).unknown_attempts) == ("sent", 2, 1)
    assert [message["Message-ID"] for message in server.accepted] == [mail.message_id]


def test_mail_is_claimed_once() -> None:
    write()

    assert [bool(delivery.claim(AT)), bool(delivery.claim(AT))] == [True, False]


def test_acceptance_told_late_is_recorded() -> None:
    slow = write()
    reserved = claimed(AT)
    delivery.claim(AT + timedelta(hours=1))  # another process took over

    delivery.accept(reserved, at=AT)

    assert fresh(slow).status == Mail.Status.SENT
    assert delivery.resent() == []


def test_failure_told_late_changes_nothing() -> None:
    slow = write()
    reserved = claimed(AT)
    delivery.claim(AT + timedelta(hours=1))

    delivery.put_off(reserved, delivery.Setback(reason="late", permanent=True), at=AT)

    assert (fresh(slow).status, fresh(slow).failed_attempts) == ("sending", 0)


@pytest.mark.usefixtures("server")
def test_mail_that_cannot_be_built_does_not_stop_the_others() -> None:
    broken, sound = write(), write()
    Mail.objects.filter(pk=broken.pk).update(subject="a\nb")

    delivery.deliver_next(AT)
    delivery.deliver_next(AT)

    assert [fresh(broken).status, fresh(sound).status] == ["failed", "sent"]


@pytest.mark.usefixtures("server")
def test_secret_body_is_erased_once_accepted() -> None:
    mail = write(secret=True)

    delivery.deliver_next(AT)

    assert (fresh(mail).subject, fresh(mail).body) == ("Objet", "")


def test_secret_body_that_never_left_is_erased_after_a_day(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    mail = write(secret=True)
    write()

    assert delivery.erase_old_secrets(AT + timedelta(hours=23)) == 0
    assert delivery.erase_old_secrets(AT + timedelta(hours=25)) == 1

    assert fresh(mail).body == ""


def test_dead_letter_resumed_leaves_and_is_journalled(server: Sink) -> None:
    mail = write()
    server.answers = ["554 never"]
    delivery.deliver_next(AT)

    delivery.resume(fresh(mail), by="commande", at=AT + timedelta(days=5))
    delivery.deliver_next(AT + timedelta(days=5))

    assert (fresh(mail).status, delivery.resent()) == ("sent", [])
    assert JournalEntry.objects.get().action == "base.mail_resumed"


def test_dead_letter_whose_text_is_erased_is_not_resumed(server: Sink) -> None:
    mail = write(secret=True)
    server.answers = ["554 never"]
    delivery.deliver_next(AT)
    delivery.erase_old_secrets(AT + timedelta(days=2))

    with pytest.raises(Refusal, match="effacé"):
        delivery.resume(fresh(mail), by="commande", at=AT + timedelta(days=2))


def test_cancelled_mail_never_leaves() -> None:
    mail = write()

    delivery.cancel(mail, by="commande", at=AT)

    assert not delivery.deliver_next(AT + timedelta(days=1))
    assert fresh(mail).status == Mail.Status.CANCELLED


@pytest.mark.usefixtures("server")
def test_mail_that_left_is_not_cancelled() -> None:
    mail = write()
    delivery.deliver_next(AT)

    with pytest.raises(Refusal):
        delivery.cancel(mail, by="commande", at=AT)


@pytest.mark.parametrize(
    ("error", "permanent", "unknown"),
    [
        (SMTPDataError(451, b"later"), False, False),
        (SMTPDataError(554, b"never"), True, False),
        (SMTPRecipientsRefused({"a": (450, b""), "b": (550, b"")}), False, False),
        (SMTPRecipientsRefused({"a": (550, b""), "b": (550, b"")}), True, False),
        (SMTPServerDisconnected("gone"), False, True),
        (TimeoutError(), False, True),
    ],
)
def test_answer_of_the_server_is_sorted(
    error: Exception,
    permanent: bool,  # noqa: FBT001 -- a case of the table above
    unknown: bool,  # noqa: FBT001 -- the same
) -> None:
    found = delivery.setback(error)

    assert (found.permanent, found.unknown) == (permanent, unknown)


def test_waits_double_up_to_half_an_hour() -> None:
    waits = [delivery.wait_after(n) // MINUTE for n in (1, 2, 3, 5, 6, 7, 500)]

    assert waits == [1, 2, 4, 16, 30, 30, 30]


def test_mail_waiting_an_hour_raises_the_alarm() -> None:
    write()

    assert delivery.late(AT + timedelta(minutes=59)) == []
    assert delivery.late(AT + timedelta(minutes=61)) == [
        "Courriels en attente depuis plus d’une heure\N{NO-BREAK SPACE}: 1."
    ]


def test_second_hand_over_after_acceptance_is_found() -> None:
    mail = write()
    delivery.accept(claimed(AT), at=AT)
    Mail.objects.filter(pk=mail.pk).update(attempts=2)

    assert delivery.resent() == [
        f"Courriel {mail.message_id}\N{NO-BREAK SPACE}: remises tentées et résultats ne concordent pas."
    ]
