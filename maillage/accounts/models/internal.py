"""Who sees the rows that are about colleagues, and the rows that are about administration."""

from typing import Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models

from maillage.accounts.models.people import Anyone, User, holds
from maillage.accounts.models.period import PeriodQuerySet
from maillage.accounts.models.roles import Role

M = TypeVar("M", bound=models.Model)


class InternalQuerySet(PeriodQuerySet[M]):
    """Rows about the life of the house: internal roles see them all, anyone else their own."""

    def visible_to(self, user: Anyone) -> Self:
        """Keep everything for internal roles, else what is about oneself."""
        if isinstance(user, AnonymousUser):
            return self.none()
        return self if user.is_obliged() else self.filter(self.about(user))

    def about(self, user: User) -> models.Q:
        """Return the condition "is about this person"."""
        return models.Q(user=user)


class AdministrationQuerySet(models.QuerySet[M]):
    """Rows that only administration and data protection see."""

    def visible_to(self, user: Anyone) -> Self:
        """Keep everything for administration and data protection, nothing for anyone else."""
        return self if holds(user, Role.ADMINISTRATOR, Role.DPO) else self.none()
