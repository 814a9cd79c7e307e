"""Facts made here rather than in a pack: where they go, and a key of their own."""

from itertools import count

from django.db.models import Max
from django.utils.text import slugify

from maillage.network.models import Draft, Entry
from maillage.observatory.models import Topic

LONGEST = 70  # of a key, which a number may follow


def under(topic: Topic, above: Entry | None = None) -> Entry:
    """Return a new fact, in memory, last under a heading or within another fact."""
    last = Entry.objects.filter(section=topic).aggregate(last=Max("position"))["last"] or 0
    return Entry(section=topic, parent=above, position=last + 1, status=Entry.Status.KNOWN)


def free_key(title: str) -> str:
    """Return a key made of a title, which no fact has, not even one that is only proposed."""
    stem = slugify(title).replace("_", "-")[:LONGEST].strip("-") or "fait"
    taken = set(Entry.objects.filter(key__startswith=stem).values_list("key", flat=True))
    taken |= set(
        Draft.objects.filter(target=Draft.Target.FACT, key__startswith=stem).values_list("key", flat=True)
    )
    return next(key for n in count(1) if (key := stem if n == 1 else f"{stem}-{n}") not in taken)
