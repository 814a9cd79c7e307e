"""What the home page tells: the figures that its pack puts forward, and the facts of the sheet."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from maillage.base.dates import FuzzyDate
from maillage.network import sheet
from maillage.network.kinds import Kind, Variety
from maillage.network.models import Entry
from maillage.network.sheet import Section, Sheet, ToCheck
from maillage.network.wording import date_in_words
from maillage.observatory.models import Figure
from maillage.observatory.wording import period_of, unqualified
from maillage.portal.coverage import Coverage, covered
from maillage.portal.models import Front

MOST = 4  # figures in a row
MEETINGS = 5
GATHERINGS = {Kind.EVENT, Kind.CONFERENCE}
PLAIN = Front(title="L’économie sociale et solidaire, faits et chiffres à l’appui")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A figure set large: how the source qualifies it, small, then the number; what it counts, and when."""

    figure: Figure
    label: str
    bound: str
    number: str

    @classmethod
    def of(cls, figure: Figure) -> "Headline":
        """Part « près de » from the number."""
        return cls(
            figure=figure,
            label=figure.label + period_of(figure),
            bound=Figure.Bound(figure.bound).label,
            number=unqualified(figure),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """One aid, and the first thing it is for."""

    entry: Entry
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """One gathering, held or announced: what is said of it, and where its announcement stands."""

    entry: Entry
    said: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Home:
    """The page, from the sheet that a person may read and the day on which it is read."""

    front: Front
    sheet: Sheet
    on: date

    @property
    def empty(self) -> bool:
        """Whether nothing has been published yet."""
        return not self.sheet.figures and not self._known

    @cached_property
    def main(self) -> list[Headline]:
        """The figures put forward: those that the pack names, else the first of each topic."""
        by_key = {figure.key: figure for figure in self.sheet.figures}
        chosen = [by_key[key] for key in self.front.figures if key in by_key]
        firsts = [section.figures[0] for section in self.sheet.sections if section.figures]
        return [Headline.of(figure) for figure in chosen or firsts[:MOST]]

    @cached_property
    def families(self) -> Section | None:
        """The first topic that gives the weight of each family."""
        return next((section for section in self.sheet.sections if section.families), None)

    @cached_property
    def to_check(self) -> ToCheck:
        """What a reader should know before quoting."""
        return self.sheet.to_check(self.on)

    @cached_property
    def coverage(self) -> Coverage | None:
        """Where what has been held took place."""
        where = self.sheet.collectivite.territory if self.sheet.collectivite else None
        return covered(where, [entry for entry in self._gathered if not state_of(entry, self.on)])

    @property
    def pillars(self) -> list[Entry]:
        """What the policy rests on."""
        return self._of({Kind.PILLAR})

    @property
    def partnerships(self) -> list[Entry]:
        """With whom it is led."""
        return self._of({Kind.PARTNERSHIP})

    @cached_property
    def aids(self) -> list[Aid]:
        """What it gives, and what for."""
        purposes: dict[str | None, str] = {}
        for entry in self._of({Kind.PURPOSE}):
            purposes.setdefault(entry.parent_id, entry.title)
        return [Aid(entry=aid, purpose=purposes.get(aid.key, "")) for aid in self._of({Kind.AID})]

    @cached_property
    def gatherings(self) -> list[Gathering]:
        """What is announced, soonest first, then what was held last."""
        rows = [
            Gathering(entry=entry, said=said_of(entry), state=state_of(entry, self.on))
            for entry in self._gathered
        ]
        announced = sorted((row for row in rows if row.state), key=lambda row: row.entry.on)
        held = sorted((row for row in rows if not row.state), key=lambda row: row.entry.on, reverse=True)
        return [*announced, *held][:MEETINGS]

    @property
    def _gathered(self) -> list[Entry]:
        return self._of(GATHERINGS)

    @cached_property
    def _known(self) -> list[Entry]:
        return [entry for entry in self.sheet.entries if entry.status == Entry.Status.KNOWN]

    def _of(self, kinds: set[Kind]) -> list[Entry]:
        return [entry for entry in self._known if entry.kind in kinds]


def home(user: object, on: date) -> Home:
    """Return what this person may read there that day."""
    return Home(front=Front.objects.first() or PLAIN, sheet=sheet.current(user), on=on)


def said_of(entry: Entry) -> str:
    """Say what kind of gathering it is, when and where, where its title does not."""
    place = entry.place_name if entry.place_name.casefold() not in entry.title.casefold() else ""
    kind = entry.get_kind_display().capitalize() if entry.kind == Kind.CONFERENCE else ""
    return " · ".join(filter(None, [kind, date_in_words(entry), place]))


def state_of(entry: Entry, on: date) -> str:
    """Say where an announcement stands that day; nothing for what simply took place."""
    planned = entry.variety == Variety.PLANNED
    if entry.on == FuzzyDate():
        return "date à fixer" if planned else ""
    if entry.on.latest and entry.on.latest >= on:
        return "à venir"
    return "date passée" if planned else ""
