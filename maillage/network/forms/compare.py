"""Choosing two revisions to compare."""

from typing import Any

from django import forms


class CompareForm(forms.Form):
    """Two numbers of revisions, in any order."""

    de = forms.IntegerField(label="De la révision", min_value=1)
    a = forms.IntegerField(label="à la révision", min_value=1)

    def __init__(self, *args: Any, last: int, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.last = last
        for field in self.fields.values():
            field.widget.attrs["max"] = last

    def clean(self) -> dict[str, Any]:
        """Refuse a revision that is not there yet, or twice the same one."""
        data = super().clean() or {}
        for name in ("de", "a"):
            if data.get(name, 0) > self.last:
                self.add_error(name, f"La dernière révision porte le numéro {self.last}.")
        if not self.errors and data["de"] == data["a"]:
            self.add_error("a", "Choisissez deux révisions différentes.")
        return data
