"""Opening, closing and moving establishments."""

from datetime import date, datetime

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, require_role
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.organisations.actions.organisations import locked, note_change, require_alive
from maillage.organisations.models import Change, Establishment, Organisation
from maillage.organisations.models.mandates import INSTRUCTING
from maillage.territories.models import Territory


@act
def open_establishment(establishment: Establishment, *, by: By, at: datetime) -> Establishment:
    """Add an establishment to a structure; a first one is its head office only if said."""
    require_role(by, *INSTRUCTING, at=at)
    require_alive(locked(establishment.organisation))
    establishment.full_clean()
    establishment.save(force_insert=True)
    record(by, "organisations.establishment_opened", establishment, at=at)
    return establishment


@act
def close_establishment(establishment: Establishment, *, on: date, by: By, at: datetime) -> None:
    """Close an establishment after a day; a head office moves instead, or closes with its structure."""
    require_role(by, *INSTRUCTING, at=at)
    locked(establishment.organisation)
    require_open(establishment)
    if establishment.is_head_office:
        raise Refusal("C’est le siège\xa0: transférez-le, ou fermez la structure.")
    establishment.closed_on = on
    establishment.full_clean()
    establishment.save()
    record(by, "organisations.establishment_closed", establishment, at=at)


@act
def move_establishment(
    establishment: Establishment,
    *,
    siret: str,
    commune: Territory,
    address: str = "",
    on: date,
    by: By,
    at: datetime,
) -> Establishment:
    """Record a transfer: the former SIRET closes, the new one replaces it from the day given.

    When the head office moves, so does the address of the structure.
    """
    require_role(by, *INSTRUCTING, at=at)
    organisation = locked(establishment.organisation)
    require_alive(organisation)
    require_open(establishment)
    former = Establishment.objects.get(pk=establishment.pk)
    if former.siret == siret:
        raise Refusal("Le nouveau SIRET est le même que l’ancien. À la même adresse, rien ne change.")
    new = replaced(former, Establishment(siret=siret, commune=commune, address=address, opened_on=on))
    record(by, "organisations.establishment_opened", new, at=at)
    record(by, "organisations.establishment_moved", former, to=new.pk, at=at)
    facts = {"before": str(former), "after": str(new), "establishment": new}
    note_change(organisation, Change.Kind.MOVED, on=on, by=by, at=at, **facts)
    if new.is_head_office:
        follow_head_office(organisation, new, by=by, at=at)
    return new


def replaced(former: Establishment, new: Establishment) -> Establishment:
    """Close an establishment the day when another one opens in its place, head office if it was one."""
    former.closed_on = new.opened_on
    former.full_clean()
    former.save()
    new.organisation, new.name, new.is_head_office = former.organisation, former.name, former.is_head_office
    new.full_clean()
    new.save()
    former.replaced_by = new
    former.save(update_fields=["replaced_by"])
    return new


def follow_head_office(organisation: Organisation, office: Establishment, *, by: By, at: datetime) -> None:
    """Give a structure the place of its head office; refused where its register would no longer hold."""
    organisation.commune, organisation.address = office.commune, office.address
    organisation.updated_at = at
    organisation.full_clean()
    organisation.save_at(organisation.version, ("commune", "address", "updated_at"))
    record(by, "organisations.corrected", organisation, fields=["address", "commune"], at=at)


def require_open(establishment: Establishment) -> None:
    """Refuse on an establishment already closed."""
    if Establishment.objects.filter(pk=establishment.pk, closed_on__isnull=False).exists():
        raise Refusal("Cet établissement est déjà fermé. Rechargez la page.")
