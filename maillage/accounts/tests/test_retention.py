"""What is kept too long is proposed, never purged: the clock only drafts slips."""

from datetime import date, datetime, timedelta

import pytest
from django.core.mail import send_mail
from django.utils import timezone

from maillage.accounts import due
from maillage.accounts.actions import elimination
from maillage.accounts.models import EliminationSlip, Invitation, Role, User
from maillage.accounts.models.requests import months_after
from maillage.accounts.register import rules
from maillage.accounts.retention import reached
from maillage.accounts.tests.factories import AT, make_grant, make_invitation, make_user
from maillage.accounts.tests.people_data import draft_of, hand_over_mails
from maillage.base.outbox import Mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_rows")]
RULES = rules()
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


def due_ids(key: str) -> list[int]:
    return [row for row, _ in reached(RULES[key], AT)]


def test_mail_of_over_a_year_has_reached_its_term(old_mail: Mail) -> None:
    assert due_ids("old_mails") == [old_mail.pk]


@pytest.mark.parametrize("status", ["waiting", "sending"])
def test_mail_not_handed_over_is_kept(status: str) -> None:
    send_mail("Ancien", "texte", None, ["quelqu’un@exemple.fr"])
    Mail.objects.update(created_at=YEARS[2], status=status)

    assert due_ids("old_mails") == []


def test_day_of_the_term_is_still_kept(old_mail: Mail) -> None:
    day = months_after(timezone.localdate(AT), -12)
    midnight = datetime.combine(day, datetime.min.time(), timezone.get_current_timezone())
    Mail.objects.update(created_at=midnight)
    assert due_ids("old_mails") == []

    Mail.objects.update(created_at=midnight - timedelta(seconds=1))
    assert due_ids("old_mails") == [old_mail.pk]


def test_inactive_account_has_reached_its_term() -> None:
    person = old_account()

    assert due_ids("inactive_accounts") == [person.pk]


@pytest.mark.parametrize(
    "fields",
    [{"last_login": AT}, {"demonstration": True}, {"is_active": False, "erased_at": AT}],
    ids=["seen", "demonstration", "erased"],
)
def test_account_in_use_or_gone_is_not_proposed(fields: dict[str, object]) -> None:
    old_account(**fields)

    assert due_ids("inactive_accounts") == []


def test_account_never_opened_counts_from_its_creation() -> None:
    person = old_account(last_login=None)

    assert due_ids("inactive_accounts") == [person.pk]


def test_account_with_a_role_is_never_inactive() -> None:
    make_grant(old_account(), Role.PARTNER)

    assert due_ids("inactive_accounts") == []


def test_invitation_without_answer_has_reached_its_term(administrator: User) -> None:
    asked = make_invitation(administrator, sent_at=YEARS[1])
    Invitation.objects.update(status="expired")

    assert due_ids("unanswered_invitations") == [asked.pk]


def test_accepted_invitation_goes_with_its_account(administrator: User) -> None:
    make_invitation(administrator, sent_at=YEARS[1])
    Invitation.objects.update(status="accepted", user=administrator)

    assert due_ids("unanswered_invitations") == []


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -36, date(2023, 3, 31)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def test_clock_proposes_and_purges_nothing(old_mail: Mail) -> None:
    due.due(AT)

    assert Mail.objects.filter(pk=old_mail.pk).exists()
    slip = EliminationSlip.objects.get()
    assert (slip.status, slip.drafted_by) == ("drafted", None)
    assert slip.lines.get().rows == [old_mail.pk]


@pytest.mark.usefixtures("old_mail")
def test_clock_proposes_once() -> None:
    for hours in range(3):
        due.due(AT + timedelta(hours=hours))

    assert EliminationSlip.objects.count() == 1


@pytest.mark.usefixtures("old_mail")
def test_clock_waits_for_the_answer_before_the_next_slip() -> None:
    due.due(AT)
    old_account()

    due.due(AT + timedelta(days=40))

    assert EliminationSlip.objects.count() == 1


def test_what_waits_on_a_slip_is_not_listed_twice(slip: EliminationSlip, dpo: User) -> None:
    assert slip.pk
    assert elimination.propose(by=dpo, at=AT) is None


def test_what_the_archives_keep_is_not_proposed_again(
    slip: EliminationSlip, dpo: User, archivist: User
) -> None:
    elimination.submit(slip, by=dpo, at=AT)
    elimination.refuse_visa(slip, refusal="À verser", by=archivist, at=AT)

    assert elimination.propose(by=dpo, at=AT) is None
    assert Mail.objects.exists()


def test_line_says_how_many_and_from_when_to_when(dpo: User, old_mail: Mail) -> None:
    slip = elimination.propose(by=dpo, at=AT)

    assert slip
    line = slip.lines.get()
    assert (line.count, line.first_on, line.last_on) == (1, YEARS[2].date(), YEARS[2].date())
    assert line.sha256 == elimination.digest("base.mail", [old_mail.pk])
