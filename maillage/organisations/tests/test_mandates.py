"""Who acts for a structure: granted on evidence, asked for, confirmed or refused by someone else."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import acts, last_act, make_user
from maillage.base.errors import Refusal
from maillage.organisations.actions import mandates as verbs
from maillage.organisations.models import AttachmentRequest, Mandate, Organisation
from maillage.organisations.tests.factories import (
    AT,
    LONG_AGO,
    ON,
    make_mandate,
    make_organisation,
    make_request,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def granted(organisation: Organisation, person: User, *, by: User, **fields: object) -> Mandate:
    first = {"office": "president", "evidence": " PV du 12 juin ", "starts_on": ON}
    return verbs.grant(organisation, person=person, by=by, at=AT, **{**first, **fields})  # type: ignore[arg-type]


def test_mandate_is_granted_on_evidence(agent: User, applicant: User) -> None:
    made = granted(make_organisation(), applicant, by=agent)

    assert (made.evidence, made.granted_by) == ("PV du 12 juin", agent)
    assert last_act() == f"organisations.mandate_granted organisations.mandate:{made.pk}"


@pytest.mark.parametrize(("day", "acts_for"), [(LONG_AGO - DAY, 0), (LONG_AGO, 1), (ON, 1), (ON + DAY, 0)])
def test_one_acts_between_two_days(day: date, acts_for: int, applicant: User) -> None:
    make_mandate(make_organisation(), applicant, ends_on=ON)

    assert Organisation.objects.acting_for(applicant, day).count() == acts_for


def test_structure_with_two_mandates_is_seen_once(applicant: User) -> None:
    made = make_organisation()
    make_mandate(made, applicant)
    make_mandate(made, applicant, office="director")

    assert list(Organisation.objects.visible_to(applicant)) == [made]


def test_nobody_grants_themselves(agent: User) -> None:
    with pytest.raises(Refusal, match="On ne s’accorde pas un mandat"):
        granted(make_organisation(), agent, by=agent)


def test_same_mandate_on_a_same_day_is_refused(agent: User, applicant: User) -> None:
    made = make_organisation()
    make_mandate(made, applicant)

    with pytest.raises(Refusal, match="a déjà ce mandat"):
        granted(made, applicant, by=agent)


def test_another_office_may_be_held_together(agent: User, applicant: User) -> None:
    made = make_organisation()
    make_mandate(made, applicant)

    assert granted(made, applicant, by=agent, office="treasurer").office == "treasurer"


def test_closed_account_gets_no_mandate(agent: User) -> None:
    with pytest.raises(Refusal, match="est fermé"):
        granted(make_organisation(), make_user(is_active=False), by=agent)


@pytest.mark.parametrize(
    ("fields", "sentence"), [({"office": "king"}, "king"), ({"ends_on": LONG_AGO}, "ne peut pas précéder")]
)
def test_mandate_that_means_nothing_is_refused(
    fields: dict[str, object], sentence: str, agent: User, applicant: User
) -> None:
    with pytest.raises(Refusal, match=sentence):
        granted(make_organisation(), applicant, by=agent, **fields)


def test_database_refuses_two_without_an_end(applicant: User) -> None:
    made = make_organisation()
    make_mandate(made, applicant)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_mandate(made, applicant, starts_on=ON)


def test_mandate_is_ended_with_its_reason(agent: User, applicant: User) -> None:
    made = make_mandate(make_organisation(), applicant)

    verbs.end(made, on=ON, reason="Démission", by=agent, at=AT)

    made.refresh_from_db()
    assert (made.ends_on, made.end_reason) == (ON, "Démission")
    assert acts() == ["organisations.mandate_ended"]


@pytest.mark.parametrize(
    ("on", "sentence"), [(date(2019, 1, 1), "il ne finit pas avant"), (ON + DAY, "finit déjà le 23/11/2026")]
)
def test_end_that_cannot_be_is_refused(on: date, sentence: str, agent: User) -> None:
    with pytest.raises(Refusal, match=sentence):
        verbs.end(make_mandate(make_organisation(), ends_on=ON), on=on, by=agent, at=AT)


@pytest.mark.parametrize("role", ["", Role.ELECTED, Role.ADMINISTRATOR])
def test_only_those_who_instruct_grant(role: str, applicant: User) -> None:
    with pytest.raises(Refusal, match="Cet acte demande le rôle"):
        granted(make_organisation(), applicant, by=make_user(role=role))


def test_request_waits_for_an_answer(applicant: User) -> None:
    made = verbs.ask(name=" Les Jardins ", number="732829320", office="president", by=applicant, at=AT)

    assert (made.name, made.status) == ("Les Jardins", "waiting")
    assert last_act().startswith("organisations.attachment_asked")


def test_same_structure_is_not_asked_twice(applicant: User) -> None:
    make_request(applicant, number="732829320")

    with pytest.raises(Refusal, match="Vous avez déjà demandé"):
        verbs.ask(name="Jardins", number="732829320", office="president", by=applicant, at=AT)


def test_requests_that_wait_are_few(applicant: User) -> None:
    for _ in range(verbs.MOST_WAITING):
        make_request(applicant)

    with pytest.raises(Refusal, match="5 demandes attendent déjà"):
        verbs.ask(name="Une de plus", office="president", by=applicant, at=AT)


def test_confirmation_grants_what_was_asked_and_tells(agent: User, applicant: User) -> None:
    asked, made = make_request(applicant, office="treasurer"), make_organisation()

    mandate = verbs.confirm(asked, organisation=made, evidence="Statuts", by=agent, at=AT)

    asked.refresh_from_db()
    assert (mandate.person, mandate.office, mandate.starts_on) == (applicant, "treasurer", ON)
    assert (asked.status, asked.mandate, asked.answered_by) == ("granted", mandate, agent)
    assert [(sent.to, "confirmée" in str(sent.body)) for sent in mail.outbox] == [([applicant.email], True)]


def test_refusal_says_why_and_tells(agent: User, applicant: User) -> None:
    asked = make_request(applicant)

    verbs.refuse(asked, reason="Le procès-verbal manque.", by=agent, at=AT)

    asked.refresh_from_db()
    assert (asked.status, asked.reason) == ("refused", "Le procès-verbal manque.")
    assert "Le procès-verbal manque." in str(mail.outbox[0].body)
    assert not Mandate.objects.exists()


def test_nobody_answers_their_own_request(agent: User) -> None:
    with pytest.raises(Refusal, match="On ne répond pas à sa propre demande"):
        verbs.refuse(make_request(agent), reason="Non", by=agent, at=AT)


def test_answered_request_is_not_answered_again(agent: User, applicant: User) -> None:
    asked = make_request(applicant)
    verbs.refuse(asked, reason="Non", by=agent, at=AT)

    with pytest.raises(Refusal, match="Cet état est définitif"):
        verbs.confirm(asked, organisation=make_organisation(), evidence="PV", by=agent, at=AT)

    assert not Mandate.objects.exists()


def test_request_is_withdrawn_by_its_author_alone(agent: User, applicant: User) -> None:
    asked = make_request(applicant)
    with pytest.raises(Refusal, match="Seule la personne"):
        verbs.withdraw(asked, by=agent, at=AT)

    verbs.withdraw(asked, by=applicant, at=AT)

    assert AttachmentRequest.objects.get().status == "withdrawn"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "granted", "answered_at": AT}, "Une demande confirmée donne un mandat"),
        ({"status": "refused"}, "Une réponse porte sa date"),
    ],
)
def test_answer_is_whole(fields: dict[str, object], sentence: str, applicant: User) -> None:
    asked = make_request(applicant)
    for name, value in fields.items():
        setattr(asked, name, value)

    with pytest.raises(ValidationError, match=sentence):
        asked.full_clean()
