"""The second factor: its wall, its codes that serve once, its changes in the journal."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from maillage.accounts.factor_forms import spend
from maillage.accounts.models import Role, User
from maillage.accounts.qr import drawing
from maillage.accounts.tests.signing import generated, generator, is_in, person, post, sign_in
from maillage.base.entries import JournalEntry

pytestmark = pytest.mark.django_db

WALL = "mfa_index"


def lines(action: str) -> list[dict[str, object]]:
    """Return the facts of the entries of one action, without the state of the row."""
    found = JournalEntry.objects.filter(action=action).values_list("meta", flat=True)
    return [{name: value for name, value in facts.items() if name != "state"} for facts in found]


def enrol(client: Client) -> Authenticator:
    """Install a code generator as a person would."""
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    post(client, "mfa_activate_totp", code=generated(Authenticator(data={"secret": secret})))
    return Authenticator.objects.get(type="totp")


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
@pytest.mark.parametrize("name", ["account_email", "account_change_password", "mfa_list_webauthn", "home"])
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


def test_session_opened_elsewhere_does_not_profit_from_an_enrolment(client: Client) -> None:
    person(role="agent")
    thief = Client()
    sign_in(thief)
    sign_in(client)

    enrol(client)

    assert thief.get(reverse("account_email"))["Location"].startswith(reverse("mfa_reauthenticate"))


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


NONSENSE = ["", "{}", "[]", '"x"', "{", '{"id": 1}', '{"rawId": "AA", "response": {}}', "[" * 9000]


@pytest.mark.parametrize("credential", NONSENSE)
@pytest.mark.parametrize("name", ["mfa_add_webauthn", "mfa_login_webauthn"])
def test_unreadable_key_is_refused(client: Client, name: str, credential: str) -> None:
    person()
    sign_in(client) if name == "mfa_add_webauthn" else None
    client.get(reverse(name), headers={"accept": "application/json"} if "login" in name else {})

    answer = post(client, name, name="x", credential=credential)

    assert answer.status_code == (422 if name == "mfa_add_webauthn" else 302)


def test_key_of_someone_else_is_not_found(client: Client) -> None:
    other = person("autre@exemple.fr")
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "x", "credential": {}})
    person()
    sign_in(client)

    answers = [
        client.get(reverse(name, args=[key.pk])) for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_drawing_respects_the_policy(client: Client) -> None:
    person()
    sign_in(client)

    page = client.get(reverse("mfa_activate_totp")).content.decode()

    assert '<svg class="qr"' in page
    assert "data:" not in page
    assert "style=" not in page


def test_secret_is_shown_by_groups_of_four(client: Client) -> None:
    person()
    sign_in(client)

    page = client.get(reverse("mfa_activate_totp")).content.decode()

    secret = client.session["mfa.totp.secret"]
    assert " ".join(secret[at : at + 4] for at in range(0, 32, 4)) in page


def test_drawing_escapes_its_label() -> None:
    assert "<b>" not in drawing("otpauth://x", label='"><b>')


def test_wall_is_one_or_two_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    generator(person(role="agent"))
    User.objects.update(name="Marie")
    sign_in(client)
    post(client, "mfa_authenticate", code=generated(Authenticator.objects.get()))
    client.get(reverse("account_email"))

    with django_assert_max_num_queries(6):
        client.get(reverse("account_logout"))
