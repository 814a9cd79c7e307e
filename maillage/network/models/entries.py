"""What the sheet says beside its figures: its facts in words."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.base.dates import FuzzyDateField
from maillage.base.privacy import tagged
from maillage.network.kinds import Kind, Variety
from maillage.observatory.models import Figure, Source, Topic
from maillage.territories.models import Territory


class EntryQuerySet(models.QuerySet["Entry"]):
    """Sets of facts."""

    def visible_to(self, user: object) -> "EntryQuerySet":  # noqa: ARG002 -- the sheet is public
        """Every fact of the sheet is public; one withdrawn is no longer of the sheet."""
        return self.filter(withdrawn=False)

    def ready(self) -> "EntryQuerySet":
        """With what the sheet shows of each."""
        return self.select_related("section", "source", "place", "figure")


class Entry(models.Model):
    """One fact of the sheet that is no number: what, under what, when, where, and by which lines known.

    One made, changed or withdrawn here stays as it is, whatever a pack says later.
    """

    class Status(models.TextChoices):
        """Whether a source says it."""

        KNOWN = "known", "dit par la source"
        TO_COMPLETE = "a_completer", "à compléter"

    tags = tagged(
        public="key kind variety section parent position title alias as_written text on place place_name "
        "figure status source source_lines",
        technical="id from_pack withdrawn",
    )

    key = models.SlugField("clé", unique=True, max_length=80)
    kind = models.CharField("nature", max_length=20, choices=Kind.choices)
    variety = models.CharField("nuance", max_length=20, choices=Variety.choices, blank=True)
    section = models.ForeignKey(Topic, models.PROTECT, related_name="entries", verbose_name="thème")
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        to_field="key",
        null=True,
        blank=True,
        related_name="+",
        verbose_name="fait qui le contient",
    )
    position = models.PositiveIntegerField("rang")
    title = models.CharField("intitulé", max_length=200)
    alias = models.CharField("sigle ou autre nom", max_length=80, blank=True)
    as_written = models.CharField("écrit dans la source", max_length=200, blank=True)
    text = models.CharField("explication", max_length=500, blank=True)
    on = FuzzyDateField("date")
    place = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="territoire"
    )
    place_name = models.CharField("lieu", max_length=100, blank=True)
    figure = models.ForeignKey(
        Figure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name="chiffre qui le mesure",
    )
    status = models.CharField("statut", max_length=12, choices=Status.choices, default=Status.KNOWN)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="source"
    )
    source_lines = models.JSONField("lignes de la source", default=list, blank=True)
    from_pack = models.BooleanField("vient du paquet de données", default=False)
    withdrawn = models.BooleanField("retiré de la fiche", default=False)

    objects: ClassVar[models.Manager["Entry"]] = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "fait"
        ordering = ["section__position", "position", "key"]
        constraints = [
            models.CheckConstraint(
                name="entry_kind_is_known",
                condition=Q(kind__in=Kind.values),
                violation_error_message="Cette nature de fait n’existe pas.",
            ),
            models.CheckConstraint(
                name="entry_variety_is_known",
                condition=Q(variety__in=["", *Variety.values]),
                violation_error_message="Cette nuance n’existe pas.",
            ),
            models.CheckConstraint(
                name="entry_not_in_itself",
                condition=Q(parent=None) | ~Q(parent=F("key")),
                violation_error_message="Un fait ne peut se contenir lui-même.",
            ),
            models.CheckConstraint(
                name="entry_place_has_a_name",
                condition=Q(place=None) | ~Q(place_name=""),
                violation_error_message="Écrire le nom du lieu à côté de son identifiant.",
            ),
            models.CheckConstraint(
                name="entry_known_by_a_source",
                condition=Q(status="known", source__isnull=False)
                | Q(status="a_completer", source=None, text="", on="?", place=None, figure=None),
                violation_error_message="Un fait su donne sa source\xa0; "
                "un fait à compléter ne dit que son intitulé.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return its place on the sheet."""
        return f"{reverse('network:sheet')}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """The identifier of its place on the sheet."""
        return f"fait-{self.key}"

    @property
    def counted_as(self) -> set[str]:
        """What a figure may announce it as: its kind, or its kind and variety (`theme`, `theme-priority`)."""
        return {self.kind, f"{self.kind}-{self.variety}"} if self.variety else {self.kind}
