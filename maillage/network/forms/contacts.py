"""Whom the network may reach about the sheet."""

from typing import Any

from django import forms

from maillage.base.fields import day, email, line
from maillage.base.idempotency import KeyForm
from maillage.base.versions import VersionedForm
from maillage.network.models import Representative


class ContactForm(VersionedForm[Representative]):
    """One person, as the RTES may write to them."""

    kind = forms.ChoiceField(label="Qualité", choices=[("", "Choisissez"), *Representative.Kind.choices])
    name = line("Prénom et nom", 150)
    office = line("Titre ou fonction", 150, help_text="Par exemple\xa0: vice-présidente, chargé de mission.")
    service = line("Service", 150, required=False)
    email = email("Adresse électronique", required=False)
    phone = line("Téléphone", 30, required=False)
    starts_on = day("Premier jour")
    ends_on = day("Dernier jour", required=False, help_text="Vide tant que la fin n’est pas connue.")

    class Meta:
        model = Representative
        fields = ("kind", "name", "office", "service", "email", "phone", "starts_on", "ends_on")

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order, and a person that nobody can reach."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Le dernier jour ne peut pas précéder le premier.")
        if "email" in data and "phone" in data and not data["email"] and not data["phone"]:
            self.add_error("email", "Donnez une adresse ou un téléphone\xa0: c’est pour être joint.")
        return data


class NewContactForm(KeyForm, ContactForm):
    """A person to add, once."""


class EndForm(forms.Form):
    """The end of a contact."""

    on = day("Dernier jour")
