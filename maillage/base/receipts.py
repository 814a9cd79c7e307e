"""Receipts: the proof, given to whoever submits something, that its content was received as it was."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from django.db import models, transaction

from maillage.base.entries import JournalEntry
from maillage.base.journal import Actor, plain, record
from maillage.base.privacy import Tag, tagged
from maillage.base.references import Reference, ReferenceField
from maillage.base.replay import Breach
from maillage.kernels.journal.chain import canonical

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read for another: no 0 O 1 I L U
ACTION = "base.receipt_issued"


class Receipt(models.Model):
    """A number given to a person, bound to the SHA-256 of what they gave; never changed nor deleted."""

    number = models.CharField("numéro", max_length=11, unique=True)
    subject = ReferenceField("objet", db_index=True)
    sha256 = models.CharField("empreinte du contenu", max_length=64)
    at = models.DateTimeField("délivré le")

    append_only: ClassVar[bool] = True
    tags: ClassVar[dict[str, Tag]] = tagged(technical="id number subject sha256 at")

    class Meta:
        app_label = "base"
        verbose_name = "accusé de réception"
        verbose_name_plural = "accusés de réception"

    def __str__(self) -> str:
        return self.number


def digest(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of a content in its canonical form: the order of its keys does not count."""
    return sha256(canonical(plain(dict(content)))).hexdigest()


def new_number() -> str:
    """Return a number like R-7K3M-92QX, easy to read on the phone, that nobody guesses from another."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"R-{drawn[:4]}-{drawn[4:]}"


@transaction.atomic
def issue(
    subject: models.Model | Reference, content: Mapping[str, object], *, by: Actor, at: datetime
) -> Receipt:
    """Give a receipt for a content received; the journal keeps its number and SHA-256."""
    ref = Reference.of(subject)
    made = Receipt.objects.create(number=new_number(), subject=ref, sha256=digest(content), at=at)
    record(by, ACTION, subject, at=at, number=made.number, sha256=made.sha256)
    return made


def check() -> Iterator[Breach]:
    """Yield each receipt that is not as the journal says, and each one that is no more (I1)."""
    told = JournalEntry.objects.filter(action=ACTION).values_list(
        "meta__number", "object_ref", "meta__sha256"
    )
    proved = {number: (str(ref), sha) for number, ref, sha in told.iterator()}
    for receipt in Receipt.objects.iterator():
        if proved.pop(receipt.number, None) != (str(receipt.subject), receipt.sha256):
            yield Breach(
                str(receipt.subject), f"l’accusé {receipt.number} n’est pas celui que dit le journal"
            )
    for number, (ref, _) in proved.items():
        yield Breach(ref, f"l’accusé {number}, délivré selon le journal, n’existe plus")
