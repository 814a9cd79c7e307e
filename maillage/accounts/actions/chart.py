"""Changes of the organisation chart; what was is kept, so that the chart of any day can be drawn."""

from datetime import date, datetime, timedelta

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, day_of, require_open, require_role
from maillage.accounts.models import Kind, Membership, PastUnit, Role, Unit, User
from maillage.base.errors import Refusal
from maillage.base.journal import record

DAY = timedelta(days=1)


@act
def open_unit(
    kind: str,
    *,
    name: str,
    parent: Unit | None,
    starts_on: date,
    by: By,
    at: datetime,
) -> Unit:
    """Create a unit from a day, under a larger one that exists that day."""
    require_role(by, Role.ADMINISTRATOR, at=at)
    parent = fresh(parent) if parent else None
    unit = Unit(kind=kind, name=name.strip(), parent=parent, starts_on=starts_on)
    require_place(unit, parent, on=starts_on)
    unit.full_clean()
    unit.save()
    record(by, "accounts.unit_opened", unit, name=unit.name, parent=unit.parent_id, at=at)
    return unit


def require_place(unit: Unit, parent: Unit | None, *, on: date) -> None:
    """Refuse a parent that is not larger (so never a cycle), not open that day, or closing later."""
    if parent is None:
        return
    if not Kind(parent.kind).may_contain(Kind(unit.kind)):
        raise Refusal("L’ordre est\xa0: direction, service, pôle. Choisissez une unité plus grande.")
    require_lasting(parent, on=on)


def require_lasting(unit: Unit, *, on: date) -> None:
    """Refuse a unit that is not open that day, or whose end is known: what it holds would outlive it."""
    if not unit.is_in_force(on):
        raise Refusal(f"«\xa0{unit}\xa0» n’est pas ouverte à cette date. Choisissez une autre unité.")
    if unit.ends_on is not None:
        raise Refusal(f"«\xa0{unit}\xa0» ferme le {unit.ends_on:%d/%m/%Y}. Choisissez une autre unité.")


def fresh(unit: Unit) -> Unit:
    """Return the unit as it is now, and have other changes of it wait."""
    return Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)


@act
def change_unit(unit: Unit, *, name: str, parent: Unit | None, on: date, by: By, at: datetime) -> None:
    """Rename or move a unit from a day, today at the latest and after its last change; the past is kept."""
    require_role(by, Role.ADMINISTRATOR, at=at)
    parent = fresh(parent) if parent else None
    if on > day_of(at) or not unit.is_in_force(on):
        raise Refusal("Un changement prend effet aujourd’hui au plus tard, pendant que l’unité est ouverte.")
    require_place(unit, parent, on=on)
    last = unit.past.order_by("-ends_on").first()
    since = unit.starts_on if last is None or last.ends_on is None else last.ends_on + DAY
    if on < since:
        raise Refusal(f"Le changement précédent date du {since:%d/%m/%Y}\xa0: choisissez un jour suivant.")
    if on > since:
        PastUnit.objects.create(
            unit=unit,
            name=unit.name,
            parent=unit.parent,
            starts_on=since,
            ends_on=on - DAY,
        )
    unit.name, unit.parent = name.strip(), parent
    unit.full_clean()
    unit.save()
    record(by, "accounts.unit_changed", unit, name=unit.name, parent=unit.parent_id, on=on.isoformat(), at=at)


@act
def close_unit(unit: Unit, *, on: date, by: By, at: datetime) -> None:
    """Close a unit after that day; refuse if it holds other units or people later, in the past included."""
    require_role(by, Role.ADMINISTRATOR, at=at)
    unit.ends_on = fresh(unit).ends_on
    if unit.ends_on is not None:
        raise Refusal(f"Cette unité est déjà fermée au {unit.ends_on:%d/%m/%Y}.")
    if on < unit.starts_on:
        raise Refusal("Une unité ne ferme pas avant d’ouvrir. Choisissez une date suivante.")
    held = (unit.children, unit.past_children, unit.memberships)
    if any(rows.meeting(on + DAY, None).exists() for rows in held):
        raise Refusal("Cette unité a encore des unités ou des personnes après ce jour. Déplacez-les d’abord.")
    unit.ends_on = on
    unit.save()
    record(by, "accounts.unit_closed", unit, at=at)


@act
def join(user: User, unit: Unit, *, title: str, starts_on: date, by: By, at: datetime) -> Membership:
    """Place a person in a unit from a day."""
    require_role(by, Role.ADMINISTRATOR, at=at)
    require_open(user)
    require_lasting(fresh(unit), on=starts_on)
    if user.memberships.filter(unit=unit).meeting(starts_on, None).exists():
        raise Refusal(f"{user} est déjà dans cette unité à cette date.")
    membership = Membership(user=user, unit=unit, title=title.strip(), starts_on=starts_on)
    membership.full_clean()
    membership.save()
    record(by, "accounts.joined_unit", membership, user=user.pk, unit=unit.pk, at=at)
    return membership


@act
def leave(membership: Membership, *, on: date, by: By, at: datetime) -> None:
    """End a person's place in a unit after that day."""
    require_role(by, Role.ADMINISTRATOR, at=at)
    if membership.ends_on is not None:
        raise Refusal(f"Cette affectation finit déjà le {membership.ends_on:%d/%m/%Y}.")
    if on < membership.starts_on:
        raise Refusal("Le dernier jour ne peut pas précéder le premier.")
    close(membership, on, by=by, at=at)


def close(membership: Membership, last: date, *, by: By, at: datetime) -> None:
    """Write the end of a place and its line in the journal; one that never began is erased."""
    gone = last < membership.starts_on
    if not gone:
        membership.ends_on = last
        membership.save()
    user, unit = membership.user_id, membership.unit_id
    record(by, "accounts.left_unit", membership, user=user, unit=unit, gone=gone, at=at)
    if gone:
        membership.delete()
