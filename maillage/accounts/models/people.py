"""People with an account."""

import unicodedata
from datetime import date
from typing import Any, ClassVar, Union

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from maillage.accounts.models.period import during
from maillage.accounts.models.roles import OBLIGING, Role
from maillage.base.privacy import tagged

FOLDED = 410

# A visitor is anyone who has not signed in; rights are asked of both.
Anyone = Union["User", AnonymousUser]


def fold(text: str) -> str:
    """Return a text without accents nor capitals.

    >>> fold("Élise ÇA")
    'elise ca'
    """
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


class UserQuerySet(models.QuerySet["User"]):
    """People, as sets."""

    def visible_to(self, user: Anyone) -> "UserQuerySet":
        """Keep oneself; colleagues for internal roles; everyone for administration and data protection."""
        if isinstance(user, AnonymousUser):
            return self.none()
        if user.has_role(Role.ADMINISTRATOR, Role.DPO):
            return self
        oneself = Q(pk=user.pk)
        if not user.is_obliged():
            return self.filter(oneself)
        colleagues = User.objects.colleagues(timezone.localdate())
        return self.filter(oneself | Q(pk__in=colleagues.values("pk")))

    def active(self) -> "UserQuerySet":
        """Keep those who may sign in."""
        return self.filter(is_active=True)

    def holding(self, *roles: str, on: date) -> "UserQuerySet":
        """Keep those who hold one of these roles that day."""
        return self.filter(during(on, "role_grants__"), role_grants__role__in=roles).distinct()

    def colleagues(self, on: date) -> "UserQuerySet":
        """Keep the active people who hold an internal role that day."""
        return self.active().holding(*OBLIGING, on=on)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by e-mail, whatever the case (Django's sign-in calls it)."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":  # noqa: ANN401 -- any field
        """Create a person; the e-mail is kept in lower case, no password means none can be used."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person with an account, known by their e-mail."""

    email = models.EmailField("adresse électronique", unique=True)
    name = models.CharField("nom", max_length=150, blank=True)
    # Set by `save()`: sorts É with E on both engines, and finds "Elise" for "Élise".
    folded = models.CharField("nom et adresse sans accents", max_length=FOLDED, editable=False, db_index=True)
    is_active = models.BooleanField("compte ouvert", default=True)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    suspended_at = models.DateTimeField("suspendu le", null=True, blank=True, editable=False)
    suspension_reason = models.CharField("motif de la suspension", max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        verbose_name="fusionné avec",
    )
    erased_at = models.DateTimeField("effacé le", null=True, blank=True, editable=False)
    session_epoch = models.PositiveIntegerField("sessions fermées", default=0, editable=False)
    demonstration = models.BooleanField("démonstration", default=False, editable=False)

    objects = UserQuerySet.as_manager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    tags = tagged(
        technical="id is_active created_at suspended_at merged_into erased_at session_epoch last_login "
        "demonstration",
        personal="email name folded suspension_reason",
        sensitive="password",
    )
    journaled: ClassVar[tuple[str, ...]] = ("is_active",)

    class Meta:
        verbose_name = "personne"
        ordering = ("folded",)
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_one_email",
                violation_error_message="Un compte existe déjà avec cette adresse.",
            ),
            models.CheckConstraint(
                condition=Q(is_active=False)
                | Q(suspended_at__isnull=True, merged_into__isnull=True, erased_at__isnull=True),
                name="accounts_user_suspended_is_closed",
                violation_error_message="Un compte suspendu, fusionné ou effacé ne peut pas rester ouvert.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="accounts_user_not_merged_into_self",
                violation_error_message="Un compte ne peut pas être fusionné avec lui-même.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Keep the folded text true to the name and the address."""
        # Some letters fold into many ("ﷺ" into eighteen): the column takes what it can.
        self.folded = fold(f"{self.name} {self.email}".strip())[:FOLDED]
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "folded"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.pk])

    @cached_property
    def held(self) -> list[tuple[str, date, date | None]]:
        """Every role ever held, with its days: one query an instance, so one a request."""
        return [(grant.role, grant.starts_on, grant.ends_on) for grant in self.role_grants.all()]

    def forget_roles(self) -> None:
        """Have the grants read again, after an act has changed them."""
        self.__dict__.pop("held", None)

    def roles_on(self, on: date) -> list[str]:
        """Return the roles held that day, in the order of their list; none once the account is closed."""
        if not self.is_active:
            return []
        held = {role for role, first, last in self.held if first <= on and (last is None or on <= last)}
        return [role for role in Role.values if role in held]

    def has_role(self, *roles: str, on: date | None = None) -> bool:
        """Tell whether the person holds one of these roles that day (today unless told)."""
        return not set(roles).isdisjoint(self.roles_on(on or timezone.localdate()))

    def is_obliged(self, on: date | None = None) -> bool:
        """Tell whether a role of that day makes the second factor compulsory."""
        return self.has_role(*OBLIGING, on=on)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # The epoch is part of what a session must match: raising it ends every session at once.
        key_salt = "maillage.accounts.User.session"
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac(key_salt, value, secret=secret, algorithm="sha256").hexdigest()


def holds(user: Anyone, *roles: str, on: date | None = None) -> bool:
    """Tell whether someone, visitor included, holds one of these roles that day (today unless told)."""
    return isinstance(user, User) and user.has_role(*roles, on=on)
