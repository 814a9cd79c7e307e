"""Structures: legal units, with or without a SIREN yet."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import Anyone, Role, User, holds
from maillage.accounts.models.period import during
from maillage.base.privacy import tagged
from maillage.base.versions import Versioned
from maillage.kernels.nomenclature import activities, families, legal, sizes
from maillage.organisations import numbers
from maillage.territories.folding import fold
from maillage.territories.models import Territory

# Who reads the name and the address that Insee does not diffuse (code de commerce, art. R123-232-1).
TOLD = (Role.AGENT, Role.HEAD_OF_UNIT, Role.ADMINISTRATOR, Role.DPO)
HIDDEN = "Structure à diffusion partielle"
# The head office is in Moselle (57), Bas-Rhin (67) or Haut-Rhin (68), from the code of its commune.
LOCAL_LAW = Q(commune__gte="57", commune__lt="58") | Q(commune__gte="67", commune__lt="69")
FOLDED = 300


class Family(models.TextChoices):
    """The families of the kernel; a unit may have none, and the kernel says why."""

    ASSOCIATION = families.Family.ASSOCIATION.value, families.Family.ASSOCIATION.label
    COOPERATIVE = families.Family.COOPERATIVE.value, families.Family.COOPERATIVE.label
    MUTUELLE = families.Family.MUTUELLE.value, families.Family.MUTUELLE.label
    FONDATION = families.Family.FONDATION.value, families.Family.FONDATION.label
    OTHER = families.Family.OTHER.value, families.Family.OTHER.label


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Structures, as sets."""

    def visible_to(self, user: Anyone) -> "OrganisationQuerySet":
        """Keep everything for internal roles, else those the person acts for; names told as they may be."""
        if isinstance(user, AnonymousUser):
            return self.none()
        seen = self if user.is_obliged() else self.acting_for(user, timezone.localdate())
        return seen.told_to(user)

    def acting_for(self, user: User, on: date) -> "OrganisationQuerySet":
        """Keep those for which the person acts that day."""
        return self.filter(represented_by(user, on))

    def told_to(self, user: User) -> "OrganisationQuerySet":
        """Mark, as `told`, whether the person may read the name and the address of each."""
        if holds(user, *TOLD):
            return self.annotate(told=Value(value=True))
        return self.annotate(told=Q(partial=False) | represented_by(user, timezone.localdate()))

    def recognised(self, kind: str, on: date) -> "OrganisationQuerySet":
        """Keep those that hold a status that day; `siae` for any of its kinds."""
        held = Q(recognitions__kind__startswith="siae_") if kind == "siae" else Q(recognitions__kind=kind)
        holders = Organisation._base_manager.filter(during(on, "recognitions__"), held)
        return self.filter(pk__in=holders.values("pk"))

    def alive(self) -> "OrganisationQuerySet":
        """Keep those in creation or in activity."""
        return self.filter(status__in=(Organisation.Status.FORMING, Organisation.Status.ACTIVE))

    def numbered(self, text: str) -> "OrganisationQuerySet":
        """Keep the one that a number names: SIREN, SIRET of an establishment, RNA, or that of its page."""
        number = numbers.compact(text)
        if number.startswith("W"):
            return self.filter(rna=number)
        if not (number.isascii() and number.isdecimal()):
            return self.none()
        if len(number) == numbers.SIRET:
            return self.filter(establishments__siret=number)
        return self.filter(siren=number) if len(number) == numbers.SIREN else self.filter(pk=number)


def represented_by(user: User, on: date) -> Q:
    """Return the condition "the person acts for it that day"."""
    acting = Organisation._base_manager.filter(during(on, "mandates__"), mandates__person=user)
    return Q(pk__in=acting.values("pk"))


class Organisation(Versioned):
    """A structure as it is now; what it was before is in its `Change` rows.

    Its name is told (`told`) only on rows fetched through `visible_to`: any other road hides the name and the
    address of one whose diffusion is partial.
    """

    class Status(models.TextChoices):
        FORMING = "forming", "en création"
        ACTIVE = "active", "en activité"
        CLOSED = "closed", "fermée"
        MERGED = "merged", "fusionnée"

    class Source(models.TextChoices):
        AGENT = "agent", "saisie par un agent"
        APPLICANT = "applicant", "déclarée par la structure"
        REGISTER = "register", "reprise d’un répertoire public"
        FILE = "file", "importée d’un fichier"
        DEMONSTRATION = "demonstration", "inventée pour la démonstration"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        "": {"forming", "active"},
        "forming": {"active", "closed"},
        "active": {"closed", "merged"},
        # A closure or a merger recorded by mistake is undone.
        "closed": {"active", "forming"},
        "merged": {"active"},
    }

    name = models.CharField("nom", max_length=200)
    acronym = models.CharField("sigle", max_length=40, blank=True)
    folded = models.CharField("nom et sigle sans accents", max_length=FOLDED, blank=True, editable=False)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    rna = models.CharField("numéro RNA", max_length=10, blank=True)
    court = models.CharField("tribunal", max_length=100, blank=True)
    volume = models.CharField("volume du registre", max_length=10, blank=True)
    folio = models.CharField("folio du registre", max_length=10, blank=True)
    legal_category = models.CharField("catégorie juridique", max_length=4, blank=True)
    activity = models.CharField("activité principale (NAF)", max_length=6, blank=True)
    family = models.CharField("famille", max_length=12, choices=Family.choices, blank=True, editable=False)
    commune = models.ForeignKey(
        Territory,
        on_delete=models.PROTECT,
        to_field="slug",
        related_name="organisations",
        verbose_name="commune du siège",
    )
    address = models.CharField("adresse", max_length=250, blank=True)
    size_band = models.CharField("tranche d’effectif", max_length=2, blank=True)
    size_year = models.PositiveSmallIntegerField("année de l’effectif", null=True, blank=True)
    partial = models.BooleanField("diffusion partielle", default=False)
    status = models.CharField(
        "état", max_length=8, choices=Status.choices, default=Status.ACTIVE, editable=False
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name="fusionnée dans",
    )
    source = models.CharField("origine de la fiche", max_length=13, choices=Source.choices)
    source_reference = models.CharField("référence de l’origine", max_length=200, blank=True)
    created_at = models.DateTimeField("créée le", editable=False)
    updated_at = models.DateTimeField("modifiée le", editable=False)

    objects = OrganisationQuerySet.as_manager()

    tags = tagged(
        public="name acronym siren rna court volume folio legal_category activity family commune address "
        "size_band size_year partial status",
        technical="id folded merged_into source source_reference created_at updated_at version",
    )
    journaled: ClassVar[tuple[str, ...]] = ("siren", "rna", "legal_category", "status", "merged_into")

    class Meta:
        verbose_name = "structure"
        ordering = ("folded", "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["folded"]),
            models.Index(fields=["commune", "status"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["siren"],
                condition=~Q(siren=""),
                name="organisations_one_siren",
                violation_error_message="Une structure porte déjà ce SIREN\xa0: cherchez-la.",
            ),
            models.UniqueConstraint(
                fields=["rna"],
                condition=~Q(rna=""),
                name="organisations_one_rna",
                violation_error_message="Une structure porte déjà ce numéro RNA\xa0: cherchez-la.",
            ),
            models.UniqueConstraint(
                fields=["court", "volume", "folio"],
                condition=~Q(court=""),
                name="organisations_one_folio",
                violation_error_message="Une structure est déjà inscrite à ce folio\xa0: cherchez-la.",
            ),
            models.CheckConstraint(
                condition=Q(court="", volume="", folio="") | ~Q(court="") & ~Q(volume="") & ~Q(folio=""),
                name="organisations_whole_folio",
                violation_error_message="Une inscription au tribunal s’écrit en entier\xa0: "
                "tribunal, volume et folio.",
            ),
            models.CheckConstraint(
                condition=Q(court="") | LOCAL_LAW,
                name="organisations_folio_in_local_law",
                violation_error_message="Le registre du tribunal n’existe que dans le 57, le 67 et le 68. "
                "Ailleurs, donnez le numéro RNA.",
            ),
            models.CheckConstraint(
                condition=Q(rna="") | ~LOCAL_LAW,
                name="organisations_no_rna_in_local_law",
                violation_error_message="Dans le 57, le 67 et le 68, une association n’a pas de numéro "
                "RNA\xa0: elle est inscrite au registre du tribunal (tribunal, volume, folio).",
            ),
            models.CheckConstraint(
                condition=~Q(status="active") | ~Q(siren="") | ~Q(rna="") | ~Q(court=""),
                name="organisations_active_has_a_number",
                violation_error_message="Une structure en activité a un SIREN, un numéro RNA ou une "
                "inscription au tribunal. Sans numéro, elle est en création.",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | ~Q(status="merged") & Q(merged_into__isnull=True),
                name="organisations_merged_says_where",
                violation_error_message="Une structure fusionnée dit dans laquelle.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="organisations_not_merged_into_itself",
                violation_error_message="Une structure ne fusionne pas dans elle-même.",
            ),
            models.CheckConstraint(
                condition=Q(size_band="", size_year__isnull=True)
                | ~Q(size_band="") & Q(size_year__isnull=False),
                name="organisations_size_has_its_year",
                violation_error_message="Une tranche d’effectif s’écrit avec son année.",
            ),
            models.CheckConstraint(
                condition=Q(family="") | Q(family__in=Family.values),
                name="organisations_known_family",
                violation_error_message="Cette famille n’existe pas.",
            ),
        ]

    def __str__(self) -> str:
        if self.is_told:
            return self.name
        return f"{HIDDEN} {numbers.spaced(self.siren) or self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("organisations:organisation", args=[self.siren or self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Keep the folded text true to the name."""
        self.refold()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "folded"}
        super().save(*args, **kwargs)

    def refold(self) -> None:
        """Set the folded text from the name."""
        self.folded = fold(f"{self.name} {self.acronym}")[:FOLDED]

    def clean(self) -> None:
        """Check the keys of the numbers, and that the codes are in their tables."""
        self.refold()
        wrong = dict(self._wrong())
        if wrong:
            raise ValidationError(wrong)

    def _wrong(self) -> Iterator[tuple[str, Any]]:
        for field, check in (("siren", numbers.siren), ("rna", numbers.rna)):
            if value := getattr(self, field):
                try:
                    check(value)
                except ValidationError as error:
                    yield field, error
        if (self.legal_category and len(self.legal_category) != legal.FULL) or self.legal_label is None:
            yield "legal_category", "Cette catégorie juridique n’est pas dans la table."
        if self.activity and self.activity_label is None:
            yield "activity", "Cette activité n’est pas dans la NAF rév. 2. Par exemple\xa0: 88.10A."
        if self.size_band and sizes.size_band(self.size_band) is None:
            yield "size_band", "Cette tranche n’est pas dans la table."

    @property
    def is_told(self) -> bool:
        """Tell whether whoever fetched this row may read its name and its address."""
        return bool(getattr(self, "told", not self.partial))

    @property
    def is_alive(self) -> bool:
        """Tell whether it is in creation or in activity."""
        return self.status in {self.Status.FORMING, self.Status.ACTIVE}

    @property
    def shown_address(self) -> str:
        """Return the address, nothing where it may not be told."""
        return self.address if self.is_told else ""

    @property
    def spaced_siren(self) -> str:
        """Return the SIREN by groups."""
        return numbers.spaced(self.siren)

    @property
    def register(self) -> str:
        """Return the entry in the court's register, in words."""
        return f"{self.court}, volume {self.volume}, folio {self.folio}" if self.court else ""

    @property
    def identity(self) -> str:
        """Return what identifies it, in words: its SIREN, else its other number, else its name and place."""
        if self.siren:
            return f"SIREN {self.spaced_siren}"
        if self.rna:
            return f"RNA {self.rna}"
        return self.register or "sans numéro\xa0: son nom et sa commune l’identifient"

    @property
    def legal_label(self) -> str | None:
        """Return the name of its legal category: "" where none is given, None where it is unknown."""
        if not self.legal_category:
            return ""
        found = legal.legal_category(self.legal_category)
        return found.label if found else None

    @property
    def activity_label(self) -> str | None:
        """Return the name of its activity: "" where none is given, None where it is unknown."""
        if not self.activity:
            return ""
        found = activities.activity(self.activity)
        return found.label if found else None

    @property
    def size_label(self) -> str:
        """Return the size band in words, nothing where it is not known."""
        band = sizes.size_band(self.size_band)
        return band.label if band else ""

    def verdict(self, on: date) -> families.Verdict:
        """Return the family that the kernel gives that day, or why there is none."""
        return families.family(self.legal_category, self.activity or None, on=on)
