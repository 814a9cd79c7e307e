"""What `maillage check` looks for in the sheet: each revision is the document that was published."""

from collections.abc import Iterator
from datetime import datetime

from maillage.base.integrity import Breach
from maillage.base.receipts import digest
from maillage.base.references import Reference
from maillage.network.models import Revision


def breaches(_at: datetime) -> Iterator[Breach]:
    """Yield the revisions whose document no longer has the fingerprint that the journal keeps (I6)."""
    for revision in Revision.objects.iterator(chunk_size=20):
        if digest(revision.document) != revision.sha256:
            yield Breach(
                invariant="I6",
                what="revision",
                subject=str(Reference.of(revision)),
                sentence=f"le document de la révision {revision.number} n’est plus celui qui a été publié.",
            )
