"""Signing in and out, by password and by mailed code."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.tests.signing import (
    ELSEWHERE,
    PASSPHRASE,
    generated,
    generator,
    is_in,
    mailed_code,
    person,
    post,
    sign_in,
)
from maillage.base.entries import JournalEntry

pytestmark = pytest.mark.django_db

ENTRANCES = ["account_login", "account_signup", "account_request_login_code", "account_reset_password"]
ROOMS = [
    "account_email",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
]


def actions() -> list[str]:
    return list(JournalEntry.objects.values_list("action", flat=True))


@pytest.mark.parametrize("name", ENTRANCES)
def test_entrance_is_shown_and_never_cached(client: Client, name: str) -> None:
    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.count(b"<h1") == 1


@pytest.mark.parametrize("name", ROOMS)
def test_room_of_the_account_asks_a_visitor_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ROOMS)
def test_room_of_the_account_is_never_cached(client: Client, name: str) -> None:
    person()
    sign_in(client)

    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_password_opens_a_session_and_is_recorded(client: Client) -> None:
    user = person()

    answer = sign_in(client)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert actions()[-1] == "accounts.signed_in"


def test_address_is_read_whatever_its_case(client: Client) -> None:
    person()

    sign_in(client, " Marie@Exemple.FR ")

    assert is_in(client)


def test_wrong_password_is_refused_and_recorded(client: Client) -> None:
    person()

    answer = sign_in(client, password="autre phrase que la bonne")

    assert answer.status_code == 422
    assert not is_in(client)
    assert actions()[-1] == "accounts.sign_in_failed"


def test_unknown_account_gets_the_same_answer_as_a_wrong_password(client: Client) -> None:
    person()

    wrong = sign_in(client, password="autre phrase que la bonne")
    unknown = sign_in(client, "inconnue@exemple.fr")

    assert wrong.status_code == unknown.status_code
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_unknown_account_leaves_no_line_in_the_journal(client: Client) -> None:
    sign_in(client, "inconnue@exemple.fr")

    assert actions() == []


@pytest.mark.parametrize(
    "data", [{}, {"login": "x"}, {"login": "a@b.fr", "password": ""}, {"login": "\x00@b.fr"}]
)
def test_bad_form_is_shown_again(client: Client, data: dict[str, str]) -> None:
    assert client.post(reverse("account_login"), data).status_code == 422


def test_session_takes_a_new_identifier_at_sign_in(client: Client) -> None:
    person()
    session = client.session
    session["planted"] = 1
    session.save()

    sign_in(client)

    assert client.session.session_key != session.session_key


def test_sign_out_erases_the_session(client: Client) -> None:
    person()
    sign_in(client)
    stolen = client.session.session_key

    post(client, "account_logout")
    client.cookies["session"] = str(stolen)

    assert client.get(reverse("account_email")).status_code == 302
    assert actions()[-1] == "accounts.signed_out"


def test_sign_out_asks_before(client: Client) -> None:
    person()
    sign_in(client)

    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("name", ["account_login", "account_logout"])
def test_next_never_leads_elsewhere(client: Client, name: str, target: str) -> None:
    person()
    sign_in(client) if name == "account_logout" else None

    answer = post(client, name, login="marie@exemple.fr", password=PASSPHRASE, next=target)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))


def test_next_leads_to_our_pages(client: Client) -> None:
    person()

    answer = post(
        client, "account_login", login="marie@exemple.fr", password=PASSPHRASE, next="/compte/adresse/"
    )

    assert answer["Location"] == "/compte/adresse/"


def test_suspended_person_is_signed_out_at_once(client: Client) -> None:
    person()
    sign_in(client)

    User.objects.update(is_active=False)
    client.get(reverse("account_login"))
    User.objects.update(is_active=True)

    assert client.get(reverse("account_email")).status_code == 302


def test_suspended_person_cannot_sign_in(client: Client) -> None:
    person(is_active=False)

    answer = sign_in(client)

    assert answer["Location"] == reverse("account_inactive")
    assert not is_in(client)


def test_session_ends_after_its_longest(client: Client, settings: Any) -> None:
    person()
    sign_in(client)
    session = client.session
    session["since"] -= settings.SESSION_LONGEST + 1
    session.save()

    assert client.get(reverse("account_email")).status_code == 302
    assert not is_in(client)


def test_session_in_use_is_prolonged(client: Client) -> None:
    person()
    sign_in(client)
    client.get(reverse("account_email"))
    session = client.session
    session["seen"] -= 1000
    session.save()

    client.get(reverse("account_email"))

    assert client.session["seen"] > session["seen"]


def test_code_opens_a_session(client: Client) -> None:
    person()
    post(client, "account_request_login_code", email="marie@exemple.fr")

    answer = post(client, "account_confirm_login_code", code=mailed_code())

    assert answer.status_code == 302
    assert is_in(client)


def test_code_is_marked_as_secret(client: Client) -> None:
    person()

    post(client, "account_request_login_code", email="marie@exemple.fr")

    assert mail.outbox[0].extra_headers["X-Maillage-Secret"] == "1"
    assert mail.outbox[0].subject == "Votre code de connexion"


def test_code_of_an_invited_person_without_password_opens_a_session(client: Client) -> None:
    User.objects.create_user("agent@exemple.fr")
    post(client, "account_request_login_code", email="agent@exemple.fr")

    post(client, "account_confirm_login_code", code=mailed_code())

    assert is_in(client)


def test_code_is_refused_when_wrong_then_given_up(client: Client) -> None:
    person()
    post(client, "account_request_login_code", email="marie@exemple.fr")

    statuses = [post(client, "account_confirm_login_code", code="ABCD-EFGH").status_code for _ in range(3)]

    assert statuses == [422, 422, 302]
    assert post(client, "account_confirm_login_code", code=mailed_code()).status_code == 302
    assert not is_in(client)


def test_code_expires(client: Client, settings: Any) -> None:
    person()
    post(client, "account_request_login_code", email="marie@exemple.fr")
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1

    post(client, "account_confirm_login_code", code=mailed_code())

    assert not is_in(client)


def test_code_serves_once(client: Client) -> None:
    person()
    post(client, "account_request_login_code", email="marie@exemple.fr")
    code = mailed_code()
    post(client, "account_confirm_login_code", code=code)
    post(client, "account_logout")

    post(client, "account_confirm_login_code", code=code)

    assert not is_in(client)


def test_code_for_an_unknown_address_gets_the_same_page(client: Client) -> None:
    person()

    known = client.post(reverse("account_request_login_code"), {"email": "marie@exemple.fr"}, follow=True)
    client.session.flush()
    other = Client().post(reverse("account_request_login_code"), {"email": "xxxxx@exemple.fr"}, follow=True)

    assert known.redirect_chain == other.redirect_chain
    assert words(known, "marie@exemple.fr") == words(other, "xxxxx@exemple.fr")


def test_code_alone_does_not_replace_the_second_factor(client: Client) -> None:
    factor = generator(person())
    post(client, "account_request_login_code", email="marie@exemple.fr")

    answer = post(client, "account_confirm_login_code", code=mailed_code())

    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    post(client, "mfa_authenticate", code=generated(factor))
    assert is_in(client)


def words(answer: Any, address: str) -> str:
    """Return a page without what differs between two people: address, form token."""
    lines = answer.content.decode().replace(address, "").splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_sign_in_notes_when(client: Client) -> None:
    person()

    sign_in(client)

    latest = User.objects.get().last_login
    assert latest
    assert timezone.now() - latest < timedelta(minutes=1)
