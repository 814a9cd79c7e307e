"""The contact log, and the projects without a structure."""

from datetime import date
from typing import Any

from django import forms

from maillage.accounts.fields import PersonField, colleagues, person
from maillage.base.fields import day, email, line, paragraph
from maillage.base.idempotency import KeyForm
from maillage.base.versions import VersionedForm
from maillage.organisations.forms.fields import CommuneField, NamingForm, OrganisationField
from maillage.organisations.models import Exchange, Project


class ExchangeForm(VersionedForm[Exchange]):
    """One exchange, and what it calls for."""

    kind = forms.ChoiceField(label="Nature", choices=[("", "Choisissez"), *Exchange.Kind.choices])
    on = day("Jour")
    with_whom = line("Avec qui", 150, help_text="Nom et fonction de la personne.")
    about = line("À quel sujet", 200)
    notes = paragraph(
        "Ce qui a été dit",
        4000,
        required=False,
        help_text="Des faits utiles au dossier. La personne peut demander à lire ce qui la concerne.",
    )
    follow_up = line("Suite à donner", 200, required=False, help_text="Vide s’il n’y a rien à faire.")
    follow_up_by = person("Par qui", required=False)
    due_on = day("Pour quand", required=False)

    class Meta:
        model = Exchange
        fields = ("kind", "on", "with_whom", "about", "notes", "follow_up", "follow_up_by", "due_on")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        field = self.fields["follow_up_by"]
        if isinstance(field, PersonField):
            field.queryset = colleagues(today, None)
        self.today = today

    def clean_on(self) -> date:
        """Refuse an exchange to come: it is a follow-up."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("Ce jour n’est pas encore venu. Notez-le comme suite à donner.")
        return on

    def clean(self) -> dict[str, Any]:
        """Ask for the three parts of a follow-up, or none; who would do nothing is left out."""
        data = super().clean() or {}
        if not (data.get("follow_up") or data.get("due_on")):
            return {**data, "follow_up_by": None}
        for name in ("follow_up", "follow_up_by", "due_on"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, "Une suite dit quoi faire, qui le fait et pour quand.")
        return data


class NewExchangeForm(KeyForm, ExchangeForm):
    """An exchange to note."""


class ProjectForm(VersionedForm[Project]):
    """A project, and who to call."""

    name = line("Nom du projet", 200)
    description = paragraph("De quoi s’agit-il", 2000, required=False)
    bearer = line("Portée par", 150, help_text="La personne ou le collectif qui porte l’idée.")
    email = email("Adresse électronique", required=False)
    phone = line("Téléphone", 30, required=False, autocomplete="off")
    commune = CommuneField(label="Commune", required=False, help_text="Son nom ou son code Insee.")

    class Meta:
        model = Project
        fields = ("name", "description", "bearer", "email", "phone", "commune")


class NewProjectForm(KeyForm, ProjectForm):
    """A project to keep."""


class AttachForm(NamingForm):
    """The structure that a project became."""

    organisation = OrganisationField(
        label="Structure",
        help_text="Son SIREN, son numéro RNA ou son nom. Créez-la d’abord si besoin.",
    )
