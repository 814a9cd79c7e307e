"""Receipts: the proof, given to whoever submits something, that its content was received as it was."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from django.db import models, transaction

from maillage.base.batches import batches
from maillage.base.entries import JournalEntry
from maillage.base.integrity import Breach
from maillage.base.journal import Actor, plain, record
from maillage.base.privacy import Tag, tagged
from maillage.base.references import Reference, ReferenceField, as_text
from maillage.kernels.journal.chain import canonical

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read for another: no 0 O 1 I L U
ACTION = "base.receipt_issued"
# What the journal says of a receipt: its number, subject and SHA-256.
TOLD = ("meta__number", as_text("object_ref"), "meta__sha256")


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
    given = Receipt.objects.order_by("pk").values_list("number", as_text("subject"), "sha256")
    for receipts in batches(given.iterator()):
        # By subject alone: SQLite would rather read, for each batch, all that was ever issued.
        about = JournalEntry.objects.filter(object_ref__in={subject for _, subject, _ in receipts})
        told = {tuple(facts) for action, *facts in about.values_list("action", *TOLD) if action == ACTION}
        for receipt in receipts:
            if receipt not in told:
                sentence = f"l’accusé {receipt[0]} n’est pas celui que dit le journal."
                yield Breach(invariant="I1", what="receipt", subject=receipt[1], sentence=sentence)
    every = JournalEntry.objects.filter(action=ACTION).order_by("seq").values_list(*TOLD)
    for issued in batches(every.iterator()):
        numbers = [number for number, *_ in issued]
        kept = set(Receipt.objects.filter(number__in=numbers).values_list("number", flat=True))
        for number, subject, _ in issued:
            if number not in kept:
                sentence = f"l’accusé {number}, délivré selon le journal, n’existe plus."
                yield Breach(invariant="I1", what="receipt", subject=subject, sentence=sentence)
