"""The wall before whoever must have a second factor."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import Role, User
from maillage.accounts.tests.signing import enrol, generated, generator, is_in, lines, person, post, sign_in

pytestmark = pytest.mark.django_db

WALL = "mfa_index"


@pytest.mark.parametrize("role", Role.values)
def test_role_decides_on_the_wall(client: Client, role: str) -> None:
    user = person(role=role)
    sign_in(client)

    answer = client.get(reverse("account_email"))

    assert (answer.status_code == 302) == user.is_obliged()


def test_applicant_needs_no_second_factor(client: Client) -> None:
    person()
    sign_in(client)

    assert client.get(reverse("account_email")).status_code == 200


def test_obliged_person_is_kept_on_the_enrolment_page(client: Client) -> None:
    person(role="agent")
    sign_in(client)

    answer = client.get("/", follow=True)

    assert answer.redirect_chain == [(reverse(WALL), 302)]
    assert "Votre rôle demande un second facteur" in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "mfa_list_webauthn", "accounts:account"]
)
def test_wall_stands_before_every_other_page(client: Client, name: str, method: str) -> None:
    person(role="administrator")
    sign_in(client)

    answer = getattr(client, method)(reverse(name))

    assert (answer.status_code, answer["Location"]) == (302, reverse(WALL))


def test_obliged_person_may_leave(client: Client) -> None:
    person(role="agent")
    sign_in(client)

    post(client, "account_logout")

    assert not is_in(client)


def test_enrolment_opens_the_site(client: Client) -> None:
    person(role="agent")
    sign_in(client)

    enrol(client)

    assert client.get(reverse("account_email")).status_code == 200


def test_session_opened_elsewhere_does_not_profit_from_an_enrolment(client: Client) -> None:
    person(role="agent")
    thief = Client()
    sign_in(thief)
    sign_in(client)

    enrol(client)

    assert thief.get(reverse("account_email"))["Location"].startswith(reverse("mfa_reauthenticate"))


def test_removed_factor_puts_the_wall_back(client: Client) -> None:
    person(role="agent")
    sign_in(client)
    enrol(client)

    post(client, "mfa_deactivate_totp")

    assert client.get(reverse("account_email"))["Location"] == reverse(WALL)
    kinds = sorted(str(facts["kind"]) for facts in lines("accounts.factor_removed"))
    assert kinds == ["recovery_codes", "totp"]


def test_factor_reset_by_others_puts_the_wall_back(client: Client) -> None:
    person(role="agent")
    sign_in(client)
    enrol(client)

    Authenticator.objects.all().delete()

    assert client.get(reverse("account_email"))["Location"] == reverse(WALL)


def test_wall_is_one_or_two_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    generator(person(role="agent"))
    User.objects.update(name="Marie")
    sign_in(client)
    post(client, "mfa_authenticate", code=generated(Authenticator.objects.get()))
    client.get(reverse("account_email"))

    with django_assert_max_num_queries(6):
        client.get(reverse("account_logout"))
