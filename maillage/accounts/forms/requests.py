"""Requests about personal data, and elimination slips."""

from django import forms

from maillage.accounts.models import DataRequest
from maillage.base.fields import line, readable
from maillage.base.idempotency import KeyForm

STATES = [("", "Toutes"), ("open", "À traiter"), *DataRequest.Status.choices]


def long_text(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    """Return a text of several lines."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        validators=[readable],
    )


class AskForm(KeyForm):
    """What a person adds to their request."""

    text = long_text("Précisions", required=False, help_text="Si vous le souhaitez. Rien n’est obligatoire.")


class CorrectionForm(KeyForm):
    """What is wrong, and how it should read."""

    text = long_text(
        "Ce qu’il faut corriger", help_text="Par exemple : mon nom s’écrit Lemaître, avec un accent."
    )


class StateForm(forms.Form):
    """What the list of requests can be narrowed to."""

    state = forms.ChoiceField(label="État", required=False, choices=STATES)


class NameForm(forms.Form):
    """The name as it should read."""

    new_name = line("Nom corrigé", 150)


class RefusalForm(forms.Form):
    """Why a request is refused; the person reads it."""

    reason = long_text(
        "Motif du refus",
        help_text="La personne le lira, avec son droit de saisir la CNIL. Citez l’article qui le fonde.",
    )


class KeepForm(forms.Form):
    """Why the archives keep what a slip lists."""

    refusal = long_text(
        "Motif du refus", help_text="Par exemple : documents à verser aux archives historiques."
    )
