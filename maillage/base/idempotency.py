"""Once only: a form sent twice has one effect and one receipt."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest

from maillage.base.errors import Conflict
from maillage.base.privacy import tagged
from maillage.base.references import Reference, ReferenceField

OTHER = (
    "Ce formulaire a déjà été envoyé avec un autre contenu, et ce premier envoi est enregistré. "
    "Ouvrez un nouveau formulaire pour un nouvel envoi."
)
NOT_PAGE = ("cle", "csrfmiddlewaretoken")


class IdempotencyKey(models.Model):
    """A key already used: by whom, for what, with which content, and what came of it."""

    key = models.UUIDField("clé", unique=True)
    owner = ReferenceField("auteur", null=True)
    purpose = models.CharField("acte", max_length=100)
    content_hash = models.CharField("empreinte du contenu", max_length=64)
    result = ReferenceField("résultat", null=True)
    at = models.DateTimeField("moment", db_index=True)

    tags = tagged(technical="id key purpose content_hash result at", personal="owner")

    class Meta:
        app_label = "base"
        verbose_name = "envoi reçu"
        verbose_name_plural = "envois reçus"

    def __str__(self) -> str:
        return f"{self.purpose} {self.key}"


class KeyForm(forms.Form):
    """A form that creates something: it carries a key made when it was shown, in the hidden field `cle`.

    Put it first: `class ApplicationForm(KeyForm, forms.ModelForm)`; the key is `cleaned_data["cle"]`.
    """

    cle = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={
            "required": "La page n’était pas complète : rechargez-la, puis recommencez.",
            "invalid": "La page a été abîmée en route : rechargez-la, puis recommencez.",
        },
    )


def once(
    key: UUID,
    act: Callable[[], models.Model | Reference],
    *,
    owner: Reference | None,
    purpose: str,
    content: Mapping[str, Any],
    at: datetime,
) -> Reference:
    """Do the act unless this key already did, and return what it made.

    The same key with the same content gives the same result; with another content, owner or purpose it
    raises `Conflict`. Of two parallel requests one waits, then gets the other's result. A refused act leaves
    the key free. `owner` is the person, None for a visitor; `content` is what was typed, see `content_of`.
    """
    digest = fingerprint(content)
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = IdempotencyKey.objects.create(
                    key=key, owner=owner, purpose=purpose, content_hash=digest, at=at
                )
        except IntegrityError:
            return _former(key, (owner, purpose, digest))
        row.result = Reference.of(act())
        row.save(update_fields=["result"])
        return row.result


def _former(key: UUID, facts: tuple[Reference | None, str, str]) -> Reference:
    row = IdempotencyKey.objects.get(key=key)
    if (row.owner, row.purpose, row.content_hash) != facts or row.result is None:
        raise Conflict(OTHER)
    return row.result


def already(
    key: UUID, *, owner: Reference | None, purpose: str, content: Mapping[str, Any]
) -> Reference | None:
    """Return what this key made, for the same content, owner and purpose; None where it made nothing.

    For a form that is no longer valid because it was sent before: what it created is there.
    """
    same = {"owner": owner, "purpose": purpose, "content_hash": fingerprint(content)}
    row = IdempotencyKey.objects.filter(key=key, **same).first()
    return row.result if row else None


def fingerprint(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a content, whatever the order of its fields."""
    text = json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(request: HttpRequest) -> dict[str, list[str]]:
    """Return what a form sent: its fields, and its files by name and SHA-256."""
    content = {name: values for name, values in request.POST.lists() if name not in NOT_PAGE}
    for name, files in request.FILES.lists():
        content[name] = [f"{file.name} {_sha256(file)}" for file in files]
    return content


def _sha256(file: Any) -> str:  # noqa: ANN401 -- an UploadedFile, whose stubs lack `chunks` in lists
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def purge(before: datetime) -> int:
    """Forget keys used before this moment (30 days ago, say the callers); return how many."""
    return IdempotencyKey.objects.filter(at__lt=before).delete()[0]
