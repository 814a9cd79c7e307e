"""The choice of a colleague, in the forms of any app."""

from datetime import date

from django import forms
from django.db.models import QuerySet

from maillage.accounts.models import User


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
