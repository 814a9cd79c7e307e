"""Territories: country, regions, departments, EPCI, cantons, communes, and perimeters of other kinds."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.base.privacy import tagged

NESTED = ("region", "department", "epci")  # levels that are also columns of what lies in them


class TerritoryQuerySet(models.QuerySet["Territory"]):
    """Sets of territories."""

    def visible_to(self, user: object) -> "TerritoryQuerySet":  # noqa: ARG002 -- geography is public
        """Every territory is public."""
        return self.all()

    def current(self) -> "TerritoryQuerySet":
        """Those that exist today; a commune that ended stays only for what points to it."""
        return self.filter(ended=False)

    def of_level(self, level: str) -> "TerritoryQuerySet":
        """Those of one level that exist today."""
        return self.current().filter(level=level)

    def within(self, whole: "Territory", level: str) -> "TerritoryQuerySet":
        """Those of one level that lie in a wider territory, be it in part for EPCI and perimeters."""
        rows = self.of_level(level)
        if whole.level == Territory.Level.COUNTRY:
            return rows
        if level in {"region", "department"}:
            return rows.filter(**{whole.level: whole}) if whole.level in NESTED else rows.none()
        inside = Territory.objects.communes_of(whole)
        if level == Territory.Level.COMMUNE:
            return inside
        if level == Territory.Level.EPCI:
            return rows.filter(pk__in=inside.values("epci"))
        through = Territory.communes.through._default_manager.filter(to_territory__in=inside.values("pk"))
        return rows.filter(pk__in=through.values("from_territory"))

    def communes_of(self, whole: "Territory") -> "TerritoryQuerySet":
        """The communes of a wider territory; for a commune, itself."""
        communes = self.of_level(Territory.Level.COMMUNE)
        if whole.level == Territory.Level.COMMUNE:
            return communes.filter(pk=whole.pk)
        return communes.filter(**{whole.level if whole.level in NESTED else "perimeters": whole})


class Territory(models.Model):
    """One territory of the current code officiel géographique, known by one slug whatever its level."""

    class Level(models.TextChoices):
        """From the widest to the narrowest; the last two are perimeters of their own."""

        COUNTRY = "country", "pays"
        REGION = "region", "région"
        DEPARTMENT = "department", "département"
        EPCI = "epci", "intercommunalité"
        CANTON = "canton", "canton"
        COMMUNE = "commune", "commune"
        QPV = "qpv", "quartier prioritaire"
        AGENCY = "agency", "agence territoriale"

    class Kind(models.TextChoices):
        """The kinds of EPCI with their own taxes (CGCT, L. 5214-1 and following)."""

        NONE = "", ""
        CC = "CC", "communauté de communes"
        CA = "CA", "communauté d’agglomération"
        CU = "CU", "communauté urbaine"
        METRO = "METRO", "métropole"
        MET69 = "MET69", "métropole de Lyon"

    class Position(models.TextChoices):
        """How the coordinates are known."""

        UNKNOWN = "", "inconnue"
        OFFICIAL = "official", "centre officiel, importé"
        GAZETTEER = "geonames", "lieu habité du même nom (GeoNames)"
        CENTRE = "centre", "centre des communes, pondéré par leur population"
        EPCI = "epci", "centre de l’intercommunalité"
        DEPARTMENT = "department", "centre du département"

    # What places a commune somewhere in a wider territory, not where it is.
    APPROXIMATE: ClassVar = (Position.EPCI, Position.DEPARTMENT)

    tags = tagged(
        public="slug level kind code name population department region epci communes postal_codes latitude "
        "longitude position origin ended home",
        technical="id folded",
    )

    # FR, R44, 67, C6701 (canton), 67482 (commune), 200067213 (EPCI): regions and departments share codes.
    slug = models.SlugField("identifiant", unique=True, max_length=20)
    level = models.CharField("niveau", max_length=12, choices=Level.choices)
    kind = models.CharField("nature", max_length=6, choices=Kind.choices, default=Kind.NONE, blank=True)
    code = models.CharField("code officiel", max_length=12)
    name = models.CharField("nom", max_length=200)
    # « epinal , 88000 88160 »: every word that finds it, a space before each (see folding.words, search.py).
    folded = models.CharField("mots de la recherche", max_length=400, blank=True)
    population = models.PositiveIntegerField("population", null=True, blank=True)
    department = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="of_department",
        verbose_name="département",
    )
    region = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="of_region", verbose_name="région"
    )
    epci = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members", verbose_name="intercommunalité"
    )
    # Of cantons and perimeters, whose limits follow no column; a commune may be in part of several.
    communes = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="perimeters", verbose_name="communes concernées"
    )
    postal_codes = models.CharField("codes postaux", max_length=200, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    position = models.CharField(
        "origine de la position",
        max_length=12,
        choices=Position.choices,
        default=Position.UNKNOWN,
        blank=True,
    )
    origin = models.CharField(
        "fichier d’origine", max_length=200, blank=True
    )  # "": the reference shipped with us
    ended = models.BooleanField("n’existe plus", default=False)
    home = models.BooleanField("territoire de la collectivité", default=False)

    objects: ClassVar[models.Manager["Territory"]] = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire"
        ordering = ["level", "code"]
        indexes = [
            models.Index(fields=["region", "level"], name="territory_by_region"),
            models.Index(fields=["department", "level"], name="territory_by_department"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["level", "code"], name="territory_one_per_code"),
            models.UniqueConstraint(fields=["home"], condition=Q(home=True), name="territory_one_home"),
            models.CheckConstraint(
                name="territory_known_level",
                condition=Q(
                    level__in=[
                        "country",
                        "region",
                        "department",
                        "epci",
                        "canton",
                        "commune",
                        "qpv",
                        "agency",
                    ]
                ),
                violation_error_message="Ce niveau de territoire n’existe pas.",
            ),
            models.CheckConstraint(
                name="territory_kind_of_epci_only",
                condition=Q(kind="") | Q(level="epci", kind__in=["CC", "CA", "CU", "METRO", "MET69"]),
                violation_error_message="Seule une intercommunalité a une nature.",
            ),
            models.CheckConstraint(
                name="territory_position_whole",
                condition=Q(latitude=None, longitude=None, position="")
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)) & ~Q(position=""),
                violation_error_message="Donner latitude, longitude et leur origine, ou rien des trois.",
            ),
            models.CheckConstraint(
                name="territory_not_its_own_part",
                condition=(Q(department=None) | ~Q(department=F("id")))
                & (Q(region=None) | ~Q(region=F("id")))
                & (Q(epci=None) | ~Q(epci=F("id"))),
                violation_error_message="Un territoire n’est pas une partie de lui-même.",
            ),
            models.CheckConstraint(
                name="territory_commune_in_department",
                condition=~Q(level__in=["commune", "canton"]) | Q(department__isnull=False),
                violation_error_message="Une commune et un canton sont dans un département.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return its page of identity."""
        return reverse("territories:territory", args=[self.slug])

    @property
    def full_name(self) -> str:
        """The name with the kind of EPCI in full letters: « Communauté d’agglomération d’Epinal »."""
        short, space, rest = self.name.partition(" ")
        return f"{self.get_kind_display().capitalize()} {rest}" if space and short == self.kind else self.name

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, where both are known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def position_approximate(self) -> bool:
        """Whether the position is that of a wider territory."""
        return self.position in self.APPROXIMATE


Territory.communes.through.tags = tagged(public="from_territory to_territory", technical="id")  # type: ignore[attr-defined]
