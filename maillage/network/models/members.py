"""The other collectivités of the network, and the sheets imported from their installations."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from maillage.base.dates import FuzzyDateField
from maillage.base.privacy import tagged
from maillage.network.models.collectivite import Collectivite


class Member(models.Model):
    """A collectivité that we know by the file of its sheet; what it says of itself is not verified here."""

    tags = tagged(
        public="key name level territory address withdrawn_at",
        technical="id withdrawn_by",
    )

    key = models.SlugField("clé", unique=True, max_length=80)
    name = models.CharField("nom", max_length=200)
    level = models.CharField("catégorie", max_length=12, choices=Collectivite.Level.choices, blank=True)
    territory = models.CharField("code du territoire", max_length=20, blank=True)
    address = models.URLField("adresse de sa fiche", max_length=300)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="retiré par"
    )

    class Meta:
        verbose_name = "adhérent"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="member_withdrawn_by_someone",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                violation_error_message="Un retrait dit quand, et par qui.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of its sheet."""
        return reverse("network:member", args=[self.key])


class MemberSheetQuerySet(models.QuerySet["MemberSheet"]):
    """Sets of imported sheets."""

    def visible_to(self, user: object) -> "MemberSheetQuerySet":  # noqa: ARG002 -- the directory is public
        """Those of members that were not withdrawn, for everyone."""
        return self.filter(member__withdrawn_at=None)

    def latest(self) -> "MemberSheetQuerySet":  # type: ignore[override]
        """Return the last one of each member."""
        later = MemberSheet.objects.filter(member=OuterRef("member"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later)).select_related("member")


class MemberSheet(models.Model):
    """One imported sheet, as read and checked; a later one leaves it as it is."""

    append_only: ClassVar[bool] = True
    tags = tagged(
        public="member document sha256 sheet_dated member_since figures imported_at", technical="id by"
    )

    member = models.ForeignKey(Member, models.PROTECT, related_name="sheets", verbose_name="adhérent")
    document = models.TextField("document")  # canonical JSON, which read() takes back
    sha256 = models.CharField("empreinte", max_length=64)
    # Out of the document, so that a list reads none.
    sheet_dated = FuzzyDateField("fiche mise à jour")
    member_since = FuzzyDateField("membre du réseau depuis")
    figures = models.PositiveIntegerField("nombre de chiffres")
    imported_at = models.DateTimeField("importée le")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="importée par")

    objects: ClassVar[models.Manager["MemberSheet"]] = MemberSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche importée"
        verbose_name_plural = "fiches importées"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.member}, {self.imported_at:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Return the page of the member: it shows its last sheet."""
        return self.member.get_absolute_url()
