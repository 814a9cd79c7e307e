from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from maillage.base.dates import FuzzyDateField
from maillage.base.money import AmountField, RateField
from maillage.base.references import Person, ReferenceField
from maillage.base.versions import Versioned


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: Person) -> "CaseQuerySet":
        return self if isinstance(user, AbstractBaseUser) else self.exclude(title="secret")


class Case(Versioned):
    class Status(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        SENT = "sent", "Déposé"
        GRANTED = "granted", "Accordé"
        DROPPED = "dropped", "Abandonné"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        "": {"draft", "sent"},
        "draft": {"sent", "dropped"},
        "sent": {"granted", "draft"},
    }

    title = models.CharField("titre", max_length=100)
    kind = models.CharField("genre", max_length=10, choices=[("a", "Aide"), ("b", "Bourse")], default="a")
    amount = AmountField("montant", default=0)
    rate = RateField("taux", null=True)
    told = FuzzyDateField("date")
    link = ReferenceField("lien", null=True, blank=True)
    reason = models.CharField("motif", max_length=100, blank=True)
    status = models.CharField("état", max_length=10, choices=Status.choices, default=Status.DRAFT)

    objects: ClassVar[models.Manager["Case"]] = CaseQuerySet.as_manager()

    class Meta:
        app_label = "specimens"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/dossiers/{self.pk}/"


class Line(models.Model):
    text = models.CharField("texte", max_length=100)
    code = models.CharField("code", max_length=10, unique=True)

    objects: ClassVar[models.Manager["Line"]] = models.Manager()
    append_only: ClassVar[bool] = True

    class Meta:
        app_label = "specimens"

    def __str__(self) -> str:
        return self.text


class Note(models.Model):
    text = models.CharField("texte", max_length=100)

    objects: ClassVar[models.Manager["Note"]] = models.Manager()
    append_only: ClassVar[str] = "erasable"

    class Meta:
        app_label = "specimens"

    def __str__(self) -> str:
        return self.text


SPECIMENS: list[type[models.Model]] = [Case, Line, Note]
