"""What people, accounts and data protection leave to someone to do."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from maillage.accounts import access
from maillage.accounts.models import DataRequest, EliminationSlip, FactorReset, User
from maillage.base.calendar import paris_day
from maillage.base.outbox import Mail
from maillage.base.waiting import Waiting


def waiting(user: User, on: date) -> Iterator[Waiting]:
    """Yield what this person can do that day about people, data and messages."""
    if access.can_handle_requests(user):
        yield from _requests(user)
    if access.can_see_slips(user):
        yield from _slips(user)
    if access.can_administer_people(user):
        yield from _resets(user)
    if access.can_see_mails(user):
        yield from _mails(user)
    yield from _files(user, on)


def _requests(user: User) -> Iterator[Waiting]:
    for asked in DataRequest.objects.visible_to(user).open().select_related("person", "slip"):
        if access.can_answer_request(user, asked):
            yield Waiting(
                subject=f"{asked.get_kind_display()}\xa0: {asked.person}",
                waits=asked.waits_for(),
                address=asked.get_absolute_url(),
                since=paris_day(asked.received_at),
                due=asked.due_on,
            )


def _slips(user: User) -> Iterator[Waiting]:
    done = (EliminationSlip.Status.EXECUTED, EliminationSlip.Status.REFUSED)
    for slip in EliminationSlip.objects.visible_to(user).exclude(status__in=done):
        can = (access.can_submit_slip, access.can_sign_slip, access.can_execute_slip)
        if any(may(user, slip) for may in can):
            since = slip.visa_at or slip.submitted_at or slip.drafted_at
            yield Waiting(
                subject=str(slip),
                waits=slip.waits_for(),
                address=slip.get_absolute_url(),
                since=paris_day(since),
            )


def _resets(user: User) -> Iterator[Waiting]:
    asked = FactorReset.objects.visible_to(user).filter(status=FactorReset.Status.ASKED)
    for reset in asked.select_related("user"):
        if access.can_answer_reset(user, reset):
            yield Waiting(
                subject=f"Second facteur perdu\xa0: {reset.user}",
                waits="l’accord d’un second administrateur",
                address=reverse("accounts:answer_reset", args=[reset.pk]),
                since=paris_day(reset.asked_at),
            )


def _mails(user: User) -> Iterator[Waiting]:
    failed = Mail.objects.visible_to(user).filter(status=Mail.Status.FAILED).count()
    if failed:
        yield Waiting(
            subject=f"Messages qui n’ont pas pu partir\xa0: {failed}",
            waits="une nouvelle remise, ou leur annulation",
            address=f"{reverse('accounts:messages')}?state={Mail.Status.FAILED}",
        )


def _files(user: User, on: date) -> Iterator[Waiting]:
    ready = DataRequest.objects.filter(person=user, status=DataRequest.Status.DONE)
    for asked in ready.filter(available_until__isnull=False):
        if asked.available_until and on <= (until := paris_day(asked.available_until)):
            yield Waiting(
                subject="Le fichier de vos données est prêt",
                waits="que vous le téléchargiez",
                address=reverse("accounts:my_data"),
                due=until,
            )
