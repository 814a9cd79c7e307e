"""Published questionnaires: every version stays, as answers were given to it."""

import json
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models, transaction

from maillage.base.errors import Refusal
from maillage.base.journal import Actor, record
from maillage.base.privacy import tagged

from .definition import Definition
from .parsing import parse


class QuestionSetQuerySet(models.QuerySet["QuestionSet"]):
    """Versions of questionnaires."""

    def current(self, key: str, *, at: datetime) -> "QuestionSet":
        """Return the last version of a questionnaire published by then; raise `DoesNotExist`."""
        return self.filter(key=key, published_at__lte=at).latest("version")

    def version(self, key: str, version: int) -> "QuestionSet":
        """Return the version that a draft or an answer names; raise `DoesNotExist`."""
        return self.get(key=key, version=version)


class QuestionSet(models.Model):
    """One published version of a questionnaire; never changed, never deleted."""

    append_only: ClassVar[bool] = True
    tags = tagged(technical="id", public="key version title definition published_at")

    key = models.SlugField("clé", max_length=60)
    version = models.PositiveIntegerField("version", validators=[MinValueValidator(1)])
    title = models.CharField("titre", max_length=300)
    definition = models.JSONField("définition")
    published_at = models.DateTimeField("publiée le")

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        app_label = "base"
        verbose_name = "questionnaire"
        verbose_name_plural = "questionnaires"
        ordering = ["key", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version"],
                name="question_set_version_once",
                violation_error_message="Cette version du questionnaire est déjà publiée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @cached_property
    def parsed(self) -> Definition:
        """The definition ready for use."""
        return parse(self.definition)


@transaction.atomic
def publish(data: dict[str, object], *, by: Actor, at: datetime) -> QuestionSet:
    """Publish a version of a questionnaire; publishing the same one again changes nothing.

    Raise `DefinitionError` for a definition with mistakes, `Refusal` for a version already published with
    other questions or older than the last one.
    """
    definition = parse(data)
    # Dates and decimals that a YAML file gives become the texts that JSON keeps.
    kept = json.loads(json.dumps(data, default=str))
    last = QuestionSet.objects.filter(key=definition.key).order_by("-version").first()
    if last and last.version >= definition.version:
        return _same(definition, kept)
    published = QuestionSet.objects.create(
        key=definition.key,
        version=definition.version,
        title=definition.title,
        definition=kept,
        published_at=at,
    )
    record(by, "base.questions_published", published, key=published.key, version=published.version, at=at)
    return published


def _same(definition: Definition, kept: object) -> QuestionSet:
    found = QuestionSet.objects.filter(key=definition.key, version=definition.version).first()
    if found is None or found.definition != kept:
        raise Refusal(
            f"« {definition.title} » : la version {definition.version} ne peut plus être publiée. "
            "Donnez un numéro plus grand que celui de la dernière version.",
        )
    return found
