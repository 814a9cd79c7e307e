"""What the figures must keep, whatever wrote them: chains of links come to an end."""

from collections.abc import Iterator
from datetime import datetime

from maillage.base.integrity import Breach
from maillage.observatory.links import loop
from maillage.observatory.models import Figure

LINKS = {"part_of": "ses totaux", "superseded_by": "ce qui le remplace"}


def breaches(_at: datetime) -> Iterator[Breach]:
    """Yield what a key alone cannot refuse (I8): a chain of figures that comes back to itself."""
    for name, words in LINKS.items():
        around = loop(dict(Figure.objects.values_list("key", name)))
        if around:
            sentence = f"de proche en proche, {words} ramènent à lui ({', '.join(around)})."
            subject = f"observatory.figure:{around[0]}"
            yield Breach(invariant="I8", what="figure_loop", subject=subject, sentence=sentence)
