"""The sign-in forms of allauth in our words, with one password field where it asks for two."""

from typing import Any, ClassVar

from allauth.account import forms as allauth
from allauth.account.internal.flows.manage_email import sync_user_email_address
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from maillage.accounts.models import User
from maillage.accounts.passwords import PassphraseValidator
from maillage.base.fields import line

ADDRESS = "Adresse électronique"
CODE = "Code reçu par courriel"
CODE_HELP = "Huit lettres. Les tirets et les majuscules ne comptent pas."
RULE = PassphraseValidator().get_help_text()


class Worded(forms.Form):
    """A form whose labels and helps are ours; a label above replaces a placeholder inside."""

    labels: ClassVar[dict[str, str]] = {}
    helps: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- a form's many parameters
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Worded, allauth.LoginForm):
    """E-mail and password."""

    labels: ClassVar[dict[str, str]] = {"login": ADDRESS, "password": "Mot de passe"}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(Worded, allauth.SignupForm):
    """The account of an applicant."""

    name = line("", 150, autocomplete="name")

    field_order = ("name", "email", "password1")
    labels: ClassVar[dict[str, str]] = {
        "name": "Prénom et nom",
        "email": ADDRESS,
        "password1": "Mot de passe",
    }
    helps: ClassVar[dict[str, str]] = {
        "email": "Un code y sera envoyé pour vérifier qu’elle est à vous.",
        "password1": RULE,
    }

    def clean(self) -> dict[str, Any]:
        """Weigh the password against the name as well; allauth only knows the address."""
        data: dict[str, Any] = super().clean() or {}
        if "password1" in data and "password1" not in self.errors:
            person = User(email=data.get("email", ""), name=data.get("name", ""))
            try:
                PassphraseValidator().validate(data["password1"], person)
            except ValidationError as refused:
                self.add_error("password1", refused)
        return data

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Take as long for a known address as for a new one: creating an account hashes a password."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved


class AddEmailForm(Worded, allauth.AddEmailForm):
    """The new address of an account."""

    labels: ClassVar[dict[str, str]] = {"email": "Nouvelle adresse"}
    helps: ClassVar[dict[str, str]] = {"email": "Un code y sera envoyé. Votre adresse ne change qu’ensuite."}


class ChangePasswordForm(Worded, allauth.ChangePasswordForm):
    """A new password, the present one being known."""

    password2 = None
    labels: ClassVar[dict[str, str]] = {
        "oldpassword": "Mot de passe actuel",
        "password1": "Nouveau mot de passe",
    }
    helps: ClassVar[dict[str, str]] = {"password1": RULE}


class SetPasswordForm(Worded, allauth.SetPasswordForm):
    """The first password of someone invited."""

    password2 = None
    labels: ClassVar[dict[str, str]] = {"password1": "Mot de passe"}
    helps: ClassVar[dict[str, str]] = {"password1": RULE}


class ResetPasswordForm(Worded, allauth.ResetPasswordForm):
    """The address of someone who lost their password."""

    labels: ClassVar[dict[str, str]] = {"email": ADDRESS}

    def clean_email(self) -> str:
        """Give an invited person the address record that the code will mark as theirs."""
        email: str = super().clean_email()
        for user in self.users:
            sync_user_email_address(user)
        return email


class ResetPasswordKeyForm(Worded, allauth.ResetPasswordKeyForm):
    """A new password, the mailed code being right."""

    password2 = None
    labels: ClassVar[dict[str, str]] = {"password1": "Nouveau mot de passe"}
    helps: ClassVar[dict[str, str]] = {"password1": RULE}


class ReauthenticateForm(Worded, allauth.ReauthenticateForm):
    """The password, asked again before a sensitive change."""

    labels: ClassVar[dict[str, str]] = {"password": "Mot de passe"}


class RequestLoginCodeForm(Worded, allauth.RequestLoginCodeForm):
    """The address of someone who asks for a code."""

    labels: ClassVar[dict[str, str]] = {"email": ADDRESS}

    def clean_email(self) -> str:
        """Give an invited person the address record that the code will mark as theirs."""
        email: str = super().clean_email()
        if self._user:
            sync_user_email_address(self._user)
        return email


class ConfirmLoginCodeForm(Worded, allauth.ConfirmLoginCodeForm):
    """The mailed code of a sign-in."""

    labels: ClassVar[dict[str, str]] = {"code": CODE}
    helps: ClassVar[dict[str, str]] = {"code": CODE_HELP}


class ConfirmEmailVerificationCodeForm(Worded, allauth.ConfirmEmailVerificationCodeForm):
    """The mailed code of an address to verify."""

    labels: ClassVar[dict[str, str]] = {"code": CODE}
    helps: ClassVar[dict[str, str]] = {"code": CODE_HELP}


class ConfirmPasswordResetCodeForm(Worded, allauth.ConfirmPasswordResetCodeForm):
    """The mailed code of a lost password."""

    labels: ClassVar[dict[str, str]] = {"code": CODE}
    helps: ClassVar[dict[str, str]] = {"code": CODE_HELP}
