"""Fields that read a number or a name, and say what to look at when it is wrong."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.base.fields import one_line, readable
from maillage.kernels.nomenclature import activities, legal, sizes
from maillage.organisations import numbers, queries
from maillage.organisations.models import Organisation
from maillage.organisations.models.organisations import OrganisationQuerySet
from maillage.territories.models import Territory

LISTED = 6  # names shown when several answer to what was typed
UNKNOWN = ("", "Je ne sais pas")


class NumberField(forms.CharField):
    """A number typed with or without spaces, checked by its own rule."""

    def __init__(self, *, check: Callable[[str], str], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(**{"max_length": 30, "validators": [readable, one_line], **kwargs})
        self.check = check
        self.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        """Return the number alone."""
        text = super().clean(value)
        return self.check(text) if text else ""

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Show a stored SIREN or SIRET by groups."""
        whole = isinstance(value, str) and value.isdecimal() and len(value) in {numbers.SIREN, numbers.SIRET}
        return numbers.spaced(value).replace("\xa0", " ") if whole else value


class FoundField(forms.CharField):
    """A text that names one thing; when several answer to it, the error lists them."""

    nothing = "Rien ne correspond. Vérifiez l’orthographe."

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(**{"max_length": 200, "validators": [readable, one_line], **kwargs})
        self.widget.attrs |= {"autocomplete": "off"}

    def find(self, text: str) -> Sequence[Any]:
        """Return what a text may name, one alone if it is exact."""
        raise NotImplementedError

    def written(self, found: Any) -> str:  # noqa: ANN401 -- what `find` returns
        """Return the text that names this one alone."""
        return str(found)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Return the one that the text names, None for no text."""
        text = super().clean(value)
        if not text:
            return None
        found = self.find(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(self.nothing)
        names = "\xa0; ".join(self.written(one) for one in found[:LISTED])
        more = "…" if len(found) > LISTED else "."
        raise ValidationError(f"Plusieurs réponses. Recopiez celle que vous voulez\xa0: {names}{more}")

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Show the text that names the one kept."""
        return value if value is None or isinstance(value, str) else self.written(value)


class CommuneField(FoundField):
    """A commune, by its name or its code."""

    nothing = "Aucune commune ne porte ce nom. Vérifiez l’orthographe, ou donnez le code Insee."

    def find(self, text: str) -> Sequence[Territory]:
        """Return the communes of that name, or the one of that code."""
        return queries.communes(text, at_most=LISTED + 1)

    def written(self, found: Territory) -> str:
        """Write the name and the code."""
        return f"{found.name} ({found.code})"

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Show the name of a stored code."""
        if isinstance(value, str) and re.fullmatch(r"[0-9AB]{5}", value):
            value = Territory.objects.filter(slug=value).first() or value
        return super().prepare_value(value)


class ActivityField(FoundField):
    """A sub-class of the NAF, by its code or the words of its label."""

    nothing = "Aucune activité de la NAF ne correspond. Donnez son code, par exemple 88.10A."

    def find(self, text: str) -> Sequence[activities.Activity]:
        """Return the activity of that code, else those whose label has all these words."""
        exact = activities.activity(text.split(" ", maxsplit=1)[0])
        if exact and len(exact.code) == activities.SUBCLASS:
            return [exact]
        wanted = queries.words(text)
        return [one for one in activities.activities() if _has(queries.words(one.label), wanted)]

    def written(self, found: activities.Activity) -> str:
        """Write the code and the label."""
        return f"{found.code} {found.label}"

    def clean(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        """Return the code."""
        found = super().clean(value)
        return found.code if found else ""

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Show the label of a stored code."""
        found = activities.activity(value) if isinstance(value, str) and len(value) == len("88.10A") else None
        return self.written(found) if found else value


def _has(label: Sequence[str], wanted: Sequence[str]) -> bool:
    return bool(wanted) and all(any(word.startswith(start) for word in label) for start in wanted)


class OrganisationField(FoundField):
    """A structure, by a number or its name, among those that the person may read (`rows`)."""

    nothing = "Aucune structure ne correspond. Donnez son SIREN, son numéro RNA ou son nom."
    rows: OrganisationQuerySet

    def find(self, text: str) -> Sequence[Organisation]:
        """Return the structures that the text names."""
        return queries.named(self.rows, text, at_most=LISTED + 1)

    def written(self, found: Organisation) -> str:
        """Write the name and what tells it from its namesakes."""
        return f"{found} ({found.siren or found.rna or found.pk})"


class NamingForm(forms.Form):
    """A form that names a structure among those that the person may read."""

    def __init__(self, *args: Any, rows: OrganisationQuerySet, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, OrganisationField):
                field.rows = rows


def legal_choices() -> Iterator[Any]:
    """Yield the legal categories, grouped under the level above."""
    yield UNKNOWN
    for above, group in groupby(legal.legal_categories(), key=lambda one: one.parent):
        label = legal.legal_category(above or "")
        yield label.label if label else "", [(one.code, f"{one.code} {one.label}") for one in group]


def size_choices() -> list[tuple[str, str]]:
    """Return the size bands."""
    return [UNKNOWN, *((band.code, band.label) for band in sizes.size_bands())]
