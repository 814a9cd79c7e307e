"""What someone proposes to change on the sheet, kept aside until it is published."""

from django.db import models
from django.db.models import Q

from maillage.accounts.models import Anyone, holds
from maillage.base.privacy import tagged
from maillage.base.versions import Versioned
from maillage.organisations.models.mandates import INSTRUCTING


class DraftQuerySet(models.QuerySet["Draft"]):
    """Sets of proposals."""

    def visible_to(self, user: Anyone) -> "DraftQuerySet":
        """Those who instruct read each other's proposals; nobody else knows of them."""
        return self if holds(user, *INSTRUCTING) else self.none()

    def about(self, target: str, key: str) -> "Draft | None":
        """Return the proposal about one thing, if there is one."""
        return self.filter(target=target, key=key).select_related("by").first()


class Draft(Versioned):
    """One change of one figure, fact or theme: how it read when it was begun, and how it should."""

    class Target(models.TextChoices):
        """What is to change."""

        FIGURE = "figure", "chiffre"
        FACT = "fact", "fait"
        TOPIC = "topic", "thème"

    class Nature(models.TextChoices):
        """What is to become of it."""

        CHANGED = "changed", "modifié"
        ADDED = "added", "ajouté"
        WITHDRAWN = "withdrawn", "retiré"

    tags = tagged(technical="id target key nature wanted seen by begun_at changed_at version")

    target = models.CharField("objet", max_length=6, choices=Target.choices)
    key = models.SlugField("clé", max_length=80)
    nature = models.CharField("sort", max_length=9, choices=Nature.choices)
    wanted = models.JSONField("texte proposé", default=dict, blank=True)
    seen = models.JSONField("texte au départ", default=dict, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="proposé par")
    begun_at = models.DateTimeField("commencé le")
    changed_at = models.DateTimeField("repris le")

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "key"],
                name="draft_one_for_each",
                violation_error_message="Une proposition existe déjà\xa0: reprenez-la.",
            ),
            models.CheckConstraint(
                name="draft_only_facts_come_and_go",
                condition=Q(nature="changed") | Q(target="fact"),
                violation_error_message="Seul un fait s’ajoute ou se retire.",
            ),
        ]

    def __str__(self) -> str:
        said = {**self.seen, **self.wanted}
        return str(said.get("title") or said.get("label") or self.key)

    @property
    def altered(self) -> dict[str, object]:
        """What it says otherwise than when it was begun: the rest follows the sheet."""
        return {name: value for name, value in self.wanted.items() if value != self.seen.get(name)}
