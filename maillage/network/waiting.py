"""What the sheet leaves to someone to do."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from maillage.accounts.models import User
from maillage.base.calendar import paris_day
from maillage.base.waiting import Waiting
from maillage.network import access
from maillage.network.models import Collectivite, Draft
from maillage.network.staleness import age


def waiting(user: User, on: date) -> Iterator[Waiting]:
    """Yield, for those who instruct, the update that is late and what is proposed but not published."""
    if not access.can_edit(user):
        return
    if (found := age(Collectivite.objects.first())) and found.is_stale(on):
        yield Waiting(
            subject="La fiche de la collectivité",
            waits="une mise à jour",
            address=reverse("network:edit"),
            since=found.stale_on,
        )
    drafts = list(Draft.objects.visible_to(user).order_by("begun_at"))
    if drafts:
        some = "une proposition" if len(drafts) == 1 else f"{len(drafts)} propositions"
        yield Waiting(
            subject=f"{some.capitalize()} sur la fiche",
            waits="la publication",
            address=reverse("network:publish"),
            since=paris_day(drafts[0].begun_at),
        )
