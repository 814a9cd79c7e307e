"""The directory of the members: ours first, then those whose sheet was imported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from maillage.base.dates import FuzzyDate
from maillage.network.models import Collectivite, MemberSheet
from maillage.network.wording import age_in_words
from maillage.observatory.models import Figure
from maillage.territories.models import Territory


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One member as the directory tells it."""

    name: str
    address: str
    level: str
    territory: str
    member_since: FuzzyDate
    sheet_dated: FuzzyDate
    figures: int
    on: date
    imported_on: date | None = None

    @property
    def age(self) -> str:
        """How old the sheet is: « il y a 4 ans »."""
        return age_in_words(self.sheet_dated, self.on)

    @property
    def stale(self) -> bool:
        """Whether the sheet is older than ours may be before it says so."""
        latest = self.sheet_dated.latest
        return latest is not None and (self.on - latest).days > settings.SHEET_STALE_DAYS


def ours(user: object, on: date) -> Line | None:
    """Return our own line; None where no pack is loaded."""
    row = Collectivite.objects.select_related("territory").first()
    if row is None:
        return None
    return Line(
        name=row.name,
        address=reverse("network:sheet"),
        level=row.get_level_display(),
        territory=row.territory.full_name if row.territory else "",
        member_since=row.member_since,
        sheet_dated=row.sheet_dated,
        figures=Figure.objects.visible_to(user).without_references().count(),
        on=on,
    )


def lines(rows: Iterable[MemberSheet], on: date) -> list[Line]:
    """Return the lines of imported sheets, territories by the name that we know them by."""
    sheets = list(rows)
    codes = {row.member.territory for row in sheets}
    known = {place.slug: place.full_name for place in Territory.objects.filter(slug__in=codes)}
    return [
        Line(
            name=row.member.name,
            address=row.get_absolute_url(),
            level=row.member.get_level_display(),
            territory=known.get(row.member.territory, row.member.territory),
            member_since=row.member_since,
            sheet_dated=row.sheet_dated,
            figures=row.figures,
            on=on,
            imported_on=row.imported_at.date(),
        )
        for row in sheets
    ]
