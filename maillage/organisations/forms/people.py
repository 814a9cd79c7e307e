"""Statuses, mandates, and requests to act for a structure."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.accounts.models import User
from maillage.base.fields import day, email, line, paragraph
from maillage.base.idempotency import KeyForm
from maillage.organisations import numbers
from maillage.organisations.forms.fields import NamingForm, OrganisationField
from maillage.organisations.models import Recognition
from maillage.organisations.models.mandates import Office

OFFICES = [("", "Choisissez"), *Office.choices]


class PeriodForm(KeyForm):
    """Something that lasts from a day, and perhaps until another."""

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Le dernier jour ne peut pas précéder le premier.")
        return data


class RecognitionForm(PeriodForm, forms.ModelForm[Recognition]):
    """A status, as its act states it."""

    kind = forms.ChoiceField(label="Statut", choices=[("", "Choisissez"), *Recognition.Kind.choices])
    starts_on = day("Premier jour")
    ends_on = day(
        "Dernier jour", required=False, help_text="Vide si l’acte n’en fixe pas. Pour ESUS, l’arrêté le dit."
    )
    reference = line(
        "Référence de l’acte",
        150,
        required=False,
        help_text="Le numéro de l’arrêté, ou le nom du PTCE.",
    )
    source = line(
        "Source", 200, help_text="Où vous l’avez lu\xa0: l’acte lui-même, une liste officielle, la structure."
    )

    class Meta:
        model = Recognition
        fields = ("kind", "starts_on", "ends_on", "reference", "source")


class MandateForm(PeriodForm):
    """A person who acts for a structure, named by the address of their account."""

    person = email("Adresse de son compte", help_text="Celle avec laquelle la personne se connecte ici.")
    office = forms.ChoiceField(label="Qualité", choices=OFFICES)
    evidence = line(
        "Justificatif",
        200,
        help_text="Ce que vous avez vu, et sa date\xa0: statuts, procès-verbal, pouvoir.",
    )
    starts_on = day("Premier jour")
    ends_on = day("Dernier jour", required=False, help_text="Vide tant que la fin n’est pas connue.")

    def clean_person(self) -> User:
        """Find the account."""
        person = User.objects.active().filter(email__iexact=self.cleaned_data["person"]).first()
        if person is None:
            raise ValidationError(
                "Aucun compte ouvert n’a cette adresse. La personne crée d’abord son compte, "
                "puis demande son rattachement depuis « Mes structures »."
            )
        return person


class EndMandateForm(forms.Form):
    """The end of a mandate."""

    on = day("Dernier jour")
    reason = line("Motif", 200, help_text="Par exemple\xa0: fin du mandat de présidence.")


class AskForm(KeyForm):
    """The structure for which one acts, as one knows it."""

    name = line("Nom de la structure", 200)
    number = forms.CharField(
        label="SIREN ou numéro RNA",
        required=False,
        max_length=20,
        help_text="9 chiffres, ou W et 9 chiffres. Vide si la structure est en création.",
    )
    office = forms.ChoiceField(label="Vous agissez au titre de", choices=OFFICES)
    message = paragraph(
        "Message",
        1000,
        required=False,
        help_text="Ce qui montre que vous agissez pour elle. Un agent peut vous demander une pièce.",
    )

    def clean_number(self) -> str:
        """Check the key of whichever number it is."""
        number = numbers.compact(self.cleaned_data["number"])
        if not number:
            return ""
        return numbers.rna(number) if number.startswith("W") else numbers.siren(number)


class ConfirmRequestForm(NamingForm):
    """Which structure a request is about, and what proves it."""

    organisation = OrganisationField(label="Structure", help_text="Son SIREN, son numéro RNA ou son nom.")
    evidence = line("Justificatif", 200, help_text="Ce que vous avez vu, et sa date.")


class RefuseRequestForm(forms.Form):
    """Why a request is refused; the person reads it."""

    reason = paragraph("Motif du refus", 1000, help_text="La personne le lira. Dites ce qu’elle peut faire.")
