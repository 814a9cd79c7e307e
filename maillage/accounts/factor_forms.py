"""The forms of the second factor, and the rule that a code serves once."""

import struct
from collections.abc import Callable
from typing import Any, ClassVar, cast

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as allauth
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from maillage.accounts.adapter import NOBODY
from maillage.accounts.signin_forms import Worded
from maillage.base.journal import record

UNREADABLE = (TypeError, ValueError, LookupError, AttributeError, struct.error, RecursionError)
GENERATED = "Les six chiffres que votre application affiche, ou un code de secours."


def moment(factor: Authenticator, code: str) -> int | None:
    """Return the half-minute that a generated code belongs to, if it is right about now."""
    secret = decrypt(factor.data["secret"])
    right = [
        counter
        for counter in auth.yield_hotp_counters_from_time()
        if compare_user_code(actual=code, expected=auth.format_hotp_value(auth.hotp_value(secret, counter)))
    ]
    return max(right, default=None)


@transaction.atomic
def spend(factor: Authenticator, code: str) -> bool:
    """Use a generated code up, for every process at once; False if it or a later one has served.

    RFC 6238, 5.2: the verifier must not accept the second attempt of a code. allauth forgets after
    30 seconds, in a cache that each process has for itself, and we accept codes for 90.
    """
    row = Authenticator.objects.select_for_update(no_key=True).get(pk=factor.pk)
    counter = moment(row, code)
    if counter is None or counter <= row.data.get("last_counter", -1):
        return False
    row.data["last_counter"] = counter
    row.save(update_fields=["data"])
    factor.data = row.data
    return True


class OneTimeForm(Worded, allauth.BaseAuthenticateForm):
    """A code of the generator or of the list kept for bad days."""

    labels: ClassVar[dict[str, str]] = {"code": "Code"}
    helps: ClassVar[dict[str, str]] = {"code": GENERATED}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}

    def clean_code(self) -> str:
        """Accept a right code once; record each refusal."""
        try:
            code: str = super().clean_code()
            if self.authenticator.type == Authenticator.Type.TOTP and not spend(self.authenticator, code):
                raise get_adapter().validation_error("incorrect_code")
        except ValidationError:
            with transaction.atomic():
                record(NOBODY, "accounts.sign_in_failed", self.user, means="code")
            raise
        return code


class AuthenticateForm(OneTimeForm, allauth.AuthenticateForm):
    """The second factor, to sign in."""


class ReauthenticateForm(OneTimeForm, allauth.ReauthenticateForm):
    """The second factor, before a sensitive change."""


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    """The first code of a new generator, which proves that it holds the secret."""

    labels: ClassVar[dict[str, str]] = {"code": "Code affiché par l’application"}
    helps: ClassVar[dict[str, str]] = {"code": "Six chiffres, qui changent toutes les trente secondes."}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    @property
    def groups(self) -> list[str]:
        """The secret as a person types it: four characters at a time."""
        return [self.secret[at : at + 4] for at in range(0, len(self.secret), 4)]


class CredentialField(forms.JSONField):
    """What a key answers, taken apart before allauth does: whatever arrives, a refusal and no crash."""

    widget = forms.HiddenInput

    def __init__(self, read: Callable[[Any], object]) -> None:
        super().__init__(required=True)
        self.read = read

    def bound_data(self, data: object, initial: object) -> str:  # noqa: ARG002 -- Django's signature
        """Show nothing again: an answer is good for one challenge."""
        return ""

    def prepare_value(self, value: object) -> str:  # noqa: ARG002 -- Django's signature
        """Write nothing in the field; the browser's script fills it."""
        return ""

    def clean(self, value: str) -> object:
        """Refuse what cannot be read; anyone may post anything, and the library raises what it meets."""
        try:
            answer = super().clean(value)
            self.read(answer)
        except UNREADABLE as unreadable:
            raise get_adapter().validation_error("incorrect_code") from unreadable
        return cast("object", answer)


class LoginKeyForm(keys.LoginWebAuthnForm):
    """A key alone, to sign in."""

    credential = CredentialField(AuthenticationResponse.from_dict)


class AnswerKeyForm(keys.AuthenticateWebAuthnForm):
    """A key as second factor, to sign in."""

    credential = CredentialField(AuthenticationResponse.from_dict)


class ProveKeyForm(keys.ReauthenticateWebAuthnForm):
    """A key, before a sensitive change."""

    credential = CredentialField(AuthenticationResponse.from_dict)


class AddKeyForm(Worded, keys.AddWebAuthnForm):
    """A new key or phone."""

    credential = CredentialField(RegistrationResponse.from_dict)
    labels: ClassVar[dict[str, str]] = {
        "name": "Nom de la clé",
        "passwordless": "Me connecter avec elle seule, sans mot de passe",
    }
    helps: ClassVar[dict[str, str]] = {
        "name": "Pour la reconnaître\xa0: «\xa0Téléphone\xa0», «\xa0Clé du bureau\xa0».",
        "passwordless": "Elle demandera alors votre empreinte, votre visage ou son code.",
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenameKeyForm(Worded, keys.EditWebAuthnForm):
    """Another name for a key."""

    labels: ClassVar[dict[str, str]] = {"name": "Nom de la clé"}
