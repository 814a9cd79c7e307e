"""A small world in which each role has its own things, and so have a colleague and a stranger."""

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from maillage.accounts.actions import elimination, requests
from maillage.accounts.models import (
    Absence,
    Contact,
    Delegation,
    FactorReset,
    Invitation,
    Kind,
    Membership,
    Role,
    RoleGrant,
    Topic,
    Unit,
    User,
)
from maillage.accounts.register import rules
from maillage.base.outbox import Mail
from maillage.network.models import Representative
from maillage.network.tests.others import keep
from maillage.portal.tests.factories import load_grand_est
from tests.crawl import sheet, structures
from tests.crawl.table import GROUPS, ROLES

DAY = date(2022, 3, 22)
# People beside the roles of the table: a colleague, who granted and asked, who handles data, who signs, who
# left.
ALSO = {
    "same": Role.AGENT,
    "chief": Role.ADMINISTRATOR,
    "clerk": Role.DPO,
    "keeper": Role.ARCHIVIST,
    "suspended": Role.AGENT,
}
NOON = datetime(2022, 3, 22, 12, tzinfo=UTC)
MISSING = 999_999


@dataclass
class World:
    """People by role, and by kind of object the identifier of each person's own."""

    people: dict[str, User] = field(default_factory=dict)
    objects: dict[str, dict[str, int]] = field(
        default_factory=dict
    )  # kind -> role, « same », « other » -> pk
    sessions: dict[str, str] = field(default_factory=dict)

    def identifier(self, kind: str, relation: str, role: str) -> int:
        """Return the pk that a cell speaks of; one that nothing has for « missing »."""
        if relation == "missing":
            return MISSING
        owned = self.objects[kind]
        if relation == "own":
            return owned.get(role, owned["same"])
        return owned[relation if relation in owned else "chief"]

    def session(self, role: str) -> str:
        """Return the key of a session of that person, opened with a second factor."""
        if role not in self.sessions:
            client = Client()
            client.force_login(self.people[role])
            session = client.session
            session["since"] = session["seen"] = int(time.time())
            proof = {"method": "mfa", "type": "totp", "at": time.time()}
            session["account_authentication_methods"] = [proof]
            session["account_authentication_methods_user"] = str(self.people[role].pk)
            session.save()
            self.sessions[role] = session.session_key
        return self.sessions[role]

    def keep(self, kind: str, owner: str, row) -> None:
        """Note whose a row is."""
        self.objects.setdefault(kind, {})[owner] = row.pk


def make() -> World:
    """Make the world; rows are written straight, without acts: who may see them is under test."""
    load_grand_est()
    sheet.publish_twice(at=NOON)
    world = World()
    for role in [*ALSO, "other", *ROLES[1:]]:
        world.people[role] = _person(role)
    pole = Unit.objects.create(kind=Kind.POLE, name="Pôle", starts_on=DAY)
    for role, person in world.people.items():
        world.keep("person", role, person)
        _belongings(world, role, person, pole)
    draft = sheet.work_on(world.people["same"], at=NOON)
    contact = Representative.objects.create(
        kind="elected", name="Personne élue", office="Vice-présidence", email="elue@exemple.fr", starts_on=DAY
    )
    world.objects["representative"] = dict.fromkeys(("same", "other"), contact.pk)
    world.objects["draft"] = dict.fromkeys(("same", "other"), draft.pk)
    _requests(world)
    _slips(world)
    _suspend(world, world.people["suspended"])
    world.people["bearer"] = _person("bearer")
    structures.furnish(world, ROLES[1:])
    keep(world.people["same"])
    world.objects["mail"] = dict.fromkeys(("same", "other"), _dead_letter().pk)
    return world


def _person(role: str) -> User:
    person = User.objects.create(email=f"{role}@exemple.fr", name=f"Personne {role}")
    granted = ALSO.get(role, role)
    if granted in Role.values:
        RoleGrant.objects.create(user=person, role=granted, starts_on=DAY)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    return person


def _belongings(world: World, role: str, person: User, pole: Unit) -> None:
    """Give the person one row of each kind that is about someone."""
    chief, second = world.people["chief"], "expert" if role == "cofunder" else "cofunder"
    world.keep("grant", role, RoleGrant.objects.create(user=person, role=second, starts_on=DAY))
    world.keep("invitation", role, _invitation(role, chief))
    world.objects.setdefault("unit", {})[role] = pole.pk
    if role != "chief":
        asked = {"user": person, "reason": "Vue au guichet", "asked_by": chief, "asked_at": NOON}
        world.keep("reset", role, FactorReset.objects.create(**asked))
    if is_internal(role):
        _work(world, role, person, pole)


def _work(world: World, role: str, person: User, pole: Unit) -> None:
    """Give someone of the collectivité their place, portfolio, absence and delegation."""
    chief = world.people["same" if role == "chief" else "chief"]
    about, later = {"user": person, "starts_on": DAY}, DAY + timedelta(days=30)
    signing = {
        "act_number": f"A-{role}",
        "grantor": chief,
        "delegate": person,
        "scope": "Tout",
        "starts_on": DAY,
    }
    world.keep("membership", role, Membership.objects.create(unit=pole, title="Fonction", **about))
    world.keep(
        "contact", role, Contact.objects.create(topic=Topic.PARTNER, label=f"Partenaire {role}", **about)
    )
    world.keep("absence", role, Absence.objects.create(stand_in=chief, ends_on=later, **about))
    world.keep("delegation", role, Delegation.objects.create(**signing))


def _requests(world: World) -> None:
    """Have each one take their file and ask again, and two wait for the last word on a correction."""
    for role, person in world.people.items():
        now, clerk = timezone.now(), world.people["dpo" if role == "clerk" else "clerk"]
        ready = requests.file("access", by=person, at=now)
        requests.prepare(ready, by=clerk, at=now)
        requests.complete(ready, by=clerk, at=now)
        world.keep("ready", role, ready)
        asked = requests.file("access", text="Mes données, s’il vous plaît.", by=person, at=NOON)
        world.keep("request", role, asked)
    for role in ("same", "other"):
        asked = requests.file("rectification", text="Mon nom.", by=world.people[role], at=NOON)
        requests.prepare(asked, new_name="Nom corrigé", by=world.people["clerk"], at=NOON)
        world.keep("prepared", role, asked)


def _slips(world: World) -> None:
    """Draft, submit and sign a slip by people beside the roles of the table."""
    clerk, keeper = world.people["clerk"], world.people["keeper"]
    rows: list[int | str] = [world.objects["invitation"]["other"]]
    listed = [elimination.Listed(rule=rules()["unanswered_invitations"], rows=rows)]
    for state in ("drafted", "submitted", "signed"):
        slip = elimination.draft(listed, reason="Durées atteintes", by=clerk, at=NOON)
        if state != "drafted":
            elimination.submit(slip, by=clerk, at=NOON)
        if state == "signed":
            elimination.give_visa(slip, by=keeper, at=NOON)
        world.objects[state] = dict.fromkeys(("same", "other"), slip.pk)


def _suspend(world: World, person: User) -> None:
    """Close the account of someone, for the page that opens it again."""
    User.objects.filter(pk=person.pk).update(is_active=False, suspended_at=NOON, suspension_reason="Départ")
    world.objects["suspended"] = dict.fromkeys(("same", "other"), person.pk)


def _dead_letter() -> Mail:
    """Return a mail given up after its attempts."""
    now = timezone.now()
    written = {"created_at": now, "next_attempt_at": now, "give_up_at": now + timedelta(days=3)}
    mail = Mail.objects.create(
        message_id="<perdu@exemple.fr>", sender="a@exemple.fr", to=["b@exemple.fr"], body="Texte", **written
    )
    for status in (Mail.Status.SENDING, Mail.Status.FAILED):
        Mail.objects.filter(pk=mail.pk).update(status=status)
    return mail


def _invitation(role: str, chief: User) -> Invitation:
    now = timezone.now()
    return Invitation.objects.create(
        email=f"invite-{role}@exemple.fr",
        name="Personne invitée",
        roles=["agent"],
        token_hash=f"hash-{role}",
        invited_by=chief,
        sent_at=now,
        expires_at=now + timedelta(days=7),
    )


def is_internal(role: str) -> bool:
    """Say whether a role is one of the collectivité's own."""
    return role in GROUPS["internal"] or role in ALSO
