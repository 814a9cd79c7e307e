"""The contact log: noting an exchange, correcting it, doing what was promised."""

from collections.abc import Collection
from datetime import datetime

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import require_role
from maillage.accounts.models import User
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.organisations.models import Exchange
from maillage.organisations.models.mandates import INSTRUCTING


@act
def note(exchange: Exchange, *, by: User, at: datetime) -> Exchange:
    """Keep one exchange with a structure or a project, and what it calls for."""
    require_role(by, *INSTRUCTING, at=at)
    exchange.by, exchange.noted_at = by, at
    exchange.full_clean()
    exchange.save(force_insert=True)
    record(by, "organisations.exchange_noted", exchange, at=at)
    return exchange


@act
def correct(exchange: Exchange, *, version: int, fields: Collection[str], by: User, at: datetime) -> Exchange:
    """Save what was corrected, at the version shown; a stale one raises `Conflict`."""
    require_role(by, *INSTRUCTING, at=at)
    exchange.full_clean()
    exchange.save_at(version, fields)
    record(by, "organisations.exchange_corrected", exchange, at=at)
    return exchange


@act
def complete(exchange: Exchange, *, by: User, at: datetime) -> None:
    """Mark a follow-up as done: anyone of the unit may, not only who was to do it."""
    require_role(by, *INSTRUCTING, at=at)
    current = locked(exchange)
    if not current.is_to_do:
        raise Refusal("Cette suite est déjà faite, ou n’existe plus. Rechargez la page.")
    current.done_at, current.done_by = at, by
    current.save(update_fields=["done_at", "done_by"])
    record(by, "organisations.follow_up_done", current, at=at)


@act
def put_back(exchange: Exchange, *, by: User, at: datetime) -> None:
    """Undo `complete`: it is still to be done."""
    require_role(by, *INSTRUCTING, at=at)
    current = locked(exchange)
    if current.done_at is None:
        raise Refusal("Cette suite est déjà à faire.")
    current.done_at = current.done_by = None
    current.save(update_fields=["done_at", "done_by"])
    record(by, "organisations.follow_up_put_back", current, at=at)


def locked(exchange: Exchange) -> Exchange:
    """Return the exchange as it is now, and have other acts on it wait."""
    return Exchange.objects.select_for_update(of=("self",), no_key=True).get(pk=exchange.pk)
