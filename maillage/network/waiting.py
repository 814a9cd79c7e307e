"""What the sheet leaves to someone to do."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min
from django.urls import reverse

from maillage.accounts.models import User
from maillage.base.calendar import paris_day
from maillage.base.waiting import Waiting
from maillage.network import access
from maillage.network.models import Draft
from maillage.network.staleness import age


def waiting(user: User, on: date) -> Iterator[Waiting]:
    """Yield, for those who instruct, the update that is late and what is proposed but not published."""
    if not access.can_edit(user):
        return
    if (found := age()) and found.is_stale(on):
        yield Waiting(
            subject="La fiche de la collectivité",
            waits="une mise à jour",
            address=reverse("network:edit"),
            since=found.stale_on,
        )
    drafts = Draft.objects.visible_to(user).aggregate(count=Count("pk"), since=Min("begun_at"))
    if drafts["count"]:
        some = "Une proposition" if drafts["count"] == 1 else f"{drafts['count']} propositions"
        yield Waiting(
            subject=f"{some} sur la fiche",
            waits="la publication",
            address=reverse("network:publish"),
            since=paris_day(drafts["since"]),
        )
