"""What the crawl needs of the sheet: two revisions of it, one sent, and something proposed."""

from datetime import datetime

from maillage.accounts.models import User
from maillage.base.receipts import digest
from maillage.network import drafting
from maillage.network.actions.revisions import publish
from maillage.network.models import Draft, Entry, Revision, Sending


def publish_twice(*, at: datetime) -> None:
    """Publish the sheet as it stands, then under another name."""
    first = publish(note="Paquet «\xa0grand-est\xa0» chargé", by="commande", at=at)
    document = {**first.document, "collectivite": {**first.document["collectivite"], "nom": "Région"}}
    second = {"number": 2, "document": document, "sha256": digest(document), "changes": 1, "at": at}
    Revision.objects.create(note="Nom corrigé", capacity=Revision.Capacity.AGENT, **second)


def work_on(by: User, *, at: datetime) -> Draft:
    """Send the first revision, and propose another title for a fact."""
    Sending.objects.create(revision=Revision.objects.get(number=1), on=at.date(), to="RTES", by=by, at=at)
    seen = drafting.plain(Entry.objects.ready().get(key="conferences-regionales"))
    about = {"target": "fact", "key": "conferences-regionales", "nature": "changed"}
    said = {"wanted": {**seen, "title": "Conférences"}, "seen": seen}
    return Draft.objects.create(by=by, begun_at=at, changed_at=at, **about, **said)
