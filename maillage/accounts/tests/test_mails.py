"""What the platform wrote to people, as administration follows it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import client_of, last_act, make_user
from maillage.base.outbox import Mail, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(administrator: User) -> Client:
    """Give an administrator's browser."""
    return client_of(administrator)


def make_mail(subject: str = "Bonjour", **fields: Any) -> Mail:
    """Return a mail that waits, or in the state told."""
    mail = post(EmailMessage(subject, "Texte", to=["lea@exemple.fr"]), at=timezone.now())
    Mail.objects.filter(pk=mail.pk).update(**fields)
    mail.refresh_from_db()
    return mail


def make_dead(**fields: Any) -> Mail:
    """Return a mail that was given up."""
    mail = make_mail(status="sending", attempts=1)
    Mail.objects.filter(pk=mail.pk).update(status="failed", failed_attempts=1, error="550 inconnu", **fields)
    mail.refresh_from_db()
    return mail


def test_list_says_to_whom_and_why_it_failed(office: Client) -> None:
    make_dead()

    shown = office.get(reverse("accounts:messages")).content.decode()

    assert [text in shown for text in ("lea@exemple.fr", "550 inconnu", "non remis")] == [True] * 3
    assert "Texte" not in shown


@pytest.mark.parametrize(("state", "count"), [("failed", 1), ("waiting", 2), ("", 3), ("nonsense", 3)])
def test_list_is_narrowed_to_a_state(office: Client, state: str, count: int) -> None:
    make_dead()
    make_mail()
    make_mail()

    answer = office.get(reverse("accounts:messages"), {"state": state})

    assert len(answer.context["rows"]) == count


@pytest.mark.parametrize("item_count", [1, 3])
def test_list_asks_as_much_however_long(
    office: Client, item_count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(item_count):
        make_dead()

    with django_assert_num_queries(8):
        office.get(reverse("accounts:messages"))


@pytest.mark.parametrize(("search", "says"), [({}, "Aucun message"), ({"state": "sent"}, "un autre état")])
def test_empty_list_says_what_to_do(office: Client, search: dict[str, str], says: str) -> None:
    assert says in office.get(reverse("accounts:messages"), search).content.decode()


def test_dead_letter_is_resumed(office: Client) -> None:
    mail = make_dead()

    answer = office.post(reverse("accounts:resume_mail", args=[mail.pk]))

    mail.refresh_from_db()
    assert (answer.status_code, mail.status, last_act()) == (
        302,
        "waiting",
        f"base.mail_resumed base.mail:{mail.pk}",
    )


@pytest.mark.parametrize("make", [make_mail, make_dead])
def test_mail_not_yet_gone_is_cancelled(office: Client, make: Any) -> None:
    mail = make()

    office.post(reverse("accounts:cancel_mail", args=[mail.pk]))

    mail.refresh_from_db()
    assert (mail.status, last_act()) == ("cancelled", f"base.mail_cancelled base.mail:{mail.pk}")


def test_cancelling_says_what_is_lost(office: Client) -> None:
    shown = office.get(reverse("accounts:cancel_mail", args=[make_mail().pk])).content.decode()

    assert "ne partira jamais" in shown


def test_waiting_mail_is_not_resumed(office: Client) -> None:
    assert office.post(reverse("accounts:resume_mail", args=[make_mail().pk])).status_code == 404


def test_mail_whose_text_is_erased_is_not_resumed(office: Client) -> None:
    mail = make_dead(secret=True, body="", created_at=timezone.now() - timedelta(days=2))

    assert office.get(reverse("accounts:resume_mail", args=[mail.pk])).status_code == 404


@pytest.mark.parametrize("status", ["sending", "cancelled", "shown"])
def test_mail_on_its_way_or_done_is_not_cancelled(office: Client, status: str) -> None:
    mail = make_mail()
    Mail._base_manager.filter(pk=mail.pk).update(status="cancelled" if status == "shown" else status)

    assert office.post(reverse("accounts:cancel_mail", args=[mail.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.DPO, Role.ARCHIVIST, Role.AGENT])
@pytest.mark.parametrize("name", ["messages", "resume_mail", "cancel_mail"])
def test_mails_are_unknown_to_others(role: str, name: str) -> None:
    arguments = [] if name == "messages" else [make_dead().pk]

    answer = client_of(make_user(role=role)).get(reverse(f"accounts:{name}", args=arguments))

    assert answer.status_code == 404
