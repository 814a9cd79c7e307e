"""Mails are rows of the transaction that writes them."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from maillage.base.errors import Refusal
from maillage.base.outbox import EmailBackend, Mail, post

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings: Settings) -> None:
    # pytest-django swaps the backend for one in memory.
    settings.EMAIL_BACKEND = "maillage.base.outbox.EmailBackend"


def test_mail_of_an_act_is_a_row() -> None:
    send_mail("Objet", "Texte", "de@exemple.fr", ["a@exemple.fr"])

    mail = Mail.objects.get()
    assert (mail.subject, mail.body, mail.to, mail.status) == ("Objet", "Texte", ["a@exemple.fr"], "waiting")


def test_mail_of_a_rolled_back_act_does_not_exist() -> None:
    with transaction.atomic():
        send_mail("Objet", "Texte", "de@exemple.fr", ["a@exemple.fr"])
        transaction.set_rollback(True)

    assert Mail.objects.count() == 0


def test_mails_sent_together_are_written_all_or_none() -> None:
    good = EmailMessage("Objet", "Texte", "de@exemple.fr", ["a@exemple.fr"])
    bad = EmailMessage("Objet\nBcc: b@exemple.fr", "Texte", "de@exemple.fr", ["a@exemple.fr"])

    with pytest.raises(Refusal):
        EmailBackend().send_messages([good, bad])

    assert Mail.objects.count() == 0


@pytest.mark.parametrize("field", ["subject", "from_email", "to", "cc", "reply_to"])
def test_line_break_in_a_header_is_refused(field: str) -> None:
    message = EmailMessage("Objet", "Texte", "de@exemple.fr", ["a@exemple.fr"])
    broken = "x@exemple.fr\r\nBcc: tous@exemple.fr"
    setattr(message, field, broken if field in {"subject", "from_email"} else [broken])

    with pytest.raises(Refusal, match="retour à la ligne"):
        post(message, at=AT)


def test_row_gives_back_the_same_message() -> None:
    message = EmailMultiAlternatives(
        "Été",
        "Texte",
        "de@exemple.fr",
        ["a@exemple.fr"],
        bcc=["c@exemple.fr"],
        cc=["b@exemple.fr"],
        reply_to=["r@x.fr"],
    )
    message.attach_alternative("<p>Texte</p>", "text/html")
    message.attach("pièce.pdf", b"%PDF\xff", "application/pdf")

    mail = post(message, at=AT)
    again = Mail.objects.get(pk=mail.pk).message()

    assert again.recipients() == message.recipients() == mail.recipients
    assert [tuple(part) for part in again.alternatives] == [("<p>Texte</p>", "text/html")]
    assert [tuple(part) for part in again.attachments] == [("pièce.pdf", b"%PDF\xff", "application/pdf")]
    assert again.message()["Reply-To"] == "r@x.fr"


def test_each_attempt_has_the_same_identifier_and_date() -> None:
    mail = post(EmailMessage("Objet", "Texte", "de@exemple.fr", ["a@exemple.fr"]), at=AT)

    first, second = mail.message().message(), mail.message().message()

    assert first["Message-ID"] == second["Message-ID"] == mail.message_id
    assert first["Date"] == second["Date"] == "Mon, 02 Mar 2026 09:00:00 +0000"


def test_two_mails_have_two_identifiers() -> None:
    mails = [post(EmailMessage("Objet", "Texte", "de@x.fr", ["a@x.fr"]), at=AT) for _ in range(2)]

    assert mails[0].message_id != mails[1].message_id


def test_secret_mark_never_leaves() -> None:
    message = EmailMessage("Code", "123456", "de@x.fr", ["a@x.fr"], headers={"X-Maillage-Secret": "1"})

    mail = post(message, at=AT)

    assert mail.secret
    assert mail.message().message()["X-Maillage-Secret"] is None


def test_demonstration_mail_is_shown_and_never_due(settings: Settings) -> None:
    settings.DEMONSTRATION = True

    post(EmailMessage("Objet", "Texte", "de@x.fr", ["a@x.fr"]), at=AT)

    assert Mail.objects.get().status == Mail.Status.SHOWN
    assert not Mail.objects.due(AT).exists()


def test_mime_part_is_refused_to_the_programmer() -> None:
    message = EmailMessage("Objet", "Texte", "de@x.fr", ["a@x.fr"])
    message.attach(EmailMessage("Objet", "Texte").message())

    with pytest.raises(TypeError, match="MIME"):
        post(message, at=AT)


def test_only_administrators_see_mails() -> None:
    post(EmailMessage("Objet", "Texte", "de@x.fr", ["a@x.fr"]), at=AT)
    administrator = SimpleNamespace(has_role=lambda *roles: "administrator" in roles)
    agent = SimpleNamespace(has_role=lambda *roles: "agent" in roles)

    users: list[Any] = [administrator, agent, AnonymousUser()]
    seen = [Mail.objects.visible_to(user).count() for user in users]

    assert seen == [1, 0, 0]


def test_accepted_date_of_an_unsent_mail_is_refused_by_the_database() -> None:
    mail = post(EmailMessage("Objet", "Texte", "de@x.fr", ["a@x.fr"]), at=AT)

    with pytest.raises(IntegrityError, match="base_mail_sent_is_accepted"), transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(accepted_at=AT)
