"""Edits by several people: each save says which version it started from; a stale one loses nothing."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from django import forms
from django.db import models
from django.forms import BoundField
from django.http import QueryDict

from maillage.base.errors import Conflict

GONE = "Cette page a été supprimée pendant que vous écriviez. Copiez vos textes si vous voulez les garder."
STALE = "Quelqu’un a modifié cette page pendant que vous écriviez. Comparez, puis choisissez."


class Versioned(models.Model):
    """A row that people edit."""

    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        abstract = True

    def save_at(self, expected: int, fields: Iterable[str] | None = None) -> None:
        """Save (these fields, or all) if the row still is at this version; else raise `Conflict`, unsaved.

        Test and write are one UPDATE: of two saves from one version, one wins, on both engines.
        """
        concrete = [f for f in self._meta.concrete_fields if not f.primary_key and f.name != "version"]
        chosen = concrete if fields is None else [f for f in concrete if f.name in set(fields)]
        values = {f.attname: f.pre_save(self, add=False) for f in chosen}
        rows = type(self)._base_manager.filter(pk=self.pk, version=expected)
        if not rows.update(**values, version=expected + 1):
            raise Conflict(STALE)
        self.version = expected + 1


Row = TypeVar("Row", bound=Versioned)


class VersionedForm(forms.ModelForm[Row], Generic[Row]):
    """A ModelForm on a `Versioned` row: carries the version it was shown with, saves at that one.

    `save()` raises `EditConflict` when stale: the middleware then shows both texts, status 409.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def clean_version(self) -> int:
        """Refuse an edit that does not say where it started from."""
        started: int | None = self.cleaned_data["version"]
        if started is None and not self.instance._state.adding:
            raise forms.ValidationError("La version de départ manque : rechargez la page, puis recommencez.")
        return started or 1

    def save(self, commit: bool = True) -> Row:  # noqa: FBT001, FBT002 -- Django's signature
        """Save the fields of this form, at the version it was shown with."""
        if not commit or self.instance._state.adding:
            return super().save(commit)
        try:
            self.instance.save_at(self.cleaned_data["version"], fields=self._meta.fields or self.fields)
        except Conflict as stale:
            raise EditConflict(self) from stale
        self._save_m2m()  # type: ignore[attr-defined] # Django's own, which its stubs leave out
        return self.instance


class EditConflict(Conflict):
    """A stale save: its page shows what I typed beside what is stored, and lets me send mine again."""

    template = partial = "errors/conflict.html"  # the whole page, also for HTMX

    def __init__(self, form: VersionedForm[Any]) -> None:
        self.form = form
        self.stored = type(form.instance)._base_manager.filter(pk=form.instance.pk).first()
        super().__init__(STALE if self.stored else GONE)

    def context(self) -> dict[str, object]:
        """Return the differences field by field, and the form ready to be sent on the stored version."""
        differences = [both for field in self.form.visible_fields() if (both := self._both(field))]
        if self.stored:
            self.form.data = _at_version(self.form, self.stored.version)
        return {**super().context(), "form": self.form, "stored": self.stored, "differences": differences}

    def _both(self, field: BoundField) -> dict[str, str] | None:
        stored = forms.model_to_dict(self.stored).get(field.name) if self.stored else None
        if not field.field.has_changed(stored, field.data):
            return None
        return {"label": str(field.label), "mine": _shown(field, field.data), "theirs": _shown(field, stored)}


def _at_version(form: VersionedForm[Any], version: int) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[form.add_prefix("version")] = str(version)
    return data


def _shown(field: BoundField, value: Any) -> str:  # noqa: ANN401 -- what a form holds
    """Write a value as a person reads it: the labels of choices, yes or no, the text itself."""
    value = field.field.prepare_value(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    values = value if isinstance(value, list | tuple) else [value]
    labels = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    return ", ".join(labels.get(str(one), str(one)) for one in values if one not in {None, ""})
