"""The sheets of other members: keeping one, withdrawing a member from the directory."""

from datetime import datetime

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import day_of, require_role
from maillage.accounts.models import User
from maillage.base.dates import FuzzyDate
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.network.format import SheetError
from maillage.network.incoming import Incoming, receive
from maillage.network.models import Member, MemberSheet
from maillage.organisations.models.mandates import INSTRUCTING


@act
def import_sheet(text: str, *, by: User, at: datetime) -> MemberSheet:
    """Keep a sheet beside the former ones of its member; the last one again changes nothing.

    Judged again from the text itself: what was shown before the confirmation may not be what is sent.
    """
    require_role(by, *INSTRUCTING, at=at)
    try:
        incoming = receive(text.encode(), on=day_of(at))
    except SheetError as error:
        raise Refusal(f"Rien n’a été importé. {error}") from error
    if incoming.former and incoming.known:
        return incoming.former
    member = _member(incoming)
    owner = incoming.document.owner
    kept = MemberSheet.objects.create(
        member=member,
        document=incoming.text,
        sha256=incoming.sha256,
        sheet_dated=FuzzyDate.parse(owner.sheet_dated),
        member_since=FuzzyDate.parse(owner.member_since),
        figures=len(incoming.document.figures),
        imported_at=at,
        by=by,
    )
    record(by, "network.sheet_imported", kept, at=at, member=member.key, sha256=kept.sha256)
    return kept


def _member(incoming: Incoming) -> Member:
    """Return the member, known by its key, as its last sheet names it; one withdrawn comes back."""
    owner = incoming.document.owner
    says = {
        "name": owner.name,
        "level": owner.level or "",
        "territory": owner.territory or "",
        "address": incoming.document.address,
        "withdrawn_at": None,
        "withdrawn_by": None,
    }
    return Member.objects.update_or_create(key=incoming.key, defaults=says)[0]


@act
def withdraw(member: Member, *, by: User, at: datetime) -> Member:
    """Take a member out of the directory; its sheets stay, and a new import puts it back."""
    require_role(by, *INSTRUCTING, at=at)
    current = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if current.withdrawn_at is not None:
        raise Refusal(f"«\xa0{current}\xa0» n’est déjà plus dans l’annuaire.")
    current.withdrawn_at, current.withdrawn_by = at, by
    current.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(by, "network.member_withdrawn", current, at=at, member=current.key)
    return current
