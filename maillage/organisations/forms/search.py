"""What the lists can be narrowed to; everything is optional, all in the address."""

from typing import Any

from django import forms

from maillage.organisations.models import Family, Organisation, Project, Recognition
from maillage.territories.models import Territory

NO_FAMILY = "aucune"
ANY_SIAE = "siae"
FAMILIES = [(family, "autre" if family == Family.OTHER else family.label) for family in Family]
Kind = Recognition.Kind
KINDS = [
    ("", "Tous"),
    (Kind.ESUS, "ESUS"),
    (ANY_SIAE, "SIAE, toutes"),
    *((kind, f"SIAE\xa0: {kind.short}") for kind in Kind if kind.startswith(ANY_SIAE)),
    *((kind, kind.short) for kind in (Kind.EA, Kind.EATT, Kind.ESAT, Kind.RUP, Kind.PTCE)),
]


class SearchForm(forms.Form):
    """The list of structures."""

    q = forms.CharField(
        label="Nom, commune, SIREN ou SIRET",
        required=False,
        max_length=150,
        widget=forms.TextInput({"type": "search"}),
    )
    departement = forms.ModelChoiceField(
        label="Département",
        required=False,
        queryset=Territory.objects.none(),
        to_field_name="slug",
        empty_label="Tous",
    )
    famille = forms.ChoiceField(
        label="Famille",
        required=False,
        choices=[("", "Toutes"), *FAMILIES, (NO_FAMILY, "non déterminée")],
    )
    statut = forms.ChoiceField(label="Statut", required=False, choices=KINDS)
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), *Organisation.Status.choices]
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.fields["departement"].queryset = places  # type: ignore[attr-defined]


class ProjectSearchForm(forms.Form):
    """The list of projects."""

    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *Project.Status.choices])
