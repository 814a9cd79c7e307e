"""People and what they may do."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Makes people."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by e-mail, whatever the case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person with an account, known by their e-mail."""

    email = models.EmailField("adresse électronique", unique=True)
    name = models.CharField("nom", max_length=150, blank=True)
    is_active = models.BooleanField("actif", default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "personne"

    def __str__(self) -> str:
        return self.name or self.email
