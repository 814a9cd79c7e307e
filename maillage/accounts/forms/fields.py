"""Fields that several forms share."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet

from maillage.accounts.models import User

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


def line(label: str, max_length: int, *, help_text: str = "", autocomplete: str = "") -> forms.CharField:
    """Return a text of one line, which must be given."""
    widget = forms.TextInput({"autocomplete": autocomplete} if autocomplete else {})
    return forms.CharField(
        label=label,
        max_length=max_length,
        help_text=help_text,
        widget=widget,
        validators=[readable, one_line],
    )


def email(label: str, *, help_text: str = "") -> forms.EmailField:
    """Return an e-mail address, as long as those we keep."""
    return forms.EmailField(label=label, help_text=help_text, max_length=EMAIL)


def person(label: str, *, required: bool = True, help_text: str = "") -> "PersonField":
    """Return the choice of a colleague."""
    return PersonField(
        label=label,
        required=required,
        help_text=help_text,
        queryset=User.objects.none(),
        empty_label="Choisissez" if required else "Personne",
    )


class PersonField(forms.ModelChoiceField[User]):
    """A colleague, shown by name and address."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name} ({obj.email})" if obj.name else obj.email


class ColleaguesForm(forms.Form):
    """A form that names colleagues of the day: every choice of a person is filled at once."""

    def __init__(self, *args: object, on: date, besides: User | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        people = colleagues(on, besides)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.queryset = people


def colleagues(on: date, besides: User | None) -> QuerySet[User]:
    """Return the people with an internal role that day, less one."""
    people = User.objects.colleagues(on).order_by("folded")
    return people.exclude(pk=besides.pk) if besides else people
