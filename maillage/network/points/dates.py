"""What was announced, and what was in force, against the day of reading and the day of the sheet."""

from collections.abc import Iterator, Sequence
from datetime import date

from maillage.base.dates import FuzzyDate, Precision
from maillage.base.templatetags.french import en_mots
from maillage.network.kinds import Kind as FactKind
from maillage.network.kinds import Variety
from maillage.network.models import Entry
from maillage.network.points.point import Kind, Point


def stale_announcements(entries: Sequence[Entry], on: date) -> Iterator[Point]:
    """Yield what is still announced though its last possible day is past, or though no day was ever said."""
    for entry in entries:
        if entry.variety != Variety.PLANNED:
            continue
        latest, named = entry.on.latest, f"«\xa0{entry.title}\xa0»"
        if latest is None:
            yield Point(
                kind=Kind.UNDATED,
                entries=(entry,),
                sentence=f"{named}\xa0: une annonce sans date.",
                explanation="Dire quand, et où.",
            )
        elif latest < on:
            yield Point(
                kind=Kind.PAST,
                entries=(entry,),
                sentence=f"{named}\xa0: l’annonce pour {_when(entry.on)} est restée telle quelle.",
                explanation="Cette date est passée\xa0: dire ce qui a eu lieu, ou retirer l’annonce.",
            )


def expired_frameworks(entries: Sequence[Entry], sheet_dated: FuzzyDate) -> Iterator[Point]:
    """Yield each strategic framework whose period had ended when the sheet that gives it was updated."""
    for entry in entries:
        latest = entry.on.latest
        if (
            entry.kind == FactKind.FRAMEWORK
            and latest
            and sheet_dated.earliest
            and latest < sheet_dated.earliest
        ):
            yield Point(
                kind=Kind.EXPIRED,
                entries=(entry,),
                sentence=f"«\xa0{entry.alias or entry.title}\xa0» couvre la période {_years(entry.on)}, "
                f"et la fiche du {en_mots(sheet_dated)} le donne comme le cadre actuel.",
                explanation="Dire quel cadre lui a succédé.",
            )


def _when(on: FuzzyDate) -> str:
    return f"le {en_mots(on)}" if on.precision == Precision.DAY and on.start == on.end else en_mots(on)


def _years(on: FuzzyDate) -> str:
    first, last = on.earliest, on.latest
    return f"{first.year}-{last.year}" if first and last and first.year != last.year else en_mots(on)
