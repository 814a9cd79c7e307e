"""Creating a structure, and changing what its page says."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, day_of, person_or_none, require_role
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.base.status import move
from maillage.organisations.models import Change, Organisation
from maillage.organisations.models.mandates import INSTRUCTING

Status = Organisation.Status
NUMBERS = ("siren", "rna", "court", "volume", "folio")


def classify(organisation: Organisation, on: date) -> None:
    """Set the family that the kernel gives that day; none where it cannot tell."""
    organisation.family = organisation.verdict(on).family or ""


def locked(organisation: Organisation) -> Organisation:
    """Return the structure as it is now, and have other acts on it wait."""
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)


def require_alive(organisation: Organisation) -> None:
    """Refuse an act on a structure that is closed or merged."""
    if not organisation.is_alive:
        raise Refusal(f"Cette structure est {organisation.get_status_display()}\xa0: rien n’y change plus.")


def note_change(
    organisation: Organisation,
    kind: Change.Kind,
    *,
    on: date,
    by: By,
    at: datetime,
    **facts: Any,  # noqa: ANN401 -- columns of Change
) -> Change:
    """Keep one dated event of a structure."""
    return Change.objects.create(
        organisation=organisation, kind=kind, on=on, by=person_or_none(by), at=at, **facts
    )


@act
def create(organisation: Organisation, *, by: By, at: datetime) -> Organisation:
    """Create a structure: in activity if a number identifies it, else in creation."""
    require_role(by, *INSTRUCTING, at=at)
    numbered = organisation.siren or organisation.rna or organisation.court
    organisation.status = Status.ACTIVE if numbered else Status.FORMING
    organisation.created_at = organisation.updated_at = at
    classify(organisation, day_of(at))
    organisation.full_clean()
    organisation.save(force_insert=True)
    record(by, "organisations.created", organisation, source=organisation.source, at=at)
    return organisation


@act
def correct(
    organisation: Organisation, *, version: int, fields: Collection[str], by: By, at: datetime
) -> Organisation:
    """Save what was corrected on a structure, at the version that was shown; a first number registers it.

    A stale version raises `Conflict` and saves nothing.
    """
    require_role(by, *INSTRUCTING, at=at)
    before = locked(organisation)
    require_alive(before)
    require_same_siren(before, organisation.siren)
    organisation.updated_at, organisation.status = at, before.status
    classify(organisation, day_of(at))
    organisation.full_clean()
    organisation.save_at(version, {*fields, "folded", "family", "updated_at"})
    changed = sorted(name for name in fields if getattr(before, name) != getattr(organisation, name))
    record(by, "organisations.corrected", organisation, fields=changed, at=at)
    if before.status == Status.FORMING and any(getattr(organisation, name) for name in NUMBERS):
        register(organisation, by=by, at=at)
    return organisation


def require_same_siren(before: Organisation, siren: str) -> None:
    """Refuse another SIREN to a structure whose establishments have SIRET that begin with the former one."""
    if siren != before.siren and before.establishments.exists():
        raise Refusal(
            "Ses établissements ont des SIRET qui commencent par son SIREN actuel\xa0: il ne change pas. "
            "Si une autre structure lui succède, créez-la, puis fusionnez celle-ci dans elle."
        )


@act
def classify_again(*, on: date, by: By, at: datetime) -> int:
    """Give each structure the family of that day, where new tables say another; return how many changed."""
    changed = []
    for organisation in Organisation.objects.alive().iterator():
        before = organisation.family
        classify(organisation, on)
        if organisation.family != before:
            changed.append((organisation, before))
    for organisation, before in changed:
        Organisation.objects.filter(pk=organisation.pk).update(family=organisation.family)
        record(by, "organisations.reclassified", organisation, was=before, family=organisation.family, at=at)
    return len(changed)


def register(organisation: Organisation, *, by: By, at: datetime) -> None:
    """Bring a structure in creation to activity: a number identifies it from now on."""
    move(organisation, Status.ACTIVE, by=by, at=at, action="organisations.registered")
    note_change(
        organisation, Change.Kind.REGISTERED, on=day_of(at), after=organisation.identity, by=by, at=at
    )
