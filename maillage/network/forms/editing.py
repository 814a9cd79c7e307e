"""How a figure, a fact or the title of a theme should read."""

from typing import Any, ClassVar

from django import forms

from maillage.base.dates import FuzzyDate
from maillage.base.fields import GroupedForm, line, paragraph
from maillage.base.idempotency import KeyForm
from maillage.network.forms import fields
from maillage.network.forms.fields import SourceForm
from maillage.network.kinds import Kind, Variety
from maillage.network.models import Draft, Entry
from maillage.observatory.models import Figure, Topic

NEW_SOURCE = ("new_title", "new_publisher", "new_dated", "new_address")
VALUE = ("bound", "value", "low", "high", "unit", "period")
TOLD = ("text", "on", "figure", "source", "source_lines", "new_title")  # what only a source says of a fact
PROVENANCE = ("source", "source_line", "source_place")


class ProposalForm(KeyForm):
    """A proposal: it says which one it was shown with."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, draft: Draft | None, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.initial["version"] = draft.version if draft else 0


class FigureForm(GroupedForm, SourceForm, ProposalForm, forms.ModelForm[Figure]):
    """A figure."""

    label = line("Intitulé", 200)
    bound = forms.ChoiceField(
        label="Précision", required=False, choices=[("exact", "valeur exacte"), *Figure.Bound.choices[1:]]
    )
    value = fields.FrenchNumber(
        label="Valeur", help_text="Par exemple\xa0: 11,4 ou 202 000. Laissez vide pour un intervalle."
    )
    low = fields.FrenchNumber(label="Borne basse", help_text="D’un intervalle seulement.")
    high = fields.FrenchNumber(label="Borne haute")
    unit = line("Unité", 60, help_text="%, €, salariés, établissements…")
    denominator = line("Rapporté à", 200, required=False, help_text="Ce dont une part est la part.")
    period = fields.fuzzy("Période")
    source = fields.source()
    source_line = forms.IntegerField(
        label="Ligne du texte",
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text="Ou l’endroit ci-dessous.",
    )
    source_place = line("Autre endroit", 200, required=False, help_text="Page, tableau, paragraphe.")
    correction = forms.BooleanField(
        label="La source dit déjà cela\xa0: je corrige une erreur de recopie", required=False
    )
    new_title, new_publisher = fields.new_title(), fields.new_publisher()
    new_dated, new_address = fields.fuzzy("Date du document"), fields.new_address()
    status = forms.ChoiceField(label="Statut", choices=Figure.Status.choices)
    method = paragraph(
        "Méthode", 500, required=False, help_text="Comment il est établi, si la source le dit."
    )
    note = paragraph("Remarque", 500, required=False, help_text="Ce qu’il faut savoir avant de le citer.")

    groups: ClassVar[dict[str, tuple[str, ...]]] = {
        "Le chiffre": ("label", "bound", "value", "low", "high", "unit", "denominator", "period"),
        "D’où il vient": ("source", "source_line", "source_place", "correction"),
        "Si la source est nouvelle": NEW_SOURCE,
        "Comment il est connu": ("status", "method", "note"),
    }

    class Meta:
        model = Figure
        fields = (*VALUE, "label", "denominator", *PROVENANCE, "status", "method", "note")

    def __init__(self, *args: Any, stored: Figure, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.stored = stored

    def clean_bound(self) -> str:
        """Take nothing said for exact."""
        return str(self.cleaned_data["bound"] or Figure.Bound.EXACT)

    def clean(self) -> dict[str, Any]:
        """Refuse another value said to come from the very same place, unless it was copied wrongly."""
        data = super().clean()
        said = not self.errors and not data.get("new_title") and not data.get("correction")
        if said and self._alters(data, VALUE) and not self._alters(data, PROVENANCE):
            self.add_error(
                "source",
                "Le chiffre change, mais ni la source ni l’endroit. Dites d’où vient le nouveau, "
                "ou cochez la case si l’ancien était mal recopié.",
            )
        return data

    def _alters(self, data: dict[str, Any], names: tuple[str, ...]) -> bool:
        return any(data.get(name) != getattr(self.stored, name) for name in names)


class FactForm(GroupedForm, SourceForm, ProposalForm, forms.ModelForm[Entry]):
    """A fact in words."""

    title = line("Intitulé", 200)
    kind = forms.ChoiceField(label="Nature", choices=[("", fields.CHOOSE), *Kind.choices])
    variety = forms.ChoiceField(label="Nuance", required=False, choices=[("", "Aucune"), *Variety.choices])
    alias = line("Sigle ou autre nom", 80, required=False)
    text = paragraph("Explication", 500, required=False, help_text="Une ou deux phrases, 500 signes au plus.")
    on = fields.fuzzy("Date")
    place_name = line("Lieu", 100, required=False)
    figure = forms.ModelChoiceField(
        label="Chiffre qui le mesure",
        queryset=Figure.objects.without_references(),
        required=False,
        empty_label="Aucun",
    )
    status = forms.ChoiceField(
        label="Statut",
        choices=Entry.Status.choices,
        help_text="À compléter\xa0: seul l’intitulé est dit, sans source.",
    )
    source = fields.source()
    source_lines = fields.LinesField(label="Lignes du texte", help_text="Par exemple\xa0: 43, 55.")
    as_written = line("Écrit dans la source", 200, required=False, help_text="Si elle l’écrit autrement.")
    new_title, new_publisher = fields.new_title(), fields.new_publisher()
    new_dated, new_address = fields.fuzzy("Date du document"), fields.new_address()

    groups: ClassVar[dict[str, tuple[str, ...]]] = {
        "Le fait": ("title", "kind", "variety", "alias", "text", "on", "place_name", "figure", "status"),
        "D’où il vient": ("source", "source_lines", "as_written"),
        "Si la source est nouvelle": NEW_SOURCE,
    }

    class Meta:
        model = Entry
        fields = (
            *("title", "kind", "variety", "alias", "text", "on", "place_name", "figure", "status"),
            *("source", "source_lines", "as_written"),
        )

    def needs_source(self, data: dict[str, Any]) -> bool:
        """What is to complete is said by nobody yet."""
        return data.get("status") != Entry.Status.TO_COMPLETE

    def clean(self) -> dict[str, Any]:
        """Refuse to say more than the name of a fact that nobody has told yet."""
        data = super().clean()
        said = [name for name in TOLD if data.get(name) and data[name] != FuzzyDate()]
        if data.get("status") == Entry.Status.TO_COMPLETE and said:
            labels = ", ".join(str(self.fields[name].label).lower() for name in said)
            self.add_error("status", f"Un fait à compléter ne dit que son intitulé. À vider\xa0: {labels}.")
        return data


class TitleForm(ProposalForm, forms.ModelForm[Topic]):
    """The title of a theme."""

    title = line("Titre", 100)

    class Meta:
        model = Topic
        fields = ("title",)


class PublishForm(forms.Form):
    """Why the sheet changes: the public reads it in the list of revisions."""

    note = line(
        "Pourquoi la fiche change",
        300,
        help_text="Par exemple\xa0: chiffres de l’emploi de 2025. Le public lira cette phrase.",
    )
