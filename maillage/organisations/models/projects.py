"""Projects that have no structure yet."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.accounts.models import Anyone, User
from maillage.base.privacy import tagged
from maillage.base.versions import Versioned
from maillage.organisations.models.organisations import Organisation
from maillage.territories.models import Territory


class ProjectQuerySet(models.QuerySet["Project"]):
    """Projects, as sets."""

    def visible_to(self, user: Anyone) -> "ProjectQuerySet":
        """Keep everything for internal roles, nothing for anyone else."""
        return self if isinstance(user, User) and user.is_obliged() else self.none()

    def open(self) -> "ProjectQuerySet":
        """Keep those that are still without a structure, and not given up."""
        return self.filter(status=Project.Status.OPEN)


class Project(Versioned):
    """An idea someone came to speak of; it may become a structure, and its contact log follows."""

    class Status(models.TextChoices):
        OPEN = "open", "en cours"
        ATTACHED = "attached", "devenu une structure"
        DROPPED = "dropped", "abandonné"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        "": {"open"},
        "open": {"attached", "dropped"},
        "attached": {"open"},
        "dropped": {"open"},
    }

    name = models.CharField("nom du projet", max_length=200)
    description = models.TextField("de quoi s’agit-il", max_length=2000, blank=True)
    bearer = models.CharField("portée par", max_length=150)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    commune = models.ForeignKey(
        Territory,
        on_delete=models.PROTECT,
        to_field="slug",
        null=True,
        blank=True,
        related_name="projects",
        verbose_name="commune",
    )
    status = models.CharField(
        "état", max_length=8, choices=Status.choices, default=Status.OPEN, editable=False
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="projects",
        verbose_name="structure",
    )
    created_at = models.DateTimeField("créé le", editable=False)

    objects = ProjectQuerySet.as_manager()

    tags = tagged(
        technical="id status organisation created_at version",
        public="commune",
        personal="name description bearer email phone",
    )
    journaled: ClassVar[tuple[str, ...]] = ("status", "organisation")

    class Meta:
        verbose_name = "projet"
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="attached", organisation__isnull=False)
                | ~Q(status="attached") & Q(organisation__isnull=True),
                name="organisations_project_attached_says_where",
                violation_error_message="Un projet devenu une structure dit laquelle.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"Projet {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("organisations:project", args=[self.pk])
