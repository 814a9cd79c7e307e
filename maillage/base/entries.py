"""The tables of the journal: the entries, the private content kept apart, and where the chain stands."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models

from maillage.base.privacy import Tag, tagged
from maillage.base.references import ReferenceField
from maillage.kernels.journal import chain
from maillage.kernels.journal.verify import GENESIS

READERS = ("administrator", "dpo", "archivist")


class EntryQuerySet(models.QuerySet["JournalEntry"]):
    """Entries, always read in their order."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "EntryQuerySet":
        """Return all to administrators, data protection officers and archivists, nothing to others."""
        has_role = getattr(user, "has_role", None)
        return self.all() if has_role and has_role(*READERS) else self.none()


class JournalEntry(models.Model):
    """One link of the chain; the database refuses to change or delete it."""

    seq = models.BigIntegerField("numéro", primary_key=True)
    at = models.DateTimeField("heure")
    actor_ref = models.CharField("auteur", max_length=100, db_index=True)
    action = models.CharField("acte", max_length=100, db_index=True)
    object_ref = ReferenceField("objet", db_index=True)
    payload_commit = models.CharField("engagement", max_length=64)
    meta = models.JSONField("faits")
    prev_hash = models.CharField("empreinte précédente", max_length=64, unique=True)
    hash = models.CharField("empreinte", max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()

    append_only: ClassVar[bool] = True
    tags: ClassVar[dict[str, Tag]] = tagged(
        technical="seq at actor_ref action object_ref payload_commit meta prev_hash hash"
    )

    class Meta:
        app_label = "base"
        ordering = ["seq"]
        verbose_name = "entrée du journal"
        verbose_name_plural = "entrées du journal"

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.object_ref}"

    def line(self, *, private: bool = True) -> str:
        """Return the entry as its line of the export, with its private content unless erased or unwanted."""
        names = ("seq", "actor_ref", "action", "payload_commit", "meta", "prev_hash", "hash")
        facts = {name: getattr(self, name) for name in names}
        entry = chain.Entry(**facts, at=chain.instant(self.at), object_ref=str(self.object_ref))
        kept = getattr(self, "payload", None) if private else None
        return chain.export(entry, salt=kept and kept.salt, payload=kept and kept.payload)


class JournalPayload(models.Model):
    """The private content of an entry: it can be erased (`erase`), never changed."""

    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, primary_key=True, related_name="payload", verbose_name="entrée"
    )
    salt = models.CharField("sel", max_length=64)
    payload = models.JSONField("contenu privé")

    append_only: ClassVar[str] = "erasable"
    tags: ClassVar[dict[str, Tag]] = tagged(technical="entry salt", personal="payload")

    class Meta:
        app_label = "base"
        verbose_name = "contenu privé du journal"
        verbose_name_plural = "contenus privés du journal"

    def __str__(self) -> str:
        return f"contenu privé de l’entrée {self.entry_id}"


class JournalHead(models.Model):
    """Where the chain stands: one row, whose lock makes entries follow one another."""

    seq = models.BigIntegerField("numéro", default=0)
    at = models.DateTimeField("heure", null=True)
    hash = models.CharField("empreinte", max_length=64, default=GENESIS)

    tags: ClassVar[dict[str, Tag]] = tagged(technical="id seq at hash")

    class Meta:
        app_label = "base"
        verbose_name = "tête du journal"
        verbose_name_plural = "têtes du journal"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_journal_head")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"

    @property
    def link(self) -> chain.Head:
        """Return the head as the kernel reads it."""
        return chain.Head(seq=self.seq, at=chain.instant(self.at) if self.at else "", hash=self.hash)
