"""The file of one's own data: everything about oneself, nothing about anyone else, no secret."""

import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.mail import EmailMessage, send_mail
from django.db import transaction
from django.utils import timezone

from maillage.accounts.actions import access_file, requests
from maillage.accounts.actions.merging import merge
from maillage.accounts.models import DataRequest
from maillage.accounts.tests.factories import AT, acts, client_of, make_invitation, make_reset, make_user
from maillage.accounts.tests.people_data import Life, marked_life
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.base.outbox import SECRET_HEADER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_rows")]
MARKS = ("motif", "fonction", "guichet", "acte", "uid", "x", "sujet", "corps")


@pytest.fixture
def life() -> Life:
    return marked_life("Zygomatique")


def unzipped(life: Life) -> dict[str, str]:
    """Return the files of a person's archive."""
    with ZipFile(io.BytesIO(access_file.archive(life.person, at=AT))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


@pytest.mark.parametrize("place", MARKS)
def test_each_mark_is_in_both_files(life: Life, place: str) -> None:
    files = unzipped(life)

    assert [name for name, text in files.items() if life.mark(place) not in text] == []


def test_files_are_for_machines_and_for_people(life: Life) -> None:
    files = unzipped(life)

    assert set(files) == {"data.json", "mes-donnees.html"}
    assert "Comptes et connexion" in {one["treatment"] for one in json.loads(files["data.json"])["rubriques"]}


def test_nothing_of_anyone_else_is_in_the_file(life: Life) -> None:
    other = marked_life("Quidam")
    with transaction.atomic():
        private = {"reason": f"vue par {other.person.name}, {other.person.email}"}
        record(other.person, "accounts.noted", life.person, private=private, at=AT)
    send_mail("Salut", f"De {other.person.name}", None, [life.person.email])

    assert [name for name, text in unzipped(life).items() if "quidam" in text.lower()] == []


def test_other_people_become_someone_else(life: Life) -> None:
    make_reset(life.person, life.administrator, reason=f"Vue par {life.administrator.name}")

    text = unzipped(life)["data.json"]

    assert "Vue par une autre personne" in text
    assert life.administrator.name not in text


def test_name_of_an_invited_person_is_hidden(life: Life) -> None:
    make_invitation(life.administrator, name="Ondine Perdrix")
    send_mail("Salut", "Ondine Perdrix arrive", None, [life.person.email])

    assert "Ondine" not in unzipped(life)["data.json"]


def test_short_name_does_not_spoil_the_words_around(life: Life) -> None:
    make_user(name="Ora")
    send_mail("Salut", "Un oral, Ora", None, [life.person.email])

    assert "Un oral, une autre personne" in unzipped(life)["data.json"]


def test_no_password_nor_secret_is_given(life: Life) -> None:
    life.person.set_password("quatre sabots violets mijotent")
    life.person.save()
    code = EmailMessage("Votre code", "CODE-SECRET", to=[life.person.email], headers={SECRET_HEADER: "1"})
    code.send()

    text = unzipped(life)["data.json"]

    assert life.person.password not in text
    assert "CODE-SECRET" not in text
    assert "JBSWY3DPEHPK3PXP" not in text
    assert "que personne ne peut relire" in text


def test_own_acts_are_listed_without_their_object(life: Life) -> None:
    own = [one for one in access_file.sections(life.person) if one.title == "vos actes"]

    assert {tuple(datum.name for datum in row) for row in own[0].rows} == {("at", "action")}


def test_duplicate_account_is_part_of_the_file(life: Life) -> None:
    twin = make_user("double@exemple.fr", name="Zoé Double")
    merge(life.person, twin, by=life.administrator, at=AT)

    assert "double@exemple.fr" in unzipped(life)["data.json"]


def given(life: Life) -> DataRequest:
    """Return a request whose file is there."""
    request = requests.file("access", by=life.person, at=AT)
    requests.prepare(request, by=life.dpo, at=AT)
    requests.complete(request, by=life.dpo, at=AT)
    return request


def test_file_is_there_for_thirty_days(life: Life) -> None:
    request = given(life)

    assert request.has_file(AT + timedelta(days=29, hours=23))
    assert not request.has_file(AT + timedelta(days=30))


def test_taking_the_file_away_is_journalled(life: Life) -> None:
    request = given(life)

    assert requests.take_away(request, by=life.person, at=AT)[:2] == b"PK"
    assert acts()[-1] == "accounts.data_taken_away"


def test_expired_file_is_refused(life: Life) -> None:
    request = given(life)

    with pytest.raises(Refusal, match="nouvelle demande"):
        requests.take_away(request, by=life.person, at=AT + timedelta(days=31))


def test_file_of_someone_else_is_refused(life: Life) -> None:
    request = given(life)

    with pytest.raises(Refusal):
        requests.take_away(request, by=life.dpo, at=AT)


def test_person_downloads_from_their_account(life: Life) -> None:
    request = given(life)
    DataRequest.objects.update(available_until=timezone.now() + timedelta(days=1))

    answer = client_of(life.person).post(f"/compte/mes-donnees/{request.pk}/fichier/")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"] == 'attachment; filename="mes-donnees.zip"'


@pytest.mark.parametrize("who", ["dpo", "administrator", "archivist"])
def test_nobody_else_downloads_it(life: Life, who: str) -> None:
    request = given(life)

    answer = client_of(getattr(life, who)).post(f"/compte/mes-donnees/{request.pk}/fichier/")

    assert answer.status_code == 404


def test_preview_is_journalled_and_shows_the_content(life: Life) -> None:
    request = requests.file("access", by=life.person, at=AT)

    page = client_of(life.dpo).get(f"/administration/donnees-personnelles/{request.pk}/preparation/")

    assert life.mark("fonction") in page.content.decode()
    assert acts()[-1] == "accounts.person_file_opened"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "–"),
        ("", "–"),
        (False, "non"),
        (12, "12"),
        (["a", True], "a, oui"),
        ({"a": {"b": 1}}, "a\xa0: b\xa0: 1"),
        ("2026-11-23", "23\xa0novembre 2026"),
        ("2026-11-23T09:00:00.000000Z", "23\xa0novembre 2026"),
        ("2026", "2026"),
        ("2026-13-45", "2026-13-45"),
    ],
)
def test_value_is_written_for_a_reader(value: object, words: str) -> None:
    assert access_file.words(value) == words
