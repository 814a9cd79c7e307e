"""The demonstration's people: all invented, marked as such, reachable by anyone with one passphrase."""

from base64 import b32encode
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from maillage.accounts.actions import chart, contacts, delegations, elimination, invitations, requests
from maillage.accounts.actions.people import open_account
from maillage.accounts.actions.roles import grant_role
from maillage.accounts.models import Delegation, Role, Topic, Unit, User
from maillage.accounts.models.people import UserQuerySet

DEMO_PASSPHRASE = "quatre sabots violets mijotent"  # noqa: S105 -- public on purpose: fictitious accounts only
DOMAIN = "demonstration.maillage.example"
POLE = "Pôle Économie Sociale et Solidaire"
# The real chart, as the founding document names it (22/03/2022); the people in it are not.
CHART = (
    ("direction", "Direction de la Compétitivité et de la Connaissance"),
    ("service", "Service Compétitivité des Territoires"),
    ("pole", POLE),
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """One invented person; a title places them in the pole."""

    account: str
    name: str
    roles: tuple[Role, ...] = ()
    title: str = ""

    @property
    def email(self) -> str:
        return f"{self.account}@{DOMAIN}"


ADMINISTRATION = (
    Sketch("administration", "Ambre Testard", (Role.ADMINISTRATOR,)),
    Sketch("administration-2", "Basile Fictif", (Role.ADMINISTRATOR,)),
)
PEOPLE = (
    Sketch("responsable", "Claire Modèle", (Role.HEAD_OF_UNIT, Role.AGENT), "Responsable du pôle"),
    Sketch("agent", "Denis Exemple", (Role.AGENT,), "Chargé de mission emploi"),
    Sketch("agent-2", "Élise Maquette", (Role.AGENT,), "Chargée de mission utilité sociale"),
    Sketch("agent-3", "Farid Croquis", (Role.AGENT,), "Chargé de mission création de SCOP et de SCIC"),
    Sketch("agent-4", "Gaëlle Ébauche", (Role.AGENT,), "Chargée de mission initiatives territoriales"),
    Sketch("agent-5", "Hugo Canevas", (Role.AGENT,), "Chargé de mission têtes de réseaux"),
    Sketch("agent-6", "Inès Brouillon", (Role.AGENT,), "Chargée de mission réemploi"),
    Sketch("agent-7", "Jonas Gabarit", (Role.AGENT,), "Assistant de gestion"),
    Sketch("budget", "Karine Spécimen", (Role.BUDGET_OFFICER,)),
    Sketch("assemblees", "Léo Prototype", (Role.ASSEMBLIES_OFFICER,)),
    Sketch("finances", "Maud Factice", (Role.FINANCE,)),
    Sketch("elue", "Nadia Décor", (Role.ELECTED,)),
    Sketch("vice-presidence", "Octave Figurant", (Role.VICE_PRESIDENT,)),
    Sketch("antenne", "Prune Esquisse", (Role.TERRITORIAL_AGENT,)),
    Sketch("partenaire", "Quentin Patron", (Role.PARTNER,)),
    Sketch("cofinanceur", "Rosalie Épreuve", (Role.COFUNDER,)),
    Sketch("instance", "Simon Étude", (Role.SEAT_HOLDER,)),
    Sketch("expertise", "Tess Hypothèse", (Role.EXPERT,)),
    Sketch("reemploi", "Ulysse Variante", (Role.REUSE_ACTOR,)),
    Sketch("donnees", "Violette Simulacre", (Role.DPO,)),
    Sketch("archives", "William Copie", (Role.ARCHIVIST,)),
    Sketch("demande", "Yasmine Scénario"),
    Sketch("depart", "Xavier Prétexte"),
)
# Which agent follows which departments: made up, the departments are not.
DEPARTMENTS = {
    "agent": ("Ardennes (08)", "Marne (51)"),
    "agent-2": ("Aube (10)", "Haute-Marne (52)"),
    "agent-3": ("Meurthe-et-Moselle (54)", "Meuse (55)"),
    "agent-4": ("Moselle (57)",),
    "agent-5": ("Bas-Rhin (67)", "Haut-Rhin (68)"),
    "agent-6": ("Vosges (88)",),
}


def demo_people() -> UserQuerySet:
    """Return the demonstration's people, administration first."""
    return User.objects.filter(demonstration=True).order_by("pk")


@transaction.atomic
def load(on: date) -> None:
    """Create what is missing, by the ordinary acts, as if done two years before that day."""
    at = morning(on - timedelta(days=730))
    new = [open_one(sketch, at=at) for sketch in (*ADMINISTRATION, *PEOPLE) if not known(sketch)]
    share_passphrase(new)
    administrator = found("administration")
    for sketch in PEOPLE:
        give_roles(sketch, by=administrator, at=at)
    if not Unit.objects.exists():
        draw_chart(by=administrator, at=at)
        share_departments(by=administrator, at=at)
        delegate_signature(by=administrator, at=at)
        leave_something_waiting(on, by=administrator)
        ask_about_data(on, by=administrator)


def morning(day: date) -> datetime:
    """Return nine o’clock in Paris, that day."""
    return timezone.make_aware(datetime.combine(day, time(9)))


def known(sketch: Sketch) -> bool:
    return User.objects.filter(email=sketch.email).exists()


def found(account: str) -> User:
    """Return a person of the demonstration by the first part of their address."""
    return User.objects.get(email=f"{account}@{DOMAIN}")


def open_one(sketch: Sketch, *, at: datetime) -> User:
    """Open one account, with a code generator where the role will ask for one."""
    user = open_account(sketch.email, name=sketch.name, password=None, by="demonstration", at=at)
    if Role.ADMINISTRATOR in sketch.roles:
        grant_role(user, Role.ADMINISTRATOR, starts_on=timezone.localdate(at), by="demonstration", at=at)
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, secret_of(sketch.email))
    return user


def secret_of(email: str) -> str:
    """Return the secret of a person's code generator: always the same, and shown to all anyway."""
    return b32encode(sha256(email.encode()).digest()[:20]).decode()


def share_passphrase(people: list[User]) -> None:
    """Give all the same passphrase: one slow digest instead of twenty-five."""
    chosen = User.objects.filter(pk__in=[user.pk for user in people])
    chosen.update(password=make_password(DEMO_PASSPHRASE), demonstration=True)


def give_roles(sketch: Sketch, *, by: User, at: datetime) -> None:
    """Grant a person their roles, unless already done."""
    user = found(sketch.account)
    held = {role for role, _, _ in user.held}
    for role in sketch.roles:
        if role not in held:
            grant_role(user, role, starts_on=timezone.localdate(at), reason="Démonstration", by=by, at=at)


def draw_chart(*, by: User, at: datetime) -> None:
    """Create the three units and place the eight people of the pole."""
    day, unit = timezone.localdate(at), None
    for kind, name in CHART:
        unit = chart.open_unit(kind, name=name, parent=unit, starts_on=day, by=by, at=at)
    for sketch in PEOPLE:
        if unit and sketch.title:
            chart.join(found(sketch.account), unit, title=sketch.title, starts_on=day, by=by, at=at)


def share_departments(*, by: User, at: datetime) -> None:
    """Name one contact for each department."""
    day = timezone.localdate(at)
    for account, labels in DEPARTMENTS.items():
        for label in labels:
            contacts.name_contact(found(account), Topic.DEPARTMENT, label=label, starts_on=day, by=by, at=at)


def delegate_signature(*, by: User, at: datetime) -> None:
    """Record a delegation with a ceiling, invented like the rest."""
    delegation = Delegation(
        act_number="DÉMO-01",
        grantor=found("vice-presidence"),
        delegate=found("responsable"),
        scope="Courriers d’instruction et accusés de réception (démonstration)",
        ceiling=Decimal(10_000),
        starts_on=timezone.localdate(at),
        stand_in=found("agent"),
    )
    delegations.delegate(delegation, by=by, at=at)


def leave_something_waiting(on: date, *, by: User) -> None:
    """Leave an absence under way and an invitation unanswered: screens are judged on such cases."""
    at = morning(on - timedelta(days=2))
    contacts.declare_absence(
        found("agent-4"),
        starts_on=on - timedelta(days=1),
        ends_on=on + timedelta(days=9),
        stand_in=found("agent-5"),
        by=by,
        at=at,
    )
    invitations.invite(f"zoe@{DOMAIN}", name="Zoé Attente", roles=[Role.AGENT], by=by, at=at)


def ask_about_data(on: date, *, by: User) -> None:
    """Leave a request received, an erasure and an old invitation that both wait for the archives' visa."""
    at, dpo = morning(on - timedelta(days=3)), found("donnees")
    requests.file("access", by=found("demande"), at=at)
    leaving = requests.file("erasure", text="Je n’ai plus de projet.", by=found("depart"), at=at)
    requests.prepare(leaving, by=dpo, at=morning(on - timedelta(days=2)))
    old = morning(on - timedelta(days=700))
    invitation = invitations.invite(f"ancienne@{DOMAIN}", name="Alma Ancienne", roles=[], by=by, at=old)
    invitations.cancel(invitation, by=by, at=old)
    slip = elimination.propose(by=dpo, at=at)
    if slip:
        elimination.submit(slip, by=dpo, at=at)
