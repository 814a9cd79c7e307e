"""Figures that the platform publishes, each with where it comes from and how it is known."""

from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.base.dates import FuzzyDateField
from maillage.base.privacy import tagged
from maillage.observatory.links import loop
from maillage.territories.models import Territory

NOT_COMPARABLE = (
    "Un chiffre est remplacé par un autre de la même grandeur, du même territoire et de la même famille."
)


class Source(models.Model):
    """A document or a data file that figures come from.

    A reference is not what the collectivité says of itself: it is what its figures are held against.
    """

    tags = tagged(public="key title publisher dated address reference", technical="id from_pack")

    key = models.SlugField("clé", unique=True)
    title = models.CharField("titre", max_length=200)
    publisher = models.CharField("éditeur", max_length=200)
    dated = FuzzyDateField("date")
    address = models.URLField("adresse", blank=True)
    reference = models.BooleanField("sert de référence", default=False)
    from_pack = models.BooleanField("vient du paquet de données", default=False)

    class Meta:
        verbose_name = "source"
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title


class Topic(models.Model):
    """What a group of figures is about; the sheet follows this order."""

    tags = tagged(public="key title position", technical="id from_pack")

    key = models.SlugField("clé", unique=True)
    title = models.CharField("titre", max_length=100)
    position = models.PositiveSmallIntegerField("rang")
    from_pack = models.BooleanField("vient du paquet de données", default=False)

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
        return self.select_related("topic", "source", "territory")

    def related_to(self, figure: "Figure") -> "FigureQuerySet":
        """What its page tells, itself included: the same quantity, its total and parts, its topic."""
        near = Q(quantity=figure.quantity) | Q(topic=figure.topic_id) | Q(part_of=figure.key)
        if figure.part_of_id is not None:
            near |= Q(key=figure.part_of_id) | Q(part_of=figure.part_of_id)
        return self.filter(near)

    def without_references(self) -> "FigureQuerySet":
        """What the collectivité says of itself, without what it is held against."""
        return self.filter(source__reference=False)


class Figure(models.Model):
    """One published figure: a value or an interval, of what, when, where, and from whom.

    Two figures compare where they measure the same `quantity`. Parts name their total and, where together
    they make the whole of it, the breakdown they belong to; a part without breakdown is one among others.
    Whether a figure is contradicted or breaks a series is derived (findings/), never stored.
    """

    class Bound(models.TextChoices):
        """How the source itself qualifies the value."""

        EXACT = "exact", ""
        ABOUT = "about", "près de"
        ABOVE = "above", "plus de"
        BELOW = "below", "moins de"
        ROUNDED = "rounded", "environ"

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
        public="key topic position label quantity bound value low high unit denominator period territory "
        "family perimeter part_of breakdown counts source source_line source_place method status "
        "superseded_by note",
        technical="id from_pack",
    )

    key = models.SlugField("clé", unique=True, max_length=80)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="figures", verbose_name="thème")
    position = models.PositiveSmallIntegerField("rang")
    label = models.CharField("intitulé", max_length=200)
    quantity = models.SlugField("grandeur", max_length=80)
    bound = models.CharField("précision", max_length=10, choices=Bound.choices, default=Bound.EXACT)
    value = models.DecimalField("valeur", max_digits=20, decimal_places=4, null=True, blank=True)
    low = models.DecimalField("borne basse", max_digits=20, decimal_places=4, null=True, blank=True)
    high = models.DecimalField("borne haute", max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField("unité", max_length=60)
    denominator = models.CharField("rapporté à", max_length=200, blank=True)
    period = FuzzyDateField("période")
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="figures", verbose_name="territoire"
    )
    family = models.CharField("famille", max_length=20, choices=Family.choices, blank=True)
    perimeter = models.CharField("périmètre", max_length=100, blank=True)
    part_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        to_field="key",
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="partie de",
    )
    breakdown = models.CharField("ventilation", max_length=60, blank=True)
    counts = models.SlugField("annonce tant de", blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="figures", verbose_name="source")
    source_line = models.PositiveIntegerField("ligne de la source", null=True, blank=True)
    source_place = models.CharField("endroit de la source", max_length=200, blank=True)
    method = models.CharField("méthode", max_length=500, blank=True)
    status = models.CharField("statut", max_length=20, choices=Status.choices)
    superseded_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        to_field="key",
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name="remplacé par",
    )
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
            models.CheckConstraint(
                name="figure_not_its_own_part",
                condition=Q(part_of=None) | ~Q(part_of=F("key")),
                violation_error_message="Un chiffre n’est pas une partie de lui-même.",
            ),
            models.CheckConstraint(
                name="figure_superseded_by_another",
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("key")),
                violation_error_message="Un chiffre ne se remplace pas lui-même.",
            ),
            models.CheckConstraint(
                name="figure_line_or_place",
                condition=Q(source_line=None) | Q(source_place=""),
                violation_error_message="Donner la ligne de la source, ou un autre endroit, pas les deux.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """Return the page « Comment ce chiffre est connu »."""
        return reverse("observatory:figure", args=[self.key])

    def clean(self) -> None:
        """Refuse a chain that comes back to itself, and a successor that measures something else."""
        for name in ("part_of", "superseded_by"):
            others = Figure.objects.exclude(pk=self.pk).values_list("key", name)
            if loop({**dict(others), self.key: getattr(self, f"{name}_id")}):
                raise ValidationError({name: "De proche en proche, ce chiffre mène à lui-même."})
        if self.superseded_by is not None and not self.compares_with(self.superseded_by):
            raise ValidationError({"superseded_by": NOT_COMPARABLE})

    def compares_with(self, other: "Figure") -> bool:
        """Say whether both measure the same thing, of the same territory and family."""
        return (self.quantity, self.territory_id, self.family) == (
            other.quantity,
            other.territory_id,
            other.family,
        )

    @property
    def bounds(self) -> tuple[Decimal, ...]:
        """The value, or the two ends of the interval, or nothing where the figure is secret."""
        return tuple(end for end in (self.value, self.low, self.high) if end is not None)
