"""Citing a document that no pack names."""

from datetime import datetime
from itertools import count
from typing import TypedDict

from django.utils.text import slugify

from maillage.accounts.actions.act import act
from maillage.accounts.models import User
from maillage.base.dates import FuzzyDate
from maillage.base.journal import record
from maillage.observatory.models import Source

LONGEST = 44  # of a key, which a number may follow


class NewSource(TypedDict):
    """A document as someone describes it."""

    title: str
    publisher: str
    dated: FuzzyDate
    address: str


@act
def cite(*, title: str, publisher: str, dated: FuzzyDate, address: str, by: User, at: datetime) -> Source:
    """Return the source of that title, publisher, date and address, made if there is none."""
    said = {"title": title, "publisher": publisher, "dated": dated, "address": address}
    if (found := Source.objects.filter(reference=False, **said).first()) is not None:
        return found
    source = Source(key=_free_key(title), **said)
    source.full_clean()
    source.save(force_insert=True)
    record(by, "observatory.source_cited", source, at=at, key=source.key)
    return source


def _free_key(title: str) -> str:
    stem = slugify(title).replace("_", "-")[:LONGEST].strip("-") or "source"
    taken = set(Source.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for n in count(1) if (key := stem if n == 1 else f"{stem}-{n}") not in taken)
