"""The demonstration's structures: all invented, marked as such, made by the ordinary acts.

250 over the departments whose communes are loaded, of every family; none where no commune is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from maillage.accounts.demo import DOMAIN, morning
from maillage.accounts.models import Role, User
from maillage.organisations import demo_words as words
from maillage.organisations.actions import (
    establishments,
    exchanges,
    life,
    mandates,
    organisations,
    projects,
    recognitions,
)
from maillage.organisations.models import Establishment, Exchange, Organisation, Project, Recognition
from maillage.organisations.numbers import under_local_law
from maillage.territories.models import Territory

SEED, FORMING, PARTIAL = 20_260_101, 8, 5
PLACES = 6  # communes of a department, the most populated
REGION = "R44"
COURTS = {"57": "Metz", "67": "Strasbourg", "68": "Colmar"}
SOURCE = "jeu de démonstration"


@dataclass(slots=True, kw_only=True)
class Scene:
    """What the loading needs all along: the day, the dice, the people, what is already there."""

    on: date
    random: Random
    agents: list[User]
    places: list[Territory]
    made: list[Organisation] = field(default_factory=list)

    def agent(self) -> User:
        """Return one of the people who instruct."""
        return self.random.choice(self.agents)

    def ago(self, least: int, most: int) -> date:
        """Return a day, so many days before."""
        return self.on - timedelta(days=self.random.randint(least, most))

    def at(self, day: date) -> datetime:
        """Return a morning."""
        return morning(day)


@transaction.atomic
def load(on: date) -> None:
    """Create everything once, as it would have come over two years before that day."""
    places = chosen_places()
    agents = list(User.objects.filter(demonstration=True).holding(Role.AGENT, on=on).order_by("pk"))
    if Organisation.objects.exists() or not places or not agents:
        return
    scene = Scene(on=on, random=Random(SEED), agents=agents, places=places)  # noqa: S311 -- a set that repeats
    for kind in words.KINDS:
        for _ in range(kind.many):
            settle(scene, kind)
    for number in range(FORMING):
        begin(scene, number)
    give_mandates(scene)
    live(scene)
    talk(scene)
    dream(scene)


def chosen_places() -> list[Territory]:
    """Return the most populated communes of each department of the region."""
    communes = Territory.objects.filter(level=Territory.Level.COMMUNE, region__slug=REGION)
    found: dict[int | None, list[Territory]] = {}
    for commune in communes.order_by("-population", "code"):
        found.setdefault(commune.department_id, []).append(commune)
    return [commune for group in found.values() for commune in group[:PLACES]]


def settle(scene: Scene, kind: words.Kind) -> None:
    """Create one structure, its head office and its statuses."""
    random, place = scene.random, scene.random.choice(scene.places)
    day, by = scene.ago(10, 700), scene.agent()
    number, name = len(scene.made), kind.pattern.format(words.invented(scene.random))
    organisation = Organisation(
        name=name,
        siren=words.siren(number),
        legal_category=category_of(kind, place),
        activity=kind.activity,
        commune=place,
        address=f"{random.randint(1, 90)} {random.choice(words.STREETS)}",
        size_band=random.choice(kind.bands),
        size_year=scene.on.year - 2,
        partial=number % 50 == PARTIAL,
        source=Organisation.Source.DEMONSTRATION,
        **register_of(kind, place, number),
    )
    organisations.create(organisation, by=by, at=scene.at(day))
    scene.made.append(organisation)
    site = Establishment(
        organisation=organisation,
        siret=words.siret(organisation.siren, 1),
        is_head_office=True,
        commune=place,
        address=organisation.address,
        opened_on=scene.ago(800, 9000),
    )
    establishments.open_establishment(site, by=by, at=scene.at(day))
    for status in kind.statuses.split():
        recognise(scene, organisation, status, by=by, at=scene.at(day))


def category_of(kind: words.Kind, place: Territory) -> str:
    """Return its legal category: associations of Moselle and Alsace are under the local law."""
    local = kind.category == words.ASSOCIATION and under_local_law(place.code)
    return words.LOCAL_LAW if local else kind.category


def register_of(kind: words.Kind, place: Territory, number: int) -> dict[str, str]:
    """Return what registers an association: its RNA, or its folio at the court."""
    if not kind.category.startswith("92"):
        return {}
    department = place.code[:2]
    if department in COURTS:
        court = f"Tribunal judiciaire de {COURTS[department]}"
        return {"court": court, "volume": str(100 + number // 10), "folio": str(number)}
    return {"rna": f"W{department}9{number:06}"}


def recognise(scene: Scene, organisation: Organisation, kind: str, *, by: User, at: datetime) -> None:
    """Record a status: for ESUS five years, some of them about to end or over; the others without an end."""
    first = scene.ago(200, 1900)
    last = first + timedelta(days=5 * 365) if kind == Recognition.Kind.ESUS else None
    held = Recognition(
        organisation=organisation,
        kind=kind,
        starts_on=first,
        ends_on=last,
        reference=f"DÉMO-{organisation.pk}",
        source=SOURCE,
    )
    recognitions.recognise(held, by=by, at=at)


def begin(scene: Scene, number: int) -> None:
    """Create a structure that has no number yet."""
    pattern = words.FORMING[number % len(words.FORMING)]
    organisation = Organisation(
        name=pattern.format(words.invented(scene.random)),
        commune=scene.random.choice(scene.places),
        source=Organisation.Source.DEMONSTRATION,
    )
    organisations.create(organisation, by=scene.agent(), at=scene.at(scene.ago(5, 120)))


def person(account: str) -> User:
    """Return a person of the demonstration."""
    return User.objects.get(email=f"{account}@{DOMAIN}")


def give_mandates(scene: Scene) -> None:
    """Let the applicant and the partner act for some structures; leave requests that wait, and a refusal."""
    applicant, day = person("demande"), scene.ago(100, 300)
    mine = [scene.made[0], next(one for one in scene.made if one.partial)]
    for organisation, office in zip(mine, ("president", "authorised"), strict=True):
        mandates.grant(
            organisation,
            person=applicant,
            office=office,
            evidence="procès-verbal d’assemblée (démonstration)",
            starts_on=day,
            by=scene.agent(),
            at=scene.at(day),
        )
    for rank, (account, office) in enumerate((("partenaire", "director"), ("instance", "treasurer"))):
        wanted = scene.made[10 + rank]
        at = scene.at(scene.ago(2, 9))
        mandates.ask(name=wanted.name, number=wanted.siren, office=office, by=person(account), at=at)
    refused = mandates.ask(
        name="Une structure sans nom",
        office="manager",
        by=applicant,
        at=scene.at(scene.on - timedelta(days=40)),
    )
    mandates.refuse(
        refused,
        reason="Sans SIREN ni nom complet, nous ne pouvons pas savoir de quelle structure il s’agit.",
        by=scene.agents[0],
        at=scene.at(scene.on - timedelta(days=38)),
    )


def live(scene: Scene) -> None:
    """Close, merge, move and rename some of them."""
    free = scene.made[20:]
    scene.random.shuffle(free)
    parts = iter(free)
    for _ in range(8):
        day = scene.ago(1, 60)
        life.close(
            next(parts), on=day, reason="Dissolution (démonstration)", by=scene.agent(), at=scene.at(day)
        )
    for _ in range(5):
        day = scene.ago(1, 60)
        gone, goes_on = next(parts), next(parts)
        life.merge(gone, into=goes_on, on=day, by=scene.agent(), at=scene.at(day))
    for _ in range(7):
        day, renamed = scene.ago(1, 60), next(parts)
        name = f"{renamed.name} et {words.invented(scene.random)}"
        life.rename(renamed, name=name, on=day, by=scene.agent(), at=scene.at(day))
    for site in moving(parts, 7):
        day = scene.ago(1, 60)
        establishments.move_establishment(
            site,
            siret=words.siret(site.organisation.siren, 2),
            commune=site.commune,
            address=f"{scene.random.randint(1, 90)} {words.STREETS[0]}",
            on=day,
            by=scene.agent(),
            at=scene.at(day),
        )


def moving(parts: Iterator[Organisation], many: int) -> Iterator[Establishment]:
    """Yield the head office of the next ones."""
    for _ in range(many):
        yield Establishment.objects.select_related("commune", "organisation").get(
            organisation=next(parts), is_head_office=True
        )


def talk(scene: Scene) -> None:
    """Fill the contact log of some structures, with follow-ups done, due and overdue."""
    for organisation in scene.random.sample(scene.made, 90):
        for _ in range(scene.random.randint(1, 3)):
            note(scene, Exchange(organisation=organisation))


def note(scene: Scene, exchange: Exchange) -> None:
    """Note one exchange; one in three calls for something."""
    random, by = scene.random, scene.agent()
    exchange.kind = random.choice(list(words.SUBJECTS))
    exchange.on = scene.ago(1, 400)
    exchange.with_whom = f"{random.choice(words.BEARERS)}, {random.choice(('présidence', 'direction'))}"
    exchange.about = random.choice(words.SUBJECTS[exchange.kind])
    if random.random() < 1 / 3:
        exchange.follow_up = random.choice(words.FOLLOW_UPS)
        exchange.follow_up_by = scene.agent()
        exchange.due_on = exchange.on + timedelta(days=random.randint(7, 60))
    exchanges.note(exchange, by=by, at=scene.at(exchange.on))
    if exchange.due_on and exchange.due_on < scene.on - timedelta(days=12):
        exchanges.complete(exchange, by=by, at=scene.at(exchange.due_on))


def dream(scene: Scene) -> None:
    """Note the projects that have no structure; some become one, one is given up."""
    forming = list(Organisation.objects.filter(status=Organisation.Status.FORMING).order_by("pk"))
    for rank, (name, description) in enumerate(words.PROJECTS):
        day, by = scene.ago(30, 300), scene.agent()
        bearer = scene.random.choice(words.BEARERS)
        project = Project(
            name=name,
            description=description,
            bearer=bearer,
            email=f"porteur-{rank}@{DOMAIN}",
            commune=scene.random.choice(scene.places),
        )
        projects.begin(project, by=by, at=scene.at(day))
        note(scene, Exchange(project=project))
        if rank < 2:  # noqa: PLR2004 -- the first two
            projects.attach(project, organisation=forming[rank], by=by, at=scene.at(scene.ago(1, 20)))
        elif rank == len(words.PROJECTS) - 1:
            projects.drop(project, by=by, at=scene.at(scene.ago(1, 20)))
