"""Whom the network may reach about the sheet: added, corrected, ended."""

from collections.abc import Collection
from datetime import date, datetime

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import require_role
from maillage.accounts.models import User
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.network.models import Representative
from maillage.organisations.models.mandates import INSTRUCTING


@act
def add(contact: Representative, *, by: User, at: datetime) -> Representative:
    """Keep one person to reach; the journal names nobody, only the capacity and the days."""
    require_role(by, *INSTRUCTING, at=at)
    contact.full_clean()
    contact.save(force_insert=True)
    record(by, "network.contact_added", contact, at=at)
    return contact


@act
def correct(
    contact: Representative, *, version: int, fields: Collection[str], by: User, at: datetime
) -> Representative:
    """Save what was corrected, at the version shown; a stale one raises `Conflict`."""
    require_role(by, *INSTRUCTING, at=at)
    contact.full_clean()
    contact.save_at(version, fields)
    record(by, "network.contact_corrected", contact, at=at)
    return contact


@act
def end(contact: Representative, *, on: date, by: User, at: datetime) -> Representative:
    """Bring their last day to that day: the files name them no longer after it."""
    require_role(by, *INSTRUCTING, at=at)
    current = Representative.objects.select_for_update(no_key=True).get(pk=contact.pk)
    if current.ends_on is not None and current.ends_on <= on:
        raise Refusal(f"Ce contact prend déjà fin le {current.ends_on:%d/%m/%Y}.")
    current.ends_on = on
    current.full_clean()
    current.save_at(current.version, ["ends_on"])
    record(by, "network.contact_ended", current, at=at)
    return current
