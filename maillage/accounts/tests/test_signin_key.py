"""Keys and the drawing: what anyone may post, what the policy admits."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from maillage.accounts.qr import drawing
from maillage.accounts.tests.signing import person, post, sign_in

pytestmark = pytest.mark.django_db


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
