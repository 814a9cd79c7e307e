"""What lasts from one day to another, both included; no last day means "until further notice"."""

from datetime import date
from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q

M = TypeVar("M", bound=models.Model)


def during(on: date, prefix: str = "") -> Q:
    """Return the condition "in force that day", for the rows themselves or through a relation."""
    started = Q(**{f"{prefix}starts_on__lte": on})
    return started & (Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on}))


def overlapping(starts_on: date, ends_on: date | None) -> Q:
    """Return the condition "shares at least one day with this period"."""
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    return not_over if ends_on is None else not_over & Q(starts_on__lte=ends_on)


class PeriodQuerySet(models.QuerySet[M]):
    """Rows that have a first and perhaps a last day."""

    def on(self, day: date) -> "PeriodQuerySet[M]":
        """Keep what is in force that day."""
        return self.filter(during(day))

    def meeting(self, starts_on: date, ends_on: date | None) -> "PeriodQuerySet[M]":
        """Keep what shares at least one day with this period."""
        return self.filter(overlapping(starts_on, ends_on))


class Period(models.Model):
    """A first day and, once known, a last day."""

    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour", null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_days_in_order",
                violation_error_message="Le dernier jour ne peut pas précéder le premier.",
            ),
        ]

    def is_in_force(self, on: date) -> bool:
        """Tell whether that day is between the first and the last."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)
