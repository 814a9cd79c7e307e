"""Figures that the platform publishes, each with where it comes from and how it is known."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.base.dates import FuzzyDateField
from maillage.base.privacy import tagged


class Source(models.Model):
    """A document or a data file that figures come from."""

    tags = tagged(public="key title publisher dated address", technical="id")

    key = models.SlugField("clé", unique=True)
    title = models.CharField("titre", max_length=200)
    publisher = models.CharField("éditeur", max_length=200)
    dated = FuzzyDateField("date")
    address = models.URLField("adresse", blank=True)

    class Meta:
        verbose_name = "source"
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title


class Topic(models.Model):
    """What a group of figures is about; the sheet follows this order."""

    tags = tagged(public="key title position", technical="id")

    key = models.SlugField("clé", unique=True)
    title = models.CharField("titre", max_length=100)
    position = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "thème"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class FigureQuerySet(models.QuerySet["Figure"]):
    """Sets of figures."""

    def visible_to(self, user: object) -> "FigureQuerySet":  # noqa: ARG002 -- every figure is public
        """Every figure is public: a secret one shows that it is suppressed, never its value."""
        return self.all()

    def ready(self) -> "FigureQuerySet":
        """With what a line of a table shows."""
        return self.select_related("topic", "source")


class Figure(models.Model):
    """One published figure: a value or an interval, of what, when, where, and from whom."""

    class Bound(models.TextChoices):
        """How the source itself qualifies the value."""

        EXACT = "exact", ""
        ABOUT = "about", "près de"
        ABOVE = "above", "plus de"
        BELOW = "below", "moins de"

    class Family(models.TextChoices):
        """The four families of the ESS (loi 2014-856, art. 1)."""

        ASSOCIATIONS = "associations", "associations"
        COOPERATIVES = "cooperatives", "coopératives"
        FOUNDATIONS = "fondations", "fondations"
        MUTUALS = "mutuelles", "mutuelles"

    class Status(models.TextChoices):
        """How firmly the figure is known."""

        DECLARED = "declared", "déclaré"
        ESTIMATED = "estimated", "estimation"
        PROVISIONAL = "provisional", "provisoire"
        FINAL = "final", "définitif"
        SUPPRESSED = "suppressed", "secret"

    tags = tagged(
        public="key topic position label bound value low high unit denominator period territory family "
        "source source_line method status note",
        technical="id from_pack",
    )

    key = models.SlugField("clé", unique=True, max_length=80)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="figures", verbose_name="thème")
    position = models.PositiveSmallIntegerField("rang")
    label = models.CharField("intitulé", max_length=200)
    bound = models.CharField("précision", max_length=10, choices=Bound.choices, default=Bound.EXACT)
    value = models.DecimalField("valeur", max_digits=20, decimal_places=4, null=True)
    low = models.DecimalField("borne basse", max_digits=20, decimal_places=4, null=True)
    high = models.DecimalField("borne haute", max_digits=20, decimal_places=4, null=True)
    unit = models.CharField("unité", max_length=60)
    denominator = models.CharField("rapporté à", max_length=200, blank=True)
    period = FuzzyDateField("période")
    territory = models.CharField("territoire", max_length=100)
    family = models.CharField("famille", max_length=20, choices=Family.choices, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="figures", verbose_name="source")
    source_line = models.PositiveIntegerField("ligne de la source", null=True)
    method = models.CharField("méthode", max_length=500, blank=True)
    status = models.CharField("statut", max_length=20, choices=Status.choices)
    note = models.CharField("remarque", max_length=500, blank=True)
    from_pack = models.BooleanField("vient du paquet de données", default=False)

    objects: ClassVar[models.Manager["Figure"]] = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = "chiffre"
        ordering = ["topic__position", "position", "key"]
        constraints = [
            models.CheckConstraint(
                name="figure_value_or_interval",
                condition=Q(status="suppressed", value=None, low=None, high=None)
                | Q(~Q(status="suppressed"), value__isnull=False, low=None, high=None)
                | Q(~Q(status="suppressed"), value=None, low__isnull=False, high__isnull=False),
                violation_error_message="Donner une valeur, ou une borne basse et une borne haute\xa0; "
                "rien pour un chiffre secret.",
            ),
            models.CheckConstraint(
                name="figure_interval_in_order",
                condition=Q(low=None) | Q(low__lte=F("high")),
                violation_error_message="La borne basse dépasse la borne haute.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """Return the page « Comment ce chiffre est connu »."""
        return reverse("observatory:figure", args=[self.key])

    @property
    def bounds(self) -> tuple[Decimal, ...]:
        """The value, or the two ends of the interval, or nothing where the figure is secret."""
        return tuple(end for end in (self.value, self.low, self.high) if end is not None)
