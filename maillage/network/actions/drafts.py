"""Proposing a change of the sheet, giving it up, publishing all that is proposed at once."""

from datetime import datetime

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import require_role
from maillage.accounts.models import User
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.network import drafting
from maillage.network.actions import revisions
from maillage.network.drafting import Known, Row
from maillage.network.format import SheetError
from maillage.network.models import Draft, Entry, Revision
from maillage.network.proposals import label_of
from maillage.observatory.actions import figures, sources
from maillage.observatory.actions.sources import NewSource
from maillage.observatory.models import Figure, Topic
from maillage.organisations.models.mandates import INSTRUCTING

Target, Nature = Draft.Target, Draft.Nature
SAME = "Rien n’est changé. Modifiez au moins un champ, ou revenez à la fiche."
MEANWHILE = (
    "Quelqu’un a enregistré une proposition sur la même chose pendant que vous écriviez. "
    "Elle est montrée ci-dessus\xa0; la vôtre la remplacera si vous la gardez."
)
NOTHING = "Il n’y a rien à publier. Modifiez d’abord un chiffre ou un fait."
UNSEEN = "Ces propositions ne changent rien pour un lecteur. Reprenez-les ou abandonnez-les."


class Overtaken(Refusal):
    """Someone else has proposed something on the same thing meanwhile."""


@act
def propose(
    row: Row,
    *,
    nature: Draft.Nature,
    version: int,
    by: User,
    at: datetime,
    new_source: NewSource | None = None,
) -> Draft:
    """Keep aside how a figure, a fact or a theme should read.

    `version`: that of the proposal shown, 0 for none. `new_source`: what says it, where it is not cited yet.
    Refused where nothing is changed, or where someone else has proposed something meanwhile.
    """
    require_role(by, *INSTRUCTING, at=at)
    target = drafting.target_of(row)
    former = Draft.objects.select_for_update(of=("self",)).filter(target=target, key=row.key).first()
    if (former.version if former else 0) != version:
        raise Overtaken(MEANWHILE)
    if new_source and not isinstance(row, Topic):
        row.source = sources.cite(**new_source, by=by, at=at)
    stored = drafting.MODELS[target]._default_manager.filter(key=row.key).first()
    wanted = {} if nature == Nature.WITHDRAWN else drafting.plain(row, placed=nature == Nature.ADDED)
    seen = drafting.plain(stored) if stored else {}
    if wanted == seen:
        raise Refusal(SAME)
    draft = former or Draft(target=target, key=row.key, begun_at=at)
    draft.nature, draft.wanted, draft.seen = nature, wanted, seen
    draft.by, draft.changed_at, draft.version = by, at, version + 1
    draft.full_clean()
    draft.save()
    record(by, "network.draft_kept", draft, at=at, target=target, key=row.key, nature=nature)
    return draft


@act
def abandon(draft: Draft, *, by: User, at: datetime) -> None:
    """Give up a proposal: the sheet stays as it is."""
    require_role(by, *INSTRUCTING, at=at)
    current = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if current is None:
        raise Refusal("Cette proposition a déjà été publiée ou abandonnée.")
    record(by, "network.draft_abandoned", current, gone=True, at=at, target=current.target, key=current.key)
    current.delete()


@act
def publish(*, note: str, by: User, at: datetime) -> Revision:
    """Apply every proposal and keep the sheet as its next revision: all of it, or nothing.

    Refused where what a proposal changes no longer reads as when it was begun: both texts are shown.
    """
    require_role(by, *INSTRUCTING, at=at)
    drafts = list(Draft.objects.select_for_update(of=("self",)).order_by("pk"))
    if not drafts:
        raise Refusal(NOTHING)
    known = Known.read()
    for draft in sorted(drafts, key=lambda one: one.nature == Nature.WITHDRAWN):
        _apply(draft, known, by=by, at=at)
    try:
        revision = revisions.publish(note=note, by=by, at=at)
    except SheetError as error:
        raise Refusal(f"La fiche ne peut être publiée ainsi. {error}") from error
    if revision is None:
        raise Refusal(UNSEEN)
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    return revision


def _apply(draft: Draft, known: Known, *, by: User, at: datetime) -> None:
    if draft.nature == Nature.ADDED:
        _save(drafting.new_fact(draft, known), "network.fact_added", by=by, at=at)
        return
    row = _as_seen(draft)
    if draft.nature == Nature.WITHDRAWN and isinstance(row, Entry):
        _withdraw(row, by=by, at=at)
        return
    drafting.put(row, draft.altered, known)
    if isinstance(row, Entry):
        _save(row, "network.fact_changed", by=by, at=at)
    elif isinstance(row, Figure):
        figures.change(row, by=by, at=at)
    else:
        figures.rename(row, by=by, at=at)


def _as_seen(draft: Draft) -> Row:
    """Return the row of a proposal, locked; refuse one that no longer reads as when it was begun."""
    model = drafting.MODELS[draft.target]
    row = model._default_manager.select_for_update(of=("self",)).filter(key=draft.key).first()
    if row is None or (isinstance(row, Entry) and row.withdrawn):
        raise Refusal(f"«\xa0{draft}\xa0» n’est plus sur la fiche. Abandonnez cette proposition.")
    now = drafting.plain(row)
    if now != draft.seen:
        names = [label_of(model, name) for name in now if now[name] != draft.seen.get(name)]
        raise Refusal(
            f"«\xa0{row}\xa0» a changé depuis cette proposition ({', '.join(names)}). "
            "Comparez les deux textes ci-dessous, puis reprenez la proposition ou abandonnez-la."
        )
    return row


def _save(fact: Entry, action: str, *, by: User, at: datetime) -> None:
    fact.from_pack = False
    fact.full_clean()
    fact.save()
    record(by, action, fact, at=at, key=fact.key)


def _withdraw(fact: Entry, *, by: User, at: datetime) -> None:
    """Take a fact and those it contains off the sheet; the rows stay, so that no pack brings them back."""
    gone = drafting.within(Entry.objects.filter(section=fact.section_id), {fact.key})
    Entry.objects.filter(key__in=gone).update(withdrawn=True, from_pack=False)
    record(by, "network.fact_withdrawn", fact, at=at, key=fact.key, facts=len(gone))
