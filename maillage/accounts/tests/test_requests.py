"""Requests about one's data: filed, prepared, answered, each on its page and by the right person."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.actions import elimination, requests
from maillage.accounts.models import Anyone, DataRequest, EliminationSlip, Role, User
from maillage.accounts.tests.factories import AT, ON, acts, client_of, make_grant, make_user
from maillage.accounts.tests.people_data import draft_of, hand_over_mails
from maillage.accounts.views.requests import deadline
from maillage.base.entries import JournalEntry
from maillage.base.errors import Refusal
from maillage.base.outbox import Mail
from maillage.base.replay import replay

pytestmark = pytest.mark.django_db
KINDS = {"acces": "access", "rectification": "rectification", "effacement": "erasure"}


@pytest.fixture(autouse=True)
def _outbox(settings: LazySettings) -> None:
    """Have mails written as rows, as in a real installation."""
    settings.EMAIL_BACKEND = "maillage.base.outbox.EmailBackend"


@pytest.fixture
def dpo() -> User:
    return make_user(role=Role.DPO)


@pytest.fixture
def archivist() -> User:
    return make_user(role=Role.ARCHIVIST)


def filed(person: User, kind: str = "rectification", **fields: str) -> DataRequest:
    """Return a request whose receipt has left."""
    request = requests.file(kind, by=person, at=AT, **fields)
    hand_over_mails()
    return request


def mail_subjects(person: User) -> list[str]:
    return [mail.subject for mail in Mail.objects.filter(to=[person.email]).order_by("pk")]


# --- filing


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


@pytest.mark.parametrize(("slug", "kind"), KINDS.items())
def test_person_asks_from_their_account(applicant: User, slug: str, kind: str) -> None:
    client, address = client_of(applicant), reverse("accounts:ask_data", args=[slug])
    assert client.get(address).status_code == 200

    answer = client.post(address, {"cle": str(uuid4()), "text": "Merci"})

    assert answer["Location"] == reverse("accounts:my_data")
    assert DataRequest.objects.get().kind == kind


def test_form_sent_twice_asks_once(applicant: User) -> None:
    client, sent = client_of(applicant), {"cle": str(uuid4()), "text": ""}

    for _ in range(2):
        client.post(reverse("accounts:ask_data", args=["acces"]), sent)

    assert DataRequest.objects.count() == 1


def test_correction_without_a_word_is_asked_again(applicant: User) -> None:
    address = reverse("accounts:ask_data", args=["rectification"])

    assert client_of(applicant).post(address, {"cle": str(uuid4())}).status_code == 422


def test_unknown_kind_is_a_missing_page(applicant: User) -> None:
    assert client_of(applicant).get("/compte/mes-donnees/autre/").status_code == 404


def test_own_page_says_what_each_request_waits_for(applicant: User) -> None:
    client = client_of(applicant)
    assert "Aucune demande" in client.get(reverse("accounts:my_data")).content.decode()

    filed(applicant)

    page = client.get(reverse("accounts:my_data")).content.decode()
    assert "Attend l’examen par la protection des données" in page
    assert "23\xa0décembre 2026" in page


def test_visitor_is_asked_to_sign_in() -> None:
    answer = client_of(None).get(reverse("accounts:my_data"))

    assert answer["Location"].startswith("/compte/connexion/")


# --- correcting


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


def test_page_shows_before_and_after(applicant: User, dpo: User) -> None:
    request = filed(applicant)
    client = client_of(dpo)
    client.post(
        reverse("accounts:prepare_data_request", args=[request.pk]), {"new_name": "Dominique Lemaître"}
    )

    page = client.get(reverse("accounts:complete_data_request", args=[request.pk])).content.decode()

    assert page.index("Dominique Petit") < page.index("Dominique Lemaître")


# --- answering


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


# --- who sees what


def test_rows_are_for_oneself_and_data_protection(applicant: User, dpo: User, archivist: User) -> None:
    request = filed(applicant)

    readers: list[Anyone] = [applicant, dpo, archivist, make_user(role=Role.ADMINISTRATOR), AnonymousUser()]

    seen = [request in DataRequest.objects.visible_to(reader) for reader in readers]
    assert seen == [True, True, False, False, False]


ABOUT_A_REQUEST = ("data_request", "prepare_data_request", "refuse_data_request")
ABOUT_A_SLIP = ("slip", "submit_slip")


@pytest.mark.parametrize("name", ABOUT_A_REQUEST)
def test_request_pages_are_for_data_protection(
    applicant: User, dpo: User, archivist: User, name: str
) -> None:
    address = reverse(f"accounts:{name}", args=[filed(applicant).pk])

    assert client_of(dpo).get(address).status_code == 200
    for someone in (applicant, archivist, make_user(role=Role.ADMINISTRATOR)):
        assert client_of(someone).get(address).status_code == 404
    assert client_of(None).get(address).status_code == 302


@pytest.mark.parametrize("name", ABOUT_A_SLIP)
def test_slip_pages_are_for_archives_and_data_protection(dpo: User, archivist: User, name: str) -> None:
    address = reverse(f"accounts:{name}", args=[draft_of(1, by=dpo).pk])

    for reader in (dpo, archivist):
        assert client_of(reader).get(address).status_code == 200
    for someone in (make_user(), make_user(role=Role.ADMINISTRATOR)):
        assert client_of(someone).get(address).status_code == 404


@pytest.mark.parametrize("name", ["give_visa", "refuse_visa"])
def test_visa_pages_are_for_another_archivist(dpo: User, archivist: User, name: str) -> None:
    slip = draft_of(1, by=dpo)
    elimination.submit(slip, by=dpo, at=AT)
    address = reverse(f"accounts:{name}", args=[slip.pk])
    make_grant(dpo, Role.ARCHIVIST)

    assert client_of(archivist).get(address).status_code == 200
    assert client_of(dpo).get(address).status_code == 404


def test_execution_page_opens_with_the_visa_only(dpo: User, archivist: User) -> None:
    slip = draft_of(1, by=dpo)
    address = reverse("accounts:execute_slip", args=[slip.pk])
    elimination.submit(slip, by=dpo, at=AT)
    assert client_of(archivist).get(address).status_code == 404

    elimination.give_visa(slip, by=archivist, at=AT)

    assert "ne se défait pas" in client_of(archivist).get(address).content.decode()


def test_whole_erasure_through_the_pages(applicant: User, dpo: User, archivist: User) -> None:
    request = filed(applicant, "erasure")
    client_of(dpo).post(reverse("accounts:prepare_data_request", args=[request.pk]))
    hand_over_mails()
    slip = EliminationSlip.objects.get()

    client_of(archivist).post(reverse("accounts:give_visa", args=[slip.pk]))
    client_of(archivist).post(reverse("accounts:execute_slip", args=[slip.pk]))

    applicant.refresh_from_db()
    assert applicant.erased_at
    assert "effacé" in client_of(dpo).get(applicant.get_absolute_url()).content.decode()


def test_erasure_preview_says_what_to_settle_first(dpo: User) -> None:
    request = filed(make_user(role=Role.PARTNER), "erasure")

    page = client_of(dpo).get(reverse("accounts:prepare_data_request", args=[request.pk])).content.decode()

    assert "À régler d’abord" in page
    assert "Demander le visa" not in page


def test_slip_is_proposed_from_its_page(dpo: User) -> None:
    client, address = client_of(dpo), reverse("accounts:propose_slip")
    assert client.get(address).status_code == 200

    assert client.post(address).status_code == 422

    person = make_user()
    User.objects.filter(pk=person.pk).update(created_at=timezone.now() - timedelta(days=2000))
    assert client.post(address).status_code == 302
    assert EliminationSlip.objects.get().lines.get().rows == [person.pk]


@pytest.mark.parametrize("state", ["", "open", "received", "prepared", "done", "refused", "zzz"])
def test_list_is_narrowed_by_state(applicant: User, dpo: User, state: str) -> None:
    filed(applicant)

    page = client_of(dpo).get(reverse("accounts:data_requests"), {"state": state}).content.decode()

    assert (str(applicant) in page) == (state in {"", "open", "received", "zzz"})


@pytest.mark.parametrize(
    ("days", "text", "kind"),
    [
        (-1, "en retard de 1 jour", "refusal"),
        (0, "aujourd’hui", "attention"),
        (1, "dans 1 jour", "attention"),
        (7, "dans 7 jours", "attention"),
        (8, "dans 8 jours", "info"),
    ],
)
def test_deadline_is_said_in_words(days: int, text: str, kind: str) -> None:
    request = DataRequest(status="received", due_on=ON + timedelta(days=days))

    assert deadline(request, ON) == {"text": text, "kind": kind}


def test_answered_request_has_no_deadline() -> None:
    assert deadline(DataRequest(status="done", due_on=ON), ON)["text"] == ""


KINDS_LEFT = ["access", "rectification", "erasure"]
LISTS: dict[str, Callable[[User, int], object]] = {
    "data_requests": lambda _dpo, _: filed(make_user(), "access"),
    "slips": lambda dpo, row: draft_of(row + 1, by=dpo),
    "my_data": lambda dpo, row: filed(dpo, KINDS_LEFT[row]),
}


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_as_much_for_three_rows_as_for_one(dpo: User, name: str) -> None:
    client, asked = client_of(dpo), []
    client.get(reverse(f"accounts:{name}"))  # the first page of a session also notes that it is in use

    for row in range(3):
        LISTS[name](dpo, row)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"accounts:{name}")).status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[2] <= 12
