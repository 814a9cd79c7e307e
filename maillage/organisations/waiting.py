"""What structures and projects leave to someone to do."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from maillage.accounts.models import User
from maillage.base.calendar import paris_day
from maillage.base.waiting import Waiting
from maillage.organisations import access
from maillage.organisations.models import AttachmentRequest, Exchange
from maillage.organisations.queries import with_subjects


def waiting(user: User, on: date) -> Iterator[Waiting]:  # noqa: ARG001 -- the same question for every app
    """Yield the follow-ups that this person has to give, and the requests they may answer."""
    if access.can_see_structures(user):
        yield from _follow_ups(user)
    if access.can_keep_structures(user):
        yield from _requests(user)


def _follow_ups(user: User) -> Iterator[Waiting]:
    mine = Exchange.objects.visible_to(user).to_do().filter(follow_up_by=user)
    for exchange in with_subjects(mine, user):
        yield Waiting(
            subject=str(exchange.organisation or exchange.project),
            waits=exchange.follow_up,
            address=exchange.get_absolute_url(),
            since=exchange.on,
            due=exchange.due_on,
        )


def _requests(user: User) -> Iterator[Waiting]:
    for asked in AttachmentRequest.objects.visible_to(user).waiting().select_related("person"):
        if access.can_answer(user, asked):
            yield Waiting(
                subject=f"{asked.person} demande à agir pour {asked.name}",
                waits="votre réponse",
                address=reverse("organisations:confirm_attachment", args=[asked.pk]),
                since=paris_day(asked.asked_at),
            )
