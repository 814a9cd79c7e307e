import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Model
from pytest_django.fixtures import Settings

from maillage.base import guards, receipts, triggers
from maillage.base.checks import breaches
from maillage.base.entries import JournalEntry, JournalPayload
from maillage.base.integrity import Breach
from maillage.base.journal import erase
from maillage.base.outbox import Mail
from maillage.base.receipts import Receipt
from maillage.base.references import Reference
from maillage.base.tests.specimens.models import Case

AT = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)
SUBJECT = Reference("base.specimen", 1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def found(*, serious: bool = True) -> list[tuple[str, str, str]]:
    return [(b.invariant, b.what, b.subject) for b in breaches(AT) if b.serious is serious]


def past_guards(model: type[Model], sql: str) -> None:
    """Act as someone who drops the triggers of a table, then puts them back."""
    connection.check_constraints()  # PostgreSQL changes no table whose keys are still to be checked
    guards.remove([model])
    run(sql)
    guards.install([model])


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def mail(**facts: object) -> Mail:
    times = dict.fromkeys(("created_at", "next_attempt_at", "give_up_at"), AT)
    return Mail.objects.create(sender="a@exemple.fr", **{"message_id": "<1@exemple.fr>", **times, **facts})


def test_whole_installation_raises_no_alarm() -> None:
    receipts.issue(SUBJECT, {"text": "Bonjour"}, by="commande", at=AT)
    mail()

    assert list(breaches(AT)) == []


def test_receipt_altered_is_found() -> None:
    made = receipts.issue(SUBJECT, {"text": "Bonjour"}, by="commande", at=AT)

    past_guards(Receipt, "UPDATE base_receipt SET sha256 = 'other'")

    assert found() == [("I1", "receipt", str(SUBJECT))]
    assert made.number in next(breaches(AT)).sentence


def test_receipt_deleted_is_found() -> None:
    receipts.issue(SUBJECT, {"text": "Bonjour"}, by="commande", at=AT)

    past_guards(Receipt, "DELETE FROM base_receipt")

    assert found() == [("I1", "receipt", str(SUBJECT))]


@pytest.mark.parametrize(
    ("minutes", "expected"), [(61, [("I4", "unclaimed_file", "2026/perdu.pdf")]), (59, [])]
)
def test_file_of_nobody_is_found_after_an_hour(
    media: Path, minutes: int, expected: list[tuple[str, str, str]]
) -> None:
    path = media / "2026" / "perdu.pdf"
    path.parent.mkdir()
    path.touch()
    changed = (AT - timedelta(minutes=minutes)).timestamp()
    os.utime(path, times=(changed, changed))

    assert found() == expected


def test_mail_handed_over_again_is_found() -> None:
    mail(attempts=2)

    assert found() == [("I5", "resent_mail", "base.mail")]


def test_entry_altered_is_found() -> None:
    receipts.issue(SUBJECT, {"text": "Bonjour"}, by="commande", at=AT)

    past_guards(JournalEntry, "UPDATE base_journalentry SET actor_ref = 'horloge'")

    assert found() == [("I6", "chain", "base.journalentry:1")]


def test_private_content_gone_without_an_act_is_found() -> None:
    receipts.issue(SUBJECT, {"text": "Bonjour"}, by="commande", at=AT)

    past_guards(JournalPayload, "DELETE FROM base_journalpayload")

    assert found() == [("I6", "replay", "base.journalentry:1")]


def test_private_content_erased_lawfully_is_only_said() -> None:
    receipts.issue(SUBJECT, {"text": "Bonjour"}, by="commande", at=AT)
    erase(SUBJECT, by="commande", at=AT, reason="art. 17")

    assert found() == []
    assert found(serious=False) == [("I6", "erased", "base")]


def test_trigger_dropped_is_found() -> None:
    with connection.cursor() as cursor:
        triggers.drop(connection, cursor, "guard_base_receipt_update", "base_receipt")

    assert found() == [("I6", "guard", "guard_base_receipt_update")]


@pytest.mark.usefixtures("installed")
def test_illegal_history_is_found() -> None:
    case = Case.objects.create(title="a")

    past_guards(Case, "UPDATE specimens_case SET status = 'granted'")

    assert found() == [("I7", "history", f"specimens.case:{case.pk}")]


def test_orphan_key_is_found() -> None:
    # Keys are checked at the commit, which never comes here.
    run("INSERT INTO base_journalpayload (entry_id, salt, payload) VALUES (7, '', '{}')")

    assert found() == [("I8", "orphan_key", "base.journalpayload:7")]
    run("DELETE FROM base_journalpayload")


def test_constraint_that_postgresql_does_not_hold_is_found() -> None:
    if connection.vendor != "postgresql":  # SQLite has no such state: its keys are checked row by row
        return
    run("ALTER TABLE base_journalpayload DISABLE TRIGGER ALL")

    assert ("I8", "constraint", "base_journalpayload") in found()


def test_mail_given_up_is_only_said() -> None:
    given_up = mail(attempts=1, failed_attempts=1)
    for status in ("sending", "failed"):
        Mail.objects.filter(pk=given_up.pk).update(status=status)

    assert found() == []
    assert [b.sentence for b in breaches(AT) if not b.serious] == [
        "Courriels non remis depuis sept jours : 1."
    ]


def test_breach_reads_as_a_line_and_as_json() -> None:
    breach = Breach(invariant="I8", what="orphan_key", subject="t:1", sentence="la ligne visée n’existe pas.")

    assert str(breach) == "I8 t:1 : la ligne visée n’existe pas."
    assert breach.facts() == {
        "invariant": "I8",
        "what": "orphan_key",
        "subject": "t:1",
        "sentence": "la ligne visée n’existe pas.",
        "serious": True,
    }


def test_command_says_that_all_holds(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check")

    assert capsys.readouterr().out == "Tout se tient : aucun manquement.\n"


def test_command_prints_one_line_per_breach(capsys: pytest.CaptureFixture[str]) -> None:
    mail(attempts=2)

    with pytest.raises(CommandError, match="Manquements : 1"):
        call_command("check")

    line, _late = capsys.readouterr().out.splitlines()
    assert line.startswith("I5 base.mail : ")


def test_command_prints_one_object_per_breach(capsys: pytest.CaptureFixture[str]) -> None:
    mail(attempts=2)

    with pytest.raises(CommandError):
        call_command("check", "--json")

    line, _late = capsys.readouterr().out.splitlines()
    assert json.loads(line)["invariant"] == "I5"


def test_command_with_an_option_of_django_does_only_what_django_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    mail(attempts=2)

    call_command("check", "--fail-level", "ERROR")
    call_command("check", "base")

    assert capsys.readouterr().out == "System check identified no issues (0 silenced).\n" * 2
