"""Which control each type of question gets."""

from django import forms

from .choices import Chosen, MultipleChoice
from .codes import Code
from .days import Day
from .kinds import Input, Text
from .numbers import Number, Whole
from .texts import Unreadable

# Beyond this many choices a list is quicker than buttons.
MOST_BUTTONS = 7
_CODES = {
    "courriel": {"autocomplete": "email", "inputmode": "email"},
    "telephone": {"autocomplete": "tel", "inputmode": "tel"},
    "siret": {"inputmode": "numeric"},
    "commune": {},
    "piece": {},
}


def widget(question: Input, raw: object) -> forms.Widget:
    """Return the control; a date that was mistyped gets a text box, where it can be seen and corrected."""
    if isinstance(question, Chosen):
        return _choice(question)
    if isinstance(question, Text) and question.type == "texte_long":
        return forms.Textarea({"rows": 6})
    if isinstance(question, Day):
        return forms.TextInput({"type": "date"} if _iso(question, raw) else {})
    if isinstance(question, Number):
        return forms.TextInput({"inputmode": "numeric" if isinstance(question, Whole) else "decimal"})
    return forms.TextInput(_CODES[question.type] if isinstance(question, Code) else {})


def _choice(question: Chosen) -> forms.Widget:
    choices = list(question.labels.items())
    if isinstance(question, MultipleChoice):
        return forms.CheckboxSelectMultiple(choices=choices)
    if len(choices) > MOST_BUTTONS:
        return forms.Select(choices=[("", "Choisissez"), *choices])
    return forms.RadioSelect(choices=choices)


def _iso(question: Day, raw: object) -> bool:
    try:
        return raw == (question.read(raw) or "")
    except Unreadable:
        return False
