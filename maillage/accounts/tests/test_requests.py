"""Requests about one’s data: filed, prepared, answered, each by the right person."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, transaction

from maillage.accounts.actions import elimination, requests
from maillage.accounts.models import Anyone, DataRequest, EliminationSlip, Role, User
from maillage.accounts.tests.factories import AT, acts, make_user
from maillage.accounts.tests.people_data import filed
from maillage.base.entries import JournalEntry
from maillage.base.errors import Refusal
from maillage.base.outbox import Mail
from maillage.base.replay import replay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_rows")]


def mail_subjects(person: User) -> list[str]:
    return [mail.subject for mail in Mail.objects.filter(to=[person.email]).order_by("pk")]


def test_answer_is_due_a_month_later(applicant: User) -> None:
    request = filed(applicant)

    assert (request.due_on, request.status) == (date(2026, 12, 23), "received")
    assert acts() == ["accounts.data_requested"]
    assert mail_subjects(applicant) == ["Votre demande est enregistrée"]


def test_one_request_of_a_kind_waits_at_a_time(applicant: User) -> None:
    filed(applicant)

    with pytest.raises(Refusal, match="attend déjà"):
        filed(applicant)
    assert filed(applicant, "access").pk


def test_database_refuses_two_that_wait(applicant: User) -> None:
    first = filed(applicant)
    first.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_text_is_kept_out_of_what_is_never_erased(applicant: User) -> None:
    request = filed(applicant, text="Mon secret")

    told = JournalEntry.objects.get(object_ref=f"accounts.datarequest:{request.pk}")
    assert "secret" not in str(told.meta)
    assert told.payload.payload == {"text": "Mon secret"}


def test_name_is_corrected_in_two_steps(applicant: User, dpo: User) -> None:
    request = filed(applicant, text="Un accent manque")
    requests.prepare(request, new_name=" Dominique Lemaître ", by=dpo, at=AT)
    applicant.refresh_from_db()
    assert applicant.name == "Dominique Petit"

    requests.complete(request, by=dpo, at=AT)

    applicant.refresh_from_db()
    assert (applicant.name, applicant.folded) == (
        "Dominique Lemaître",
        "dominique lemaitre demande@exemple.fr",
    )
    assert (request.status, request.answered_by) == ("done", dpo)
    assert mail_subjects(applicant)[-1] == "La réponse à votre demande"


def test_same_name_is_no_correction(applicant: User, dpo: User) -> None:
    with pytest.raises(Refusal, match="déjà celui"):
        requests.prepare(filed(applicant), new_name="Dominique Petit", by=dpo, at=AT)


@pytest.mark.parametrize("kind", ["access", "rectification", "erasure"])
def test_refusal_gives_its_reason_to_the_person(applicant: User, dpo: User, kind: str) -> None:
    request = filed(applicant, kind)

    requests.refuse(request, reason="Article 12.5", by=dpo, at=AT)

    assert (request.status, request.reason) == ("refused", "Article 12.5")
    assert "Article 12.5" in Mail.objects.filter(to=[applicant.email]).order_by("pk").last().body  # type: ignore[union-attr]


def test_signed_slip_is_executed_not_refused(applicant: User, dpo: User, archivist: User) -> None:
    request = filed(applicant, "erasure")
    requests.prepare(request, by=dpo, at=AT)
    elimination.give_visa(EliminationSlip.objects.get(), by=archivist, at=AT)

    with pytest.raises(Refusal, match="exécutez"):
        requests.refuse(DataRequest.objects.get(), reason="x", by=dpo, at=AT)


def test_erasure_ends_by_its_slip_only(applicant: User, dpo: User) -> None:
    request = filed(applicant, "erasure")
    requests.prepare(request, by=dpo, at=AT)

    with pytest.raises(Refusal, match="bordereau"):
        requests.complete(request, by=dpo, at=AT)


def test_database_refuses_an_erasure_without_slip(applicant: User, dpo: User) -> None:
    request = filed(applicant, "erasure")
    rows = DataRequest.objects.filter(pk=request.pk)
    rows.update(status="prepared", answered_by=dpo)

    with pytest.raises(IntegrityError, match="erased_by_slip"), transaction.atomic():
        rows.update(status="done", answered_at=AT)


def test_database_refuses_a_jump_to_done(applicant: User) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        DataRequest.objects.filter(pk=filed(applicant).pk).update(status="done")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ARCHIVIST, Role.AGENT, ""])
def test_only_data_protection_answers(applicant: User, role: str) -> None:
    request, someone = filed(applicant, "access"), make_user(role=role)

    for act in (requests.prepare, requests.complete):
        with pytest.raises(Refusal, match="Protection des données"):
            act(request, by=someone, at=AT)
    with pytest.raises(Refusal):
        requests.refuse(request, reason="x", by=someone, at=AT)


def test_nobody_answers_their_own_request(dpo: User) -> None:
    with pytest.raises(Refusal, match="propre demande"):
        requests.prepare(filed(dpo, "access"), by=dpo, at=AT)


def test_database_refuses_an_answer_to_oneself(dpo: User) -> None:
    request = filed(dpo, "access")

    with pytest.raises(IntegrityError, match="not_by_oneself"), transaction.atomic():
        DataRequest.objects.filter(pk=request.pk).update(status="prepared", answered_by=dpo)


def test_closed_request_is_not_answered_again(applicant: User, dpo: User) -> None:
    request = filed(applicant)
    requests.refuse(request, reason="x", by=dpo, at=AT)

    with pytest.raises(Refusal, match="déjà sa réponse"):
        requests.complete(request, by=dpo, at=AT)


def test_journal_replays_the_requests(applicant: User, dpo: User) -> None:
    request = filed(applicant, "access")
    requests.prepare(request, by=dpo, at=AT)
    requests.complete(request, by=dpo, at=AT)

    assert [breach for breach in replay() if "datarequest" in breach.subject] == []


def test_rows_are_for_oneself_and_data_protection(applicant: User, dpo: User, archivist: User) -> None:
    request = filed(applicant)

    readers: list[Anyone] = [applicant, dpo, archivist, make_user(role=Role.ADMINISTRATOR), AnonymousUser()]

    seen = [request in DataRequest.objects.visible_to(reader) for reader in readers]
    assert seen == [True, True, False, False, False]
