"""Reads that span several tables of this app."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Value, prefetch_related_objects

from maillage.accounts.models import (
    Absence,
    Anyone,
    Contact,
    Delegation,
    EmailChange,
    FactorReset,
    Kind,
    Membership,
    PastUnit,
    RoleGrant,
    Unit,
    User,
)
from maillage.base.entries import JournalEntry
from maillage.base.references import Reference


def contact_for(subject: Reference | str, on: date) -> User | None:
    """Return who answers about a subject that day: its contact, or the stand-in while away.

    A subject is a reference, or the label of what has no page ("Bas-Rhin (67)"). None when nobody
    is named, or when the last stand-in's account is closed.
    """
    named = Contact.objects.on(on).select_related("user")
    by_subject = isinstance(subject, Reference)
    contact = named.filter(subject=subject) if by_subject else named.filter(label__iexact=subject)
    first = contact.first()
    return standing_in(first.user, on) if first else None


def standing_in(user: User, on: date) -> User | None:
    """Follow the stand-ins of that day to someone present; None if their account is closed.

    Absences that close a circle are refused when declared; should one exist, the walk stops.
    """
    seen = {user.pk}
    while absence := Absence.objects.on(on).filter(user=user).select_related("stand_in").first():
        user = absence.stand_in
        if user.pk in seen:
            return None
        seen.add(user.pk)
    return user if user.is_active else None


@dataclass(slots=True, kw_only=True)
class Place:
    """A unit as it was named that day, the units under it, and its people."""

    unit: Unit
    name: str
    kind: str
    members: list[Membership] = field(default_factory=list)
    children: list["Place"] = field(default_factory=list)


def chart(on: date) -> list[Place]:
    """Return the organisation chart of a day, top units first: three queries whatever its size."""
    past = {row.unit_id: row for row in PastUnit.objects.on(on)}
    places: dict[int, Place] = {}
    parents: dict[int, int | None] = {}
    for unit in Unit.objects.on(on):
        state = past.get(unit.pk, unit)
        places[unit.pk] = Place(unit=unit, name=state.name, kind=Kind(unit.kind).label)
        parents[unit.pk] = state.parent_id
    for membership in Membership.objects.on(on).select_related("user").order_by("user__folded"):
        if membership.unit_id in places:
            places[membership.unit_id].members.append(membership)
    for number, parent in parents.items():
        if parent in places:
            places[parent].children.append(places[number])
    tops = [place for number, place in places.items() if parents[number] not in places]
    for place in places.values():
        place.children.sort(key=lambda child: child.name)
    return sorted(tops, key=lambda place: place.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one page shows of a person: what they hold, do and follow; `now` is what is in force that day."""

    grants: list[RoleGrant]
    grants_now: set[int]
    grants_open: set[int]  # those whose end can still be brought forward
    memberships: list[Membership]
    contacts: list[Contact]
    absences: list[Absence]
    absences_now: set[int]
    delegations: list[Delegation]


def profile(person: User, on: date) -> Profile:
    """Return a person's rows: roles and places with their past, the rest from that day on.

    Their roles are then known to `person` too, which asks for them no more.
    """
    prefetch_related_objects(
        [person], Prefetch("role_grants", RoleGrant.objects.select_related("granted_by"))
    )
    grants = list(person.role_grants.all())
    absences = list(person.absences.meeting(on, None).select_related("stand_in"))
    return Profile(
        grants=grants,
        grants_now={grant.pk for grant in grants if grant.is_in_force(on)},
        grants_open={grant.pk for grant in grants if grant.ends_on is None or grant.ends_on >= on},
        memberships=list(person.memberships.select_related("unit")),
        contacts=list(person.contacts.meeting(on, None)),
        absences=absences,
        absences_now={absence.pk for absence in absences if absence.is_in_force(on)},
        delegations=list(person.delegations.meeting(on, None).select_related("grantor", "stand_in")),
    )


ABOUT = (RoleGrant, Membership, Absence, EmailChange, FactorReset)


def entries_about(person: User, reader: Anyone) -> list[JournalEntry]:
    """Return the last acts on a person: account, roles, places, absences, address, second factor."""
    rows = [
        model._base_manager.filter(user=person).order_by().values_list(Value(model._meta.label_lower), "pk")
        for model in ABOUT
    ]
    about = [Reference(kind, pk) for kind, pk in rows[0].union(*rows[1:], all=True)]
    entries = JournalEntry.objects.visible_to(reader).filter(object_ref__in=[Reference.of(person), *about])
    # Who read this very page is in the journal; here it would hide what was done.
    acts = entries.exclude(action="accounts.person_file_opened")
    return list(acts.order_by("-seq")[:20])
