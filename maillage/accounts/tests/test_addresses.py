"""A new address given by an administrator."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from maillage.accounts.actions.addresses import change_email, confirm_email, expire_changes, find_change
from maillage.accounts.holdings import Subject
from maillage.accounts.models import EmailChange, User
from maillage.accounts.tests.factories import AT, acts, client_of, last_act, make_user
from maillage.accounts.tests.signing import mailed_code, person, post, sign_in
from maillage.base.entries import JournalEntry, JournalPayload
from maillage.base.errors import Refusal

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)


def ask(administrator: User, user: User) -> str:
    """Ask for a change to neuve@exemple.fr and return the token of the link."""
    change_email(user, "Neuve@exemple.fr", by=administrator, at=AT)
    found = re.search(r"/compte/nouvelle-adresse/([^/]+)/", str(mail.outbox[-2].body))
    assert found
    return found[1]


def test_change_waits_for_its_owner(administrator: User, applicant: User) -> None:
    ask(administrator, applicant)

    applicant.refresh_from_db()
    assert applicant.email == "demande@exemple.fr"
    assert last_act() == f"accounts.email_change_asked accounts.emailchange:{EmailChange.objects.get().pk}"


def test_both_addresses_are_written_to_and_one_mail_is_secret(administrator: User, applicant: User) -> None:
    ask(administrator, applicant)

    sent = [(mail.to, mail.extra_headers.get("X-Maillage-Secret")) for mail in mail.outbox]
    assert sent == [(["neuve@exemple.fr"], "1"), (["demande@exemple.fr"], None)]


def test_token_is_not_kept(administrator: User, applicant: User) -> None:
    token = ask(administrator, applicant)

    assert token not in EmailChange.objects.get().token_hash


def test_confirmation_changes_the_address_and_ends_sessions(administrator: User, applicant: User) -> None:
    client = client_of(applicant)
    confirm_email(ask(administrator, applicant), at=AT)

    applicant.refresh_from_db()
    assert applicant.email == EmailAddress.objects.get(user=applicant).email == "neuve@exemple.fr"
    assert client.get("/compte/").status_code == 302
    assert mail.outbox[-1].to == ["demande@exemple.fr"]


def test_confirmation_is_journalled(administrator: User, applicant: User) -> None:
    confirm_email(ask(administrator, applicant), at=AT)

    assert last_act() == f"accounts.email_changed accounts.emailchange:{EmailChange.objects.get().pk}"


def test_confirmation_serves_once(administrator: User, applicant: User) -> None:
    token = ask(administrator, applicant)
    confirm_email(token, at=AT)

    with pytest.raises(Refusal, match="Ce lien ne sert plus"):
        confirm_email(token, at=AT)


def test_confirmation_too_late_is_refused(administrator: User, applicant: User) -> None:
    token = ask(administrator, applicant)

    with pytest.raises(Refusal, match="trop ancien"):
        find_change(token, at=LATER)


def test_second_change_cancels_the_first(administrator: User, applicant: User) -> None:
    token = ask(administrator, applicant)
    change_email(applicant, "autre@exemple.fr", by=administrator, at=AT)

    with pytest.raises(Refusal, match="Ce lien ne sert plus"):
        find_change(token, at=AT)


def test_address_already_used_is_refused(administrator: User, applicant: User) -> None:
    with pytest.raises(Refusal, match="utilise déjà cette adresse"):
        change_email(applicant, administrator.email.upper(), by=administrator, at=AT)


def test_address_taken_meanwhile_is_refused(administrator: User, applicant: User) -> None:
    token = ask(administrator, applicant)
    make_user("neuve@exemple.fr")

    with pytest.raises(Refusal, match="utilise déjà cette adresse"):
        confirm_email(token, at=AT)


def test_own_address_is_not_changed_here(administrator: User) -> None:
    with pytest.raises(Refusal, match="son propre compte"):
        change_email(administrator, "neuve@exemple.fr", by=administrator, at=AT)


def test_waiting_change_expires(administrator: User, applicant: User) -> None:
    ask(administrator, applicant)
    expire_changes(LATER)

    assert EmailChange.objects.get().status == EmailChange.Status.EXPIRED


def change_own(client: Client, email: str) -> None:
    """Change one's own address, as a person does from their account."""
    post(client, "account_email", action_add="1", email=email)
    code = next(message for message in reversed(mail.outbox) if message.to == [email])
    mail.outbox.append(code)
    post(client, "account_email_verification_sent", code=mailed_code())


def test_own_change_is_journalled_without_personal_data(client: Client) -> None:
    user = person()
    sign_in(client)

    change_own(client, "nouvelle@exemple.fr")

    entry = JournalEntry.objects.get(action="accounts.email_changed")
    told = JournalPayload.objects.get(entry=entry).payload
    assert (entry.actor_ref, "exemple" in str(entry.meta)) == (f"accounts.user:{user.pk}", False)
    assert told == {"before": "marie@exemple.fr", "after": "nouvelle@exemple.fr"}


def test_own_change_makes_a_waiting_link_worthless(administrator: User, client: Client) -> None:
    user = person()
    token = ask(administrator, user)
    sign_in(client)

    change_own(client, "nouvelle@exemple.fr")

    with pytest.raises(Refusal, match="Ce lien ne sert plus"):
        confirm_email(token, at=AT)


def test_former_address_is_still_known_as_theirs(client: Client) -> None:
    user = person()
    sign_in(client)

    change_own(client, "nouvelle@exemple.fr")

    user.refresh_from_db()
    assert Subject(user).emails == {"marie@exemple.fr", "nouvelle@exemple.fr"}


def test_address_proved_at_sign_up_is_no_change(client: Client) -> None:
    user = person()
    EmailAddress.objects.filter(user=user).update(verified=False)
    sign_in(client)

    post(client, "account_email_verification_sent", code=mailed_code())

    assert "accounts.email_changed" not in acts()


def test_change_of_a_suspended_person_waits_for_nothing(administrator: User, applicant: User) -> None:
    token = ask(administrator, applicant)
    User.objects.filter(pk=applicant.pk).update(is_active=False)

    with pytest.raises(Refusal, match="Ce lien ne sert plus"):
        confirm_email(token, at=AT)
