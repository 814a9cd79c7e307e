"""The second factor: its wall, its codes that serve once, its changes in the journal."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from maillage.accounts.factor_forms import spend
from maillage.accounts.tests.signing import enrol, generated, generator, is_in, lines, person, post, sign_in

pytestmark = pytest.mark.django_db


def test_enrolment_is_recorded(client: Client) -> None:
    person(role="agent")
    sign_in(client)

    enrol(client)

    kinds = [str(facts["kind"]) for facts in lines("accounts.factor_added")]
    assert sorted(kinds) == ["recovery_codes", "totp"]


@pytest.mark.django_db(transaction=True)
def test_enrolment_is_told_by_mail(client: Client) -> None:
    person(role="agent")
    sign_in(client)

    enrol(client)

    assert [message.subject for message in mail.outbox] == ["Second facteur en service"]


def test_enrolment_with_a_wrong_code_changes_nothing(client: Client) -> None:
    person(role="agent")
    sign_in(client)
    client.get(reverse("mfa_activate_totp"))

    answer = post(client, "mfa_activate_totp", code="000000")

    assert answer.status_code == 422
    assert not Authenticator.objects.exists()


def test_sign_in_asks_for_the_second_factor(client: Client) -> None:
    factor = generator(person(role="agent"))

    answer = sign_in(client)

    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    post(client, "mfa_authenticate", code=generated(factor))
    assert client.get(reverse("account_email")).status_code == 200


def test_wrong_code_is_refused_and_recorded(client: Client) -> None:
    generator(person())
    sign_in(client)

    answer = post(client, "mfa_authenticate", code="000000")

    assert answer.status_code == 422
    assert lines("accounts.sign_in_failed") == [{"means": "code"}]


@pytest.mark.parametrize("code", ["", "abc", "é" * 6, "1" * 500, "\x00"])
def test_unreadable_code_is_refused(client: Client, code: str) -> None:
    generator(person())
    sign_in(client)

    assert post(client, "mfa_authenticate", code=code).status_code == 422


def test_code_serves_once(client: Client) -> None:
    factor = generator(person())
    code = generated(factor)
    sign_in(client)
    post(client, "mfa_authenticate", code=code)
    other = Client()
    sign_in(other)

    answer = post(other, "mfa_authenticate", code=code)

    assert answer.status_code == 422
    assert not is_in(other)


def test_code_serves_once_even_for_a_process_that_did_not_see_it() -> None:
    factor = generator(person())
    code = generated(factor)

    assert [spend(factor, code), spend(factor, code)] == [True, False]


def test_code_older_than_one_that_served_is_refused() -> None:
    factor = generator(person())
    spend(factor, generated(factor, shift=1))

    assert not spend(factor, generated(factor))


@pytest.mark.parametrize(("shift", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_code_is_accepted_half_a_minute_early_or_late(shift: int, accepted: bool) -> None:  # noqa: FBT001 -- a case
    factor = generator(person())

    assert spend(factor, generated(factor, shift=shift)) == accepted


def test_code_of_the_enrolment_has_served(client: Client) -> None:
    person()
    sign_in(client)

    factor = enrol(client)

    assert not spend(factor, generated(factor))


def test_recovery_code_serves_once(client: Client) -> None:
    person()
    sign_in(client)
    enrol(client)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]

    statuses = [answer_with(code), answer_with(code)]

    assert statuses == [302, 422]


def answer_with(code: str) -> int:
    """Sign in afresh with a password and this code."""
    client = Client()
    sign_in(client)
    return int(post(client, "mfa_authenticate", code=code).status_code)


def test_new_recovery_codes_replace_the_old_ones(client: Client) -> None:
    person()
    sign_in(client)
    enrol(client)
    before = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()

    post(client, "mfa_generate_recovery_codes")

    after = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert not set(before) & set(after)


def test_recovery_codes_are_downloaded(client: Client) -> None:
    person()
    sign_in(client)
    enrol(client)

    answer = client.get(reverse("mfa_download_recovery_codes"))

    assert "no-store" in answer["Cache-Control"]
    assert len([line for line in answer.content.decode().splitlines() if line.isdecimal()]) == 10


@pytest.mark.parametrize("name", ["mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_add_webauthn"])
def test_sensitive_change_asks_again_who_it_is(client: Client, name: str) -> None:
    person()
    sign_in(client)
    enrol(client)
    grow_old(client)

    assert client.get(reverse(name))["Location"].startswith(reverse("account_reauthenticate"))


def test_password_given_again_opens_the_sensitive_change(client: Client) -> None:
    person()
    sign_in(client)
    grow_old(client)

    post(client, "account_reauthenticate", password="vélo agrafe tunnel carotte")

    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def grow_old(client: Client) -> None:
    """Have signed in ten minutes ago."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 600
    session.save()
