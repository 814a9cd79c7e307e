"""A structure as it is typed, and what happens to it."""

from typing import ClassVar

from django import forms

from maillage.base.fields import GroupedForm, day, line
from maillage.base.idempotency import KeyForm
from maillage.base.versions import VersionedForm
from maillage.organisations import numbers
from maillage.organisations.forms.fields import (
    ActivityField,
    CommuneField,
    NamingForm,
    NumberField,
    OrganisationField,
    legal_choices,
    size_choices,
)
from maillage.organisations.models import Establishment, Organisation

HELD = "Par exemple\xa0: procès-verbal du 12 juin 2026."


class OrganisationForm(GroupedForm, VersionedForm[Organisation]):
    """What the page of a structure says of it."""

    name = line("Nom", 200, help_text="Le nom complet, comme dans ses statuts.")
    acronym = line("Sigle", 40, required=False)
    siren = NumberField(
        label="SIREN",
        check=numbers.siren,
        required=False,
        help_text="9 chiffres, avec ou sans espaces. Une structure en création n’en a pas encore.",
    )
    legal_category = forms.ChoiceField(
        label="Catégorie juridique",
        required=False,
        choices=legal_choices,
        help_text="Celle du répertoire Sirene. La famille de l’ESS s’en déduit.",
    )
    activity = ActivityField(
        label="Activité principale",
        required=False,
        help_text="Code NAF (88.10A) ou quelques mots (aide à domicile).",
    )
    commune = CommuneField(label="Commune du siège", help_text="Son nom ou son code Insee.")
    address = line("Adresse du siège", 250, required=False, help_text="Numéro, voie et code postal.")
    rna = NumberField(
        label="Numéro RNA",
        check=numbers.rna,
        required=False,
        help_text="W et 9 chiffres, pour une association hors de la Moselle et de l’Alsace.",
    )
    court = line(
        "Tribunal",
        100,
        required=False,
        help_text="En Moselle et en Alsace\xa0: le tribunal dont le registre inscrit l’association.",
    )
    volume = line("Volume", 10, required=False)
    folio = line("Folio", 10, required=False)
    size_band = forms.ChoiceField(
        label="Tranche d’effectif",
        required=False,
        choices=size_choices,
        help_text="Celle de Sirene\xa0: une indication, vieille de deux ou trois ans.",
    )
    size_year = forms.IntegerField(
        label="Année de l’effectif", required=False, min_value=1990, max_value=2100
    )
    partial = forms.BooleanField(
        label="Diffusion partielle",
        required=False,
        help_text="L’Insee ne diffuse ni son nom ni son adresse\xa0: ici non plus, sauf à qui l’instruit.",
    )

    groups: ClassVar[dict[str, tuple[str, ...]]] = {
        "Identité": ("name", "acronym", "siren"),
        "Siège": ("commune", "address"),
        "Forme et activité": ("legal_category", "activity"),
        "Inscription de l’association": ("rna", "court", "volume", "folio"),
        "Effectif": ("size_band", "size_year"),
        "Diffusion": ("partial",),
    }

    class Meta:
        model = Organisation
        fields = (
            "name",
            "acronym",
            "siren",
            "commune",
            "address",
            "legal_category",
            "activity",
            "rna",
            "court",
            "volume",
            "folio",
            "size_band",
            "size_year",
            "partial",
        )


class NewOrganisationForm(KeyForm, OrganisationForm):
    """A structure that is not in the list yet."""


class RenameForm(KeyForm):
    """A name that the structure has chosen."""

    name = line("Nouveau nom", 200)
    acronym = line("Nouveau sigle", 40, required=False)
    on = day("À partir du")
    reason = line("Acte", 250, required=False, help_text=HELD)


class CategoryForm(KeyForm):
    """Another legal category."""

    legal_category = forms.ChoiceField(label="Nouvelle catégorie juridique", choices=legal_choices)
    on = day("À partir du")
    reason = line("Acte", 250, required=False, help_text=HELD)


class CloseForm(KeyForm):
    """The end of a structure."""

    on = day("Dernier jour")
    reason = line("Motif", 250, required=False, help_text="Par exemple\xa0: dissolution, liquidation.")


class MergeForm(KeyForm, NamingForm):
    """Which structure goes on."""

    into = OrganisationField(
        label="Structure qui continue",
        help_text="Son SIREN, son RNA ou son nom. Elle est en activité.",
    )
    on = day("Dernier jour de celle qui disparaît")
    reason = line("Acte", 250, required=False, help_text=HELD)


class ReopenForm(KeyForm):
    """Why a closure or a merger is undone."""

    on = day("À partir du")
    reason = line("Motif", 250, help_text="Par exemple\xa0: fermeture saisie par erreur.")


class EstablishmentForm(KeyForm, forms.ModelForm[Establishment]):
    """One more establishment."""

    siret = NumberField(
        label="SIRET", check=numbers.siret, help_text="14 chiffres\xa0: le SIREN, puis 5 chiffres."
    )
    name = line("Enseigne", 200, required=False, help_text="Le nom sous lequel on la connaît.")
    commune = CommuneField(label="Commune", help_text="Son nom ou son code Insee.")
    address = line("Adresse", 250, required=False)
    is_head_office = forms.BooleanField(label="C’est le siège", required=False)
    opened_on = day("Ouvert le", required=False, help_text="Vide si la date n’est pas connue.")

    class Meta:
        model = Establishment
        fields = ("siret", "name", "commune", "address", "is_head_office", "opened_on")


class MoveForm(KeyForm):
    """The SIRET after a transfer."""

    siret = NumberField(
        label="Nouveau SIRET",
        check=numbers.siret,
        help_text="14 chiffres. Le SIREN ne change pas\xa0: seuls les 5 derniers changent.",
    )
    commune = CommuneField(label="Nouvelle commune", help_text="Son nom ou son code Insee.")
    address = line("Nouvelle adresse", 250, required=False)
    on = day("Jour du transfert")


class LastDayForm(forms.Form):
    """The end of something."""

    on = day("Dernier jour")
