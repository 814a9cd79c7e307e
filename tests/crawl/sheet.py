"""What the crawl needs of the sheet: two revisions of it."""

from datetime import datetime

from maillage.base.receipts import digest
from maillage.network.actions.revisions import publish
from maillage.network.models import Revision


def publish_twice(*, at: datetime) -> None:
    """Publish the sheet as it stands, then under another name."""
    first = publish(note="Paquet «\xa0grand-est\xa0» chargé", by="commande", at=at)
    document = {**first.document, "collectivite": {**first.document["collectivite"], "nom": "Région"}}
    second = {"number": 2, "document": document, "sha256": digest(document), "changes": 1, "at": at}
    Revision.objects.create(note="Nom corrigé", capacity=Revision.Capacity.AGENT, **second)
