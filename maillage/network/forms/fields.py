"""What the forms of the sheet share: a number as it is written in French, a source, the lines of one."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.base.dates import FuzzyDateInput
from maillage.base.fields import line, one_line, readable
from maillage.base.templatetags.french import nombre
from maillage.observatory.actions.sources import NewSource
from maillage.observatory.models import Source
from maillage.observatory.wording import bare

NUMBER = re.compile(r"-?[0-9]{1,16}(?:\.[0-9]{1,4})?", re.ASCII)
SPACES = re.compile(r"[ \u00a0\u202f]")
LINES = re.compile(r"[0-9]{1,7}", re.ASCII)
DATES = "Par exemple\xa0: 22/03/2022, mars 2022, mai ou juin 2022, 2022. Laissez vide si elle n’est pas dite."
CHOOSE = "Choisissez"


class FrenchNumber(forms.CharField):
    """A number typed as it is written: « 11,4 », « 90 000 »."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(**{"max_length": 40, "required": False, **kwargs})
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Return the number, none for nothing."""
        text = SPACES.sub("", super().clean(value)).replace(",", ".").replace("\u2212", "-")
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            raise ValidationError(
                "Écrivez un nombre, avec une virgule et quatre décimales au plus\xa0: 11,4."
            )
        return Decimal(text) + 0

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Show a stored number as it is written, with spaces that a keyboard types."""
        return SPACES.sub(" ", nombre(bare(value))) if isinstance(value, Decimal) else value


class LinesField(forms.CharField):
    """The lines of a source: « 43, 55 »."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(**{"max_length": 200, "required": False, **kwargs})

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Return the numbers, in the order typed."""
        words = re.split(r"[\s,;]+", super().clean(value).strip(" ,;"))
        if words == [""]:
            return []
        if not all(LINES.fullmatch(word) and int(word) for word in words):
            raise ValidationError("Écrivez des numéros de ligne séparés par des virgules\xa0: 43, 55.")
        return [int(word) for word in words]

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        """Show the numbers."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value


PLACES: dict[str, Any] = {"source_line": None, "source_place": "", "source_lines": []}


class SourceForm(forms.BaseModelForm[Any]):
    """What says a figure or a fact: a source already cited, or another one."""

    def clean(self) -> dict[str, Any]:
        """Ask for one source, not two; a new one whole."""
        data = super().clean() or {}
        if data.get("new_title"):
            self._leave_former(data)
        new = {name: data.get(f"new_{name}") for name in ("title", "publisher", "address")}
        if any(new.values()):
            self._refuse_half(data, new)
        elif not data.get("source") and self.needs_source(data) and "source" not in self.errors:
            self.add_error("source", "Choisissez la source, ou décrivez-en une nouvelle plus bas.")
        return data

    def needs_source(self, data: dict[str, Any]) -> bool:  # noqa: ARG002 -- some forms look at it
        """Tell whether someone has to have said it."""
        return True

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the source out of the checks of the row while it is still to be made."""
        found: set[str] = super()._get_validation_exclusions()  # type: ignore[misc] # not in the stubs
        return found | {"source"} if self.cleaned_data.get("new_title") else found

    def _leave_former(self, data: dict[str, Any]) -> None:
        """Let a new source take the place of the one that the form was shown with, and of its place."""
        if "source" not in self.changed_data:
            data["source"] = None
            for name in {*PLACES} & {*data} - {*self.changed_data}:
                data[name] = PLACES[name]

    def _refuse_half(self, data: dict[str, Any], new: dict[str, Any]) -> None:
        if data.get("source"):
            self.add_error(
                "source",
                "Choisissez une autre source déjà citée, ou décrivez-en une nouvelle\xa0: pas les deux.",
            )
        for name in ("title", "publisher"):
            if not new[name] and f"new_{name}" not in self.errors:
                self.add_error(f"new_{name}", "Une nouvelle source donne son titre et son éditeur.")

    @property
    def new_source(self) -> NewSource | None:
        """The new source described, if one is."""
        data = self.cleaned_data
        if not data.get("new_title"):
            return None
        return NewSource(
            title=data["new_title"],
            publisher=data["new_publisher"],
            dated=data["new_dated"],
            address=data["new_address"],
        )


def source(label: str = "Source déjà citée") -> forms.ModelChoiceField[Source]:
    """Return the choice of a source that is already cited."""
    return forms.ModelChoiceField(
        label=label,
        queryset=Source.objects.filter(reference=False).order_by("title", "key"),
        required=False,
        empty_label="Une nouvelle source, décrite plus bas",
    )


def new_title() -> forms.CharField:
    """Return the title of a new source."""
    return line("Titre du document", 200, required=False)


def new_publisher() -> forms.CharField:
    """Return who publishes a new source."""
    return line("Éditeur", 200, required=False, help_text="L’organisme qui le publie.")


def new_address() -> forms.URLField:
    """Return where a new source is read."""
    return forms.URLField(
        label="Adresse",
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="Si le document est en ligne\xa0: https://…",
    )


def fuzzy(label: str, help_text: str = DATES) -> FuzzyDateInput:
    """Return a date as precise as its source."""
    return FuzzyDateInput(
        label=label, required=False, max_length=80, help_text=help_text, validators=[readable, one_line]
    )
