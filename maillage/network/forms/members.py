"""The file of another collectivité's sheet, then the answer to what it holds."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from maillage.base.idempotency import KeyForm
from maillage.network.format import MAX_BYTES
from maillage.network.models import Collectivite


class FileForm(forms.Form):
    """The file to read."""

    fichier = forms.FileField(
        label="Fichier de la fiche",
        help_text="Le fichier fiche.json que publie l’autre collectivité, à l’adresse …/fiche.json\xa0; "
        "2\xa0Mo au plus.",
        widget=forms.ClearableFileInput({"accept": ".json,application/json"}),
        error_messages={
            "required": "Choisissez le fichier à importer.",
            "empty": "Ce fichier est vide. Téléchargez-le de nouveau, puis recommencez.",
        },
    )

    def clean_fichier(self) -> bytes:
        """Return what the file holds, never more than a sheet may."""
        file: UploadedFile[bytes] = self.cleaned_data["fichier"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError("Le fichier dépasse 2\xa0Mo\xa0: ce n’est pas une fiche.")
        content: bytes = file.read()
        return content


class KeepForm(KeyForm):
    """The sheet that was shown, sent back to be kept."""

    fiche = forms.CharField(
        widget=forms.HiddenInput,
        strip=False,
        max_length=MAX_BYTES,
        error_messages={"required": "La fiche n’est pas arrivée entière. Choisissez de nouveau le fichier."},
    )


class DirectoryForm(forms.Form):
    """What the directory can be narrowed to."""

    q = forms.CharField(
        label="Nom", required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    niveau = forms.ChoiceField(
        label="Catégorie", required=False, choices=[("", "Toutes"), *Collectivite.Level.choices]
    )
