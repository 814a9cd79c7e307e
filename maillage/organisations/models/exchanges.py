"""The contact log: what was said with whom, and what remains to be done."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When

from maillage.accounts.models import Anyone, User
from maillage.base.privacy import tagged
from maillage.base.versions import Versioned
from maillage.organisations.models.organisations import Organisation
from maillage.organisations.models.projects import Project


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    """Exchanges, as sets."""

    def visible_to(self, user: Anyone) -> "ExchangeQuerySet":
        """Keep everything for internal roles: nobody else reads the log."""
        return self if isinstance(user, User) and user.is_obliged() else self.none()

    def about(self, *organisations: int) -> "ExchangeQuerySet":
        """Keep those with these structures, or with the projects that became them."""
        return self.filter(Q(organisation__in=organisations) | Q(project__organisation__in=organisations))

    def to_do(self) -> "ExchangeQuerySet":
        """Keep those whose follow-up is not done."""
        return self.filter(due_on__isnull=False, done_at__isnull=True)

    def mine_first(self, user: User) -> "ExchangeQuerySet":
        """Sort what is to be done: one's own, then the others', the most urgent first."""
        mine = Case(When(follow_up_by=user, then=Value(0)), default=Value(1), output_field=IntegerField())
        return self.annotate(rank=mine).order_by("rank", "due_on", "pk")


class Exchange(Versioned):
    """One call, meeting, visit, mail or question, with a structure or with a project."""

    class Kind(models.TextChoices):
        CALL = "call", "appel"
        MEETING = "meeting", "rendez-vous"
        VISIT = "visit", "visite"
        EMAIL = "email", "courriel"
        QUESTION = "question", "question"

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="exchanges",
        verbose_name="structure",
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="exchanges",
        verbose_name="projet",
    )
    kind = models.CharField("nature", max_length=8, choices=Kind.choices)
    on = models.DateField("jour")
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="exchanges", verbose_name="noté par"
    )
    noted_at = models.DateTimeField("noté le", editable=False)
    with_whom = models.CharField("avec qui", max_length=150)
    about = models.CharField("à quel sujet", max_length=200)
    notes = models.TextField("ce qui a été dit", max_length=4000, blank=True)
    follow_up = models.CharField("suite à donner", max_length=200, blank=True)
    follow_up_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name="par qui",
    )
    due_on = models.DateField("pour quand", null=True, blank=True)
    done_at = models.DateTimeField("fait le", null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="follow_ups_done",
        verbose_name="fait par",
    )

    objects = ExchangeQuerySet.as_manager()

    tags = tagged(
        technical="id organisation project kind on by noted_at follow_up_by due_on done_at done_by version",
        personal="with_whom about notes follow_up",
    )
    journaled: ClassVar[tuple[str, ...]] = ("kind", "on", "due_on")
    moves_with_person: ClassVar[dict[str, tuple[str, ...]]] = {"follow_up_by": ("Suites à donner",)}

    class Meta:
        verbose_name = "échange"
        ordering = ("-on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, project__isnull=True)
                | Q(organisation__isnull=True, project__isnull=False),
                name="organisations_exchange_with_one",
                violation_error_message="Un échange concerne une structure ou un projet, un seul des deux.",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_by__isnull=True, due_on__isnull=True)
                | Q(follow_up_by__isnull=False, due_on__isnull=False),
                name="organisations_exchange_whole_follow_up",
                violation_error_message="Une suite dit qui la donne, et pour quand.",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False, due_on__isnull=False),
                name="organisations_exchange_done_by_someone",
                violation_error_message="Une suite faite dit quand, et par qui.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        subject = self.organisation or self.project
        return f"{subject.get_absolute_url()}#echange-{self.pk}" if subject else ""

    @property
    def is_to_do(self) -> bool:
        """Tell whether a follow-up waits."""
        return self.due_on is not None and self.done_at is None

    def is_overdue(self, on: date) -> bool:
        """Tell whether the follow-up should have been done before that day."""
        return self.is_to_do and self.due_on is not None and self.due_on < on
