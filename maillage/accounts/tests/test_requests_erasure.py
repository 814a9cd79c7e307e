"""Erasing a person: nothing of them is left anywhere, and everything that proves public acts still holds."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.utils import timezone

from maillage.accounts.actions import elimination, erasure, requests
from maillage.accounts.actions.merging import merge
from maillage.accounts.actions.people import restore
from maillage.accounts.models import DataRequest, EmailChange, Invitation, Role, RoleGrant, User
from maillage.accounts.tests.factories import (
    AT,
    ON,
    acts,
    client_of,
    make_contact,
    make_delegation,
    make_grant,
    make_invitation,
    make_reset,
    make_user,
)
from maillage.accounts.tests.people_data import (
    Life,
    draft_of,
    erased,
    hand_over_mails,
    marked_life,
    places_of,
    prepared_erasure,
)
from maillage.base.checks import breaches
from maillage.base.entries import JournalEntry, JournalPayload
from maillage.base.errors import Refusal
from maillage.base.outbox import Mail
from maillage.base.replay import proof, replay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_rows")]
TOKEN = "Zygomatique"
# Columns where the mark must be before the erasure: the search finds what is there.
SEEDED = {
    "account.emailaddress.email",
    "accounts.datarequest.text",
    "accounts.emailchange.email",
    "accounts.factorreset.reason",
    "accounts.invitation.email",
    "accounts.invitation.name",
    "accounts.membership.title",
    "accounts.rolegrant.reason",
    "accounts.user.email",
    "accounts.user.folded",
    "accounts.user.name",
    "base.journalpayload.payload",
    "base.mail.body",
    "base.mail.subject",
    "base.mail.to",
    "socialaccount.socialaccount.extra_data",
    "socialaccount.socialaccount.uid",
}


@pytest.fixture
def life() -> Life:
    return marked_life(TOKEN)


@pytest.fixture
def other() -> Life:
    """Give a second marked person, whom nothing must touch."""
    return marked_life("Quidam")


def test_search_finds_the_mark_before_the_erasure(life: Life) -> None:
    prepared_erasure(life, text=life.mark("demande"))

    assert set(places_of(TOKEN)) >= SEEDED


def test_nothing_of_the_person_is_left_in_any_table(life: Life) -> None:
    erased(life, text=life.mark("demande"))

    assert places_of(TOKEN) == []
    assert places_of("Lemaître") == []


@pytest.mark.usefixtures("other")
def test_someone_else_loses_nothing(life: Life) -> None:
    before = places_of("Quidam")

    erased(life)

    assert places_of("Quidam") == before


def test_no_mail_bears_the_address(life: Life) -> None:
    address = life.person.email

    erased(life)

    assert [mail for mail in Mail.objects.all() if address in mail.recipients] == []


def test_mail_to_someone_else_keeps_its_text_without_the_name(life: Life) -> None:
    erased(life)

    number = f"Personne supprimée {life.person.pk}"
    assert Mail.objects.get(to=["autre@exemple.fr"]).body == f"À demander à {number}, {number}"


def test_sessions_and_keys_are_gone(life: Life) -> None:
    client = client_of(life.person)

    erased(life)

    assert Session.objects.count() == 0
    assert not Authenticator.objects.filter(user=life.person).exists()
    assert not EmailAddress.objects.filter(user=life.person).exists()
    assert client.get("/compte/").status_code == 302


def test_account_is_closed_under_a_number(life: Life) -> None:
    erased(life)

    person = User.objects.get(pk=life.person.pk)
    assert (str(person), person.email) == (f"Personne supprimée {person.pk}", f"supprime-{person.pk}@invalid")
    assert (person.is_active, person.erased_at) == (False, AT)
    assert not person.has_usable_password()


def test_erased_account_is_never_opened_again(life: Life) -> None:
    erased(life)

    with pytest.raises(Refusal, match="effacé"):
        restore(User.objects.get(pk=life.person.pk), by=life.administrator, at=AT)


def test_roles_and_dates_stay_as_proof(life: Life) -> None:
    erased(life)

    grant = RoleGrant.objects.get(user=life.person)
    assert (grant.role, grant.reason) == (Role.PARTNER, "")


def test_journal_still_verifies_and_replays(life: Life) -> None:
    before = list(replay())

    erased(life)

    assert proof().code == 0
    assert set(replay()) <= set(before)


def test_no_invariant_is_broken_by_the_erasure(life: Life) -> None:
    before = {str(breach) for breach in breaches(AT) if breach.serious}

    erased(life)

    assert {str(breach) for breach in breaches(AT) if breach.serious} <= before


def test_private_contents_go_and_acts_stay(life: Life) -> None:
    entries = JournalEntry.objects.filter(object_ref=f"accounts.user:{life.person.pk}")
    known = set(entries.values_list("pk", flat=True))

    erased(life)

    assert known <= set(entries.values_list("pk", flat=True))
    kept = JournalPayload.objects.filter(entry__in=known).values_list("payload", flat=True)
    assert [payload for payload in kept if payload] == []


def test_links_that_wait_are_cancelled(life: Life) -> None:
    erased(life)

    assert EmailChange.objects.get(user=life.person).status == EmailChange.Status.CANCELLED
    assert set(Invitation.objects.values_list("status", flat=True)) == {"cancelled"}


def test_request_is_answered_by_the_execution(life: Life) -> None:
    request = erased(life)

    assert (request.status, request.answered_at) == (DataRequest.Status.DONE, AT)
    assert acts()[-1] == "accounts.data_erased"


def test_duplicate_of_the_person_goes_with_them(life: Life) -> None:
    twin = make_user("double@exemple.fr", name=f"{TOKEN} Double")
    merge(life.person, twin, by=life.administrator, at=AT)

    erased(life)

    assert places_of("Double") == places_of("double@exemple.fr") == []


def test_former_address_goes_too(life: Life) -> None:
    User.objects.filter(pk=life.person.pk).update(email="neuve@exemple.fr")
    life.person.refresh_from_db()

    erased(life)

    assert places_of(TOKEN) == []


def test_former_address_that_someone_else_has_now_is_theirs(life: Life) -> None:
    User.objects.filter(pk=life.person.pk).update(email="neuve@exemple.fr")
    life.person.refresh_from_db()
    EmailAddress.objects.filter(user=life.person).delete()
    heir = make_user(f"{TOKEN.lower()}@exemple.fr")

    erased(life)

    assert EmailAddress.objects.get(user=heir).email == heir.email


def test_preview_says_what_goes_and_what_stays(life: Life) -> None:
    request = prepared_erasure(life, text="x")

    effects = {effect.what: effect for effect in erasure.preview(request.person)}

    assert effects["compte"].effect == "remplacé par un numéro"
    assert effects["courriel"].count == Mail.objects.filter(to=[life.person.email]).count()
    assert [what for what, effect in effects.items() if effect.kept] == []


def test_preview_gives_the_reason_of_what_is_kept(life: Life) -> None:
    elimination.submit(draft_of(1, by=life.dpo), by=life.dpo, at=AT)

    kept = [effect for effect in erasure.preview(life.dpo) if effect.kept]

    assert ["17.3" in effect.why for effect in kept] == [True]


ENGAGEMENTS: dict[str, Callable[[Life], object]] = {
    "role": lambda life: make_grant(life.person, Role.EXPERT),
    "contact": lambda life: make_contact(life.person),
    "delegate": lambda life: make_delegation(life.person),
    "grantor": lambda life: make_delegation(make_user(), life.person),
    "reset": lambda life: make_reset(life.person, life.administrator),
    "mail": lambda life: requests.file("access", by=life.person, at=AT),
}


@pytest.mark.parametrize("how", ENGAGEMENTS)
def test_what_must_be_settled_first_is_refused(life: Life, how: str) -> None:
    request = requests.file("erasure", by=life.person, at=AT)
    hand_over_mails()
    ENGAGEMENTS[how](life)

    with pytest.raises(Refusal):
        requests.prepare(request, by=life.dpo, at=AT)

    assert places_of(TOKEN) != []


def test_what_appears_after_the_visa_stops_the_execution(life: Life) -> None:
    request = prepared_erasure(life)
    assert request.slip
    elimination.give_visa(request.slip, by=life.archivist, at=AT)
    make_grant(life.person, Role.EXPERT)

    with pytest.raises(Refusal, match="portefeuille"):
        elimination.execute(request.slip, by=life.dpo, at=AT)

    assert User.objects.get(pk=life.person.pk).is_active


def test_nobody_executes_their_own_erasure(life: Life) -> None:
    make_grant(life.person, Role.ARCHIVIST, starts_on=ON, ends_on=ON)
    slip = draft_of(life.person.pk, by=life.dpo, kind="requested_erasure")
    elimination.submit(slip, by=life.dpo, at=AT)
    elimination.give_visa(slip, by=life.archivist, at=AT)

    with pytest.raises(Refusal, match="votre propre compte"):
        elimination.execute(slip, by=life.person, at=AT)


def test_slip_that_names_someone_else_erases_nobody(life: Life) -> None:
    slip = draft_of(make_user().pk, by=life.dpo, kind="requested_erasure")
    elimination.submit(slip, by=life.dpo, at=AT)
    elimination.give_visa(slip, by=life.archivist, at=AT)

    with pytest.raises(Refusal, match="visa"):
        erasure.erase_person(life.person, slip=slip, by=life.dpo, at=AT)


def test_erased_person_is_not_erased_twice(life: Life) -> None:
    erased(life)

    person = User.objects.get(pk=life.person.pk)
    assert erasure.obstacles(person, on=timezone.localdate(AT))[0].endswith("déjà effacé.")


def test_refused_visa_leaves_everything_and_the_refusal_to_explain(life: Life) -> None:
    make_invitation(life.administrator)
    request = prepared_erasure(life)
    assert request.slip
    elimination.refuse_visa(request.slip, refusal="À verser", by=life.archivist, at=AT)

    requests.refuse(DataRequest.objects.get(), reason="Article 17.3 d", by=life.dpo, at=AT)

    assert DataRequest.objects.get().status == DataRequest.Status.REFUSED
    assert User.objects.get(pk=life.person.pk).is_active
