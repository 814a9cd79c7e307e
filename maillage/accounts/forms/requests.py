"""Requests about personal data, and elimination slips."""

from django import forms

from maillage.accounts.models import DataRequest
from maillage.base.fields import line, paragraph
from maillage.base.idempotency import KeyForm

LONGEST = 2000
STATES = [("", "Toutes"), ("open", "À traiter"), *DataRequest.Status.choices]


class AskForm(KeyForm):
    """What a person adds to their request."""

    text = paragraph(
        "Précisions", LONGEST, required=False, help_text="Si vous le souhaitez. Rien n’est obligatoire."
    )


class CorrectionForm(KeyForm):
    """What is wrong, and how it should read."""

    text = paragraph(
        "Ce qu’il faut corriger", LONGEST, help_text="Par exemple : mon nom s’écrit Lemaître, avec un accent."
    )


class StateForm(forms.Form):
    """What the list of requests can be narrowed to."""

    state = forms.ChoiceField(label="État", required=False, choices=STATES)


class NameForm(forms.Form):
    """The name as it should read."""

    new_name = line("Nom corrigé", 150)


class RefusalForm(forms.Form):
    """Why a request is refused; the person reads it."""

    reason = paragraph(
        "Motif du refus",
        LONGEST,
        help_text="La personne le lira, avec son droit de saisir la CNIL. Citez l’article qui le fonde.",
    )


class KeepForm(forms.Form):
    """Why the archives keep what a slip lists."""

    refusal = paragraph(
        "Motif du refus", LONGEST, help_text="Par exemple : documents à verser aux archives historiques."
    )
