"""Reads that span several tables of this app."""

from dataclasses import dataclass, field
from datetime import date

from maillage.accounts.models import Absence, Contact, Kind, Membership, PastUnit, Unit, User
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
    for membership in Membership.objects.on(on).select_related("user").order_by("user__name"):
        if membership.unit_id in places:
            places[membership.unit_id].members.append(membership)
    for number, parent in parents.items():
        if parent in places:
            places[parent].children.append(places[number])
    tops = [place for number, place in places.items() if parents[number] not in places]
    for place in places.values():
        place.children.sort(key=lambda child: child.name)
    return sorted(tops, key=lambda place: place.name)
