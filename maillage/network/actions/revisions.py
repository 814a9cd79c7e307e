"""Publishing the sheet: each change that a reader can see makes a revision, and the former stays."""

from datetime import datetime

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, day_of, person_or_none, require_role
from maillage.base.dates import FuzzyDate
from maillage.base.journal import record
from maillage.base.receipts import digest
from maillage.network import revisions
from maillage.network.differences import Change, find
from maillage.network.models import Collectivite, Revision
from maillage.organisations.models.mandates import INSTRUCTING


@act
def publish(*, note: str, by: By, at: datetime) -> Revision | None:
    """Keep the sheet as it stands as the next revision; None where a reader would find nothing changed.

    The rows of the sheet have been changed before, in the same transaction. Raises `SheetError` where what
    they say is no sheet that another installation would read.
    """
    require_role(by, *INSTRUCTING, at=at)
    list(Collectivite.objects.select_for_update().order_by("pk"))  # one publication after the other
    last = Revision.objects.first()
    document = revisions.present()
    changes = _since(last, document)
    if last and not changes:
        return None
    if person_or_none(by):  # the sheet is then up to date, by the word of who publishes it
        Collectivite.objects.update(sheet_dated=FuzzyDate.of(day_of(at)))
        document = revisions.present()
        changes = _since(last, document)
    revision = Revision(
        number=last.number + 1 if last else 1,
        document=document,
        sha256=digest(document),
        note=note,
        by=person_or_none(by),
        capacity=_capacity(by, at),
        changes=len(changes),
        at=at,
    )
    revision.full_clean()
    revision.save(force_insert=True)
    record(by, "network.revision_published", revision, at=at, changes=len(changes))
    return revision


def _since(last: Revision | None, document: dict[str, object]) -> list[Change]:
    now = revisions.read(document)
    return find(revisions.read(last.document), now) if last else []


def _capacity(by: By, at: datetime) -> Revision.Capacity:
    person = person_or_none(by)
    if person is None:
        return Revision.Capacity.COMMAND
    held = person.has_role(Revision.Capacity.HEAD_OF_UNIT, on=day_of(at))
    return Revision.Capacity.HEAD_OF_UNIT if held else Revision.Capacity.AGENT
