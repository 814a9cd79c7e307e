"""The organisation chart, contacts, absences and delegations."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from maillage.accounts.fields import ColleaguesForm, PersonField, colleagues, person
from maillage.accounts.models import Delegation, Kind, Topic, Unit
from maillage.base.fields import day, line
from maillage.base.idempotency import KeyForm


def choose_among(form: forms.Form, name: str, units: QuerySet[Unit]) -> None:
    """Fill the choice of a unit."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = units


class PlaceForm(forms.Form):
    """The name of a unit and what it belongs to."""

    name = line("Nom", 200)
    parent = forms.ModelChoiceField(
        label="Rattachée à",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Aucune (sommet de l’organigramme)",
        help_text="Une unité plus grande : une direction ou un service.",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        choose_among(self, "parent", Unit.objects.on(on).exclude(kind=Kind.POLE))


class UnitForm(KeyForm, PlaceForm):
    """A new unit."""

    kind = forms.ChoiceField(label="Niveau", choices=[("", "Choisissez"), *Kind.choices])
    starts_on = day("Premier jour")
    field_order = ("kind", "name", "parent", "starts_on")


class ChangeUnitForm(PlaceForm):
    """A new name or place for a unit; its level stays."""

    on = day("À partir du", help_text="Aujourd’hui au plus tard. L’état précédent est gardé.")


class LastDayForm(forms.Form):
    """The end of something."""

    on = day("Dernier jour")


class BackForm(forms.Form):
    """The end of an absence."""

    on = day("De retour le")


class JoinForm(KeyForm):
    """A place in a unit."""

    unit = forms.ModelChoiceField(label="Unité", queryset=Unit.objects.none(), empty_label="Choisissez")
    title = line("Fonction", 150, help_text="Par exemple : chargée de mission.")
    starts_on = day("Premier jour")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        choose_among(self, "unit", Unit.objects.on(on))


class ContactForm(KeyForm, ColleaguesForm):
    """Who answers about what."""

    topic = forms.ChoiceField(label="Sujet", choices=[("", "Choisissez"), *Topic.choices])
    label = line("Intitulé", 200, help_text="Par exemple : Bas-Rhin (67).")
    user = person("Interlocutrice ou interlocuteur")
    starts_on = day("Premier jour")


class HandOverForm(ColleaguesForm):
    """Who takes a portfolio over."""

    receiver = person("Transmettre à")
    on = day("À partir du")


class AbsenceForm(KeyForm, ColleaguesForm):
    """Days away, and who answers meanwhile."""

    starts_on = day("Premier jour d’absence")
    ends_on = day("Dernier jour d’absence")
    stand_in = person("Remplacée par", help_text="Les messages et les questions iront à cette personne.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Le dernier jour ne peut pas précéder le premier.")
        return data


class DelegationForm(KeyForm, forms.ModelForm[Delegation]):
    """A delegation as its act states it."""

    act_number = line("Numéro de l’acte", 60)
    scope = line("Objet", 300)
    grantor = person("Donnée par")
    delegate = person("Donnée à")
    stand_in = person("En cas d’absence", required=False)
    starts_on = day("Premier jour")
    ends_on = day("Dernier jour", required=False, help_text="Vide si l’acte n’en fixe pas.")

    class Meta:
        model = Delegation
        fields = ("act_number", "grantor", "delegate", "scope", "ceiling", "starts_on", "ends_on", "stand_in")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        people = colleagues(on, None)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.queryset = people
