"""Fields that many forms share: a line of text, a day, an address."""

import re
from datetime import date
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]")
EMAIL = 254  # RFC 5321


def reasonable(day: date) -> None:
    """Refuse a day that nobody means: a year of two or five digits, most often."""
    if not FIRST <= day <= LAST:
        raise ValidationError(f"Écrivez une date entre {FIRST.year} et {LAST.year}.")


def readable(text: str) -> None:
    """Refuse what is not seen, or turns a text round so that it reads as another one."""
    if INVISIBLE.search(text.replace("\r\n", "\n")):
        raise ValidationError("Ce texte contient un caractère invisible. Effacez-le et recommencez.")


one_line = RegexValidator(r"[\n\t]", "Écrivez ce texte sur une seule ligne.", inverse_match=True)


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Return a calendar day; browsers want its value in ISO form whatever the language."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=required, help_text=help_text, widget=widget, validators=[reasonable]
    )


def line(
    label: str, max_length: int, *, required: bool = True, help_text: str = "", autocomplete: str = ""
) -> forms.CharField:
    """Return a text of one line."""
    widget = forms.TextInput({"autocomplete": autocomplete} if autocomplete else {})
    return forms.CharField(
        label=label,
        max_length=max_length,
        required=required,
        help_text=help_text,
        widget=widget,
        validators=[readable, one_line],
    )


def paragraph(label: str, max_length: int, *, required: bool = True, help_text: str = "") -> forms.CharField:
    """Return a text of several lines."""
    widget = forms.Textarea({"rows": 5})
    return forms.CharField(
        label=label,
        max_length=max_length,
        required=required,
        help_text=help_text,
        widget=widget,
        validators=[readable],
    )


def email(label: str, *, required: bool = True, help_text: str = "") -> forms.EmailField:
    """Return an e-mail address, as long as those we keep."""
    return forms.EmailField(label=label, required=required, help_text=help_text, max_length=EMAIL)


class GroupedForm(forms.BaseForm):
    """A long form, its fields laid out under legends."""

    template_name = "ui/form_groups.html"
    groups: ClassVar[dict[str, tuple[str, ...]]]  # legend -> the fields under it

    def grouped(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields as the page lays them out."""
        return [(legend, [self[name] for name in names]) for legend, names in self.groups.items()]
