"""Accounts and roles."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password

from maillage.accounts.models import Role, User
from maillage.base.fields import day, email, line
from maillage.base.idempotency import KeyForm

NEW_PASSWORD = {"autocomplete": "new-password"}


class SearchForm(forms.Form):
    """What the list of people can be narrowed to; everything is optional."""

    q = forms.CharField(label="Nom ou adresse", required=False, max_length=150)
    role = forms.ChoiceField(label="Rôle", required=False, choices=[("", "Tous"), *Role.choices])
    state = forms.ChoiceField(
        label="Compte",
        required=False,
        choices=[("", "Tous"), ("open", "Ouvert"), ("closed", "Fermé"), ("waiting", "Sans rôle")],
    )


class GrantForm(KeyForm):
    """A role for someone."""

    role = forms.ChoiceField(label="Rôle", choices=[("", "Choisissez"), *Role.choices])
    starts_on = day("Premier jour")
    ends_on = day("Dernier jour", required=False, help_text="Vide tant que la fin n’est pas connue.")
    reason = line("Motif", 300, help_text="Par exemple : arrivée dans le pôle.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Le dernier jour ne peut pas précéder le premier.")
        return data


class EndRoleForm(forms.Form):
    """The end of a role."""

    when = forms.ChoiceField(
        label="Quand le rôle s’arrête-t-il\xa0?",
        choices=[("now", "Tout de suite"), ("later", "Après le dernier jour indiqué")],
        widget=forms.RadioSelect,
        initial="now",
    )
    on = day("Dernier jour", required=False, help_text="À remplir pour une fin plus tard.")
    reason = line("Motif", 300)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        later = data.pop("when", "") == "later"
        if later and not data.get("on") and "on" not in self.errors:
            self.add_error("on", "Indiquez le dernier jour.")
        return {**data, "on": data.get("on") if later else None}


class ReasonForm(forms.Form):
    """Why."""

    reason = line("Motif", 300)


class ProofForm(KeyForm):
    """How the identity of the person was checked."""

    reason = line(
        "Comment avez-vous vérifié l’identité\xa0?",
        300,
        help_text="Par exemple : rencontrée au bureau, carte d’agent vue.",
    )


class EmailForm(KeyForm):
    """A new address."""

    email = email("Nouvelle adresse électronique")


class TwinForm(forms.Form):
    """The account that doubles another one, named by its address."""

    email = email("Adresse du compte en double", help_text="Ce compte sera fermé.")

    def __init__(self, *args: Any, keep: User, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.keep = keep

    def clean_email(self) -> User:
        twins = User.objects.exclude(pk=self.keep.pk).filter(merged_into=None)
        twin = twins.filter(email__iexact=self.cleaned_data["email"]).first()
        if twin is None:
            raise forms.ValidationError("Aucun autre compte n’a cette adresse. Vérifiez-la dans la liste.")
        return twin


class InviteForm(KeyForm):
    """Who to invite, and the roles that will be theirs."""

    email = email("Adresse électronique")
    name = line("Prénom et nom", 150)
    roles = forms.MultipleChoiceField(
        label="Rôles",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Sans rôle, la personne pourra déposer des demandes.",
    )


class AcceptForm(forms.Form):
    """What the invited person fills in."""

    name = line("Prénom et nom", 150, autocomplete="name")
    password = forms.CharField(label="Mot de passe", strip=False, widget=forms.PasswordInput(NEW_PASSWORD))
    again = forms.CharField(
        label="Le même, une seconde fois",
        strip=False,
        widget=forms.PasswordInput(NEW_PASSWORD),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password, again = data.get("password"), data.pop("again", None)
        if password and again is not None and password != again:
            self.add_error("again", "Les deux mots de passe diffèrent.")
        if password:
            self.check(password, data.get("name", ""))
        return data

    def check(self, password: str, name: str) -> None:
        try:
            validate_password(password, User(email=self.email, name=name))
        except forms.ValidationError as error:
            self.add_error("password", error)
