"""Nothing is eliminated without the visa of the archives, every way round; then exactly what is listed."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.mail import send_mail
from django.db import DatabaseError, IntegrityError, connection, transaction

from maillage.accounts.actions import elimination
from maillage.accounts.models import EliminationLine, EliminationSlip, Invitation, Role, User
from maillage.accounts.tests.factories import AT, acts, make_grant, make_invitation, make_user
from maillage.accounts.tests.people_data import draft_of, hand_over_mails
from maillage.base import guards
from maillage.base.entries import JournalEntry
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.base.outbox import Mail
from maillage.base.replay import proof, replay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_rows")]
YEARS = {years: AT - timedelta(days=366 * years) for years in (1, 2, 4, 6)}


@pytest.fixture
def old_mail(mail_rows: None) -> Mail:  # noqa: ARG001 -- comes first
    send_mail("Ancien", "texte", None, ["quelqu’un@exemple.fr"])
    hand_over_mails()
    Mail.objects.update(created_at=YEARS[2])
    return Mail.objects.get()


@pytest.fixture
def slip(dpo: User, old_mail: Mail) -> EliminationSlip:
    return draft_of(old_mail.pk, by=dpo)


def signed(slip: EliminationSlip, dpo: User, archivist: User) -> EliminationSlip:
    """Return a slip with its visa."""
    elimination.submit(slip, by=dpo, at=AT)
    elimination.give_visa(slip, by=archivist, at=AT)
    return slip


def old_account(**fields: object) -> User:
    """Return an account that nobody opened for four years."""
    user = make_user()
    User.objects.filter(pk=user.pk).update(**{"created_at": YEARS[6], "last_login": YEARS[4], **fields})
    return user


def test_visa_then_execution_eliminates(slip: EliminationSlip, dpo: User, archivist: User) -> None:
    elimination.execute(signed(slip, dpo, archivist), by=dpo, at=AT)

    slip.refresh_from_db()
    assert (slip.status, slip.eliminated, slip.spared) == ("executed", 1, 0)
    assert not Mail.objects.exists()


def test_execution_writes_counts_and_hash(slip: EliminationSlip, dpo: User, archivist: User) -> None:
    line = slip.lines.get()

    elimination.execute(signed(slip, dpo, archivist), by=archivist, at=AT)

    facts = JournalEntry.objects.get(action="accounts.rows_eliminated").meta
    assert (facts["count"], facts["sha256"], facts["model"]) == (1, line.sha256, "base.mail")
    assert proof().code == 0


def test_large_line_goes_by_batches(dpo: User, archivist: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elimination, "BATCH", 2)
    for _ in range(5):
        send_mail("Ancien", "texte", None, ["a@exemple.fr"])
    hand_over_mails()
    Mail.objects.update(created_at=YEARS[2])
    slip = elimination.propose(by=dpo, at=AT)
    assert slip

    elimination.execute(signed(slip, dpo, archivist), by=dpo, at=AT)

    counts = JournalEntry.objects.filter(action="accounts.rows_eliminated").values_list(
        "meta__count", flat=True
    )
    assert list(counts) == [2, 2, 1]


def test_only_the_rows_listed_go(slip: EliminationSlip, dpo: User, archivist: User) -> None:
    signed(slip, dpo, archivist)
    send_mail("Autre", "texte", None, ["a@exemple.fr"])
    hand_over_mails()
    Mail.objects.update(created_at=YEARS[2])

    elimination.execute(slip, by=dpo, at=AT)

    assert [mail.subject for mail in Mail.objects.all()] == ["Autre"]


def test_row_that_came_back_to_life_is_spared(dpo: User, archivist: User) -> None:
    person = old_account()
    slip = elimination.propose(by=dpo, at=AT)
    assert slip
    signed(slip, dpo, archivist)
    User.objects.filter(pk=person.pk).update(last_login=AT)

    elimination.execute(slip, by=dpo, at=AT)

    slip.refresh_from_db()
    assert (slip.eliminated, slip.spared) == (0, 1)
    assert User.objects.get(pk=person.pk).is_active


def test_inactive_account_is_erased_by_its_slip(dpo: User, archivist: User) -> None:
    person = old_account()
    slip = elimination.propose(by=dpo, at=AT)
    assert slip

    elimination.execute(signed(slip, dpo, archivist), by=dpo, at=AT)

    assert User.objects.get(pk=person.pk).erased_at == AT


def test_journaled_rows_say_that_they_are_gone(dpo: User, archivist: User, administrator: User) -> None:
    make_invitation(administrator, sent_at=YEARS[1])
    Invitation.objects.update(status="expired")
    slip = elimination.propose(by=dpo, at=AT)
    assert slip

    elimination.execute(signed(slip, dpo, archivist), by=dpo, at=AT)

    assert not Invitation.objects.exists()
    assert [breach for breach in replay() if "invitation" in breach.subject] == []


def test_private_contents_of_the_journal_go_and_the_chain_holds(dpo: User, archivist: User) -> None:
    with transaction.atomic():
        record("commande", "accounts.noted", dpo, private={"a": "texte"}, at=YEARS[6])
    slip = elimination.propose(by=dpo, at=AT)
    assert slip

    elimination.execute(signed(slip, dpo, archivist), by=dpo, at=AT)

    assert not JournalEntry.objects.filter(action="accounts.noted", payload__isnull=False).exists()
    assert proof().code == 0


# --- the visa, every way round


@pytest.mark.parametrize("steps", [0, 1], ids=["drafted", "submitted"])
def test_nothing_goes_without_the_visa(slip: EliminationSlip, dpo: User, steps: int) -> None:
    if steps:
        elimination.submit(slip, by=dpo, at=AT)

    with pytest.raises(Refusal, match="visa"):
        elimination.execute(slip, by=dpo, at=AT)

    assert Mail.objects.exists()


def test_nothing_goes_after_a_refusal(slip: EliminationSlip, dpo: User, archivist: User) -> None:
    elimination.submit(slip, by=dpo, at=AT)
    elimination.refuse_visa(slip, refusal="À verser", by=archivist, at=AT)

    with pytest.raises(Refusal, match="visa"):
        elimination.execute(slip, by=dpo, at=AT)


def test_nothing_goes_twice(slip: EliminationSlip, dpo: User, archivist: User) -> None:
    elimination.execute(signed(slip, dpo, archivist), by=dpo, at=AT)

    with pytest.raises(Refusal, match="visa"):
        elimination.execute(slip, by=dpo, at=AT)


@pytest.mark.parametrize("act", ["draft", "submit"])
def test_who_drafted_or_submitted_does_not_sign(old_mail: Mail, dpo: User, archivist: User, act: str) -> None:
    drafter, submitter = (archivist, dpo) if act == "draft" else (dpo, archivist)
    slip = draft_of(old_mail.pk, by=drafter)
    elimination.submit(slip, by=submitter, at=AT)

    with pytest.raises(Refusal, match="autre personne"):
        elimination.give_visa(slip, by=archivist, at=AT)


@pytest.mark.parametrize("role", [Role.DPO, Role.ADMINISTRATOR, Role.AGENT])
def test_only_an_archivist_signs(slip: EliminationSlip, dpo: User, role: str) -> None:
    elimination.submit(slip, by=dpo, at=AT)

    with pytest.raises(Refusal, match="Archives"):
        elimination.give_visa(slip, by=make_user(role=role), at=AT)


def test_former_archivist_does_not_sign(slip: EliminationSlip, dpo: User) -> None:
    former = make_user()
    make_grant(former, Role.ARCHIVIST, ends_on=date(2025, 1, 1))
    elimination.submit(slip, by=dpo, at=AT)

    with pytest.raises(Refusal, match="Archives"):
        elimination.give_visa(slip, by=former, at=AT)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AGENT, ""])
def test_nobody_else_drafts_nor_executes(
    slip: EliminationSlip, dpo: User, archivist: User, role: str
) -> None:
    someone = make_user(role=role)
    signed(slip, dpo, archivist)

    with pytest.raises(Refusal):
        elimination.execute(slip, by=someone, at=AT)
    with pytest.raises(Refusal):
        elimination.propose(by=someone, at=AT) or draft_of(1, by=someone)


def test_refusal_of_the_visa_gives_its_reason(slip: EliminationSlip, dpo: User, archivist: User) -> None:
    elimination.submit(slip, by=dpo, at=AT)

    with pytest.raises(IntegrityError), transaction.atomic():
        elimination.refuse_visa(slip, refusal="  ", by=archivist, at=AT)


def executed_by_sql(slip: EliminationSlip, sets: str = "") -> None:
    """Go past the code: what the database itself refuses."""
    with transaction.atomic(), connection.cursor() as cursor:
        query = f"UPDATE accounts_eliminationslip SET status = 'executed'{sets} WHERE id = %s"  # noqa: S608 -- our own test
        cursor.execute(query, [slip.pk])


def test_trigger_refuses_a_jump_to_executed(slip: EliminationSlip) -> None:
    with pytest.raises(DatabaseError, match="guard_accounts_eliminationslip_move"):
        executed_by_sql(slip)


def test_constraint_refuses_executed_without_visa_even_without_triggers(
    slip: EliminationSlip, dpo: User
) -> None:
    guards.remove([EliminationSlip])
    by = f", executed_by_id = {dpo.pk}, executed_at = drafted_at, submitted_by_id = {dpo.pk}"

    with pytest.raises(IntegrityError, match="accounts_slip_visa_before_execution"):
        executed_by_sql(slip, by)


def test_constraint_refuses_the_drafter_s_own_visa(slip: EliminationSlip, dpo: User) -> None:
    guards.remove([EliminationSlip])
    by = f", executed_by_id = {dpo.pk}, executed_at = drafted_at, submitted_by_id = {dpo.pk}"

    with pytest.raises(IntegrityError, match="accounts_slip_visa_by_someone_else"):
        executed_by_sql(slip, f"{by}, visa_by_id = {dpo.pk}, visa_at = drafted_at")


def test_lines_are_never_changed(slip: EliminationSlip) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        EliminationLine.objects.filter(slip=slip).update(rows=[1, 2, 3])
    with pytest.raises(DatabaseError), transaction.atomic():
        EliminationLine.objects.filter(slip=slip).delete()


def test_line_changed_behind_the_guards_is_noticed(slip: EliminationSlip, dpo: User, archivist: User) -> None:
    signed(slip, dpo, archivist)
    guards.remove([EliminationLine])
    EliminationLine.objects.filter(slip=slip).update(rows=[1, 2, 3])

    with pytest.raises(Refusal, match="n’est plus celui"):
        elimination.execute(slip, by=dpo, at=AT)


def test_line_added_after_the_visa_is_noticed(slip: EliminationSlip, dpo: User, archivist: User) -> None:
    signed(slip, dpo, archivist)
    sha = elimination.digest("accounts.user", [dpo.pk])
    added = {"rule": "inactive_accounts", "kind": "accounts.user", "nature": "x", "basis": "y", "count": 1}
    EliminationLine.objects.create(slip=slip, rows=[dpo.pk], sha256=sha, **added)

    with pytest.raises(Refusal, match="n’est plus celui"):
        elimination.execute(slip, by=dpo, at=AT)


def test_each_step_is_journalled(slip: EliminationSlip, dpo: User, archivist: User) -> None:
    elimination.execute(signed(slip, dpo, archivist), by=dpo, at=AT)

    told = [act.removeprefix("accounts.slip_") for act in acts() if act.startswith("accounts.slip_")]
    assert told == ["drafted", "submitted", "visa", "executed"]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AGENT, ""])
def test_slips_are_hidden_from_others(slip: EliminationSlip, role: str) -> None:
    assert slip.pk
    assert not EliminationSlip.objects.visible_to(make_user(role=role)).exists()
    assert not EliminationSlip.objects.visible_to(AnonymousUser()).exists()
