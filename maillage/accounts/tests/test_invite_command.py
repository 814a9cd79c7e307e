"""Inviting from the command line."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from maillage.accounts.models import Invitation, User

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    """Run the command and return what it prints."""
    out = StringIO()
    call_command("invite", *arguments, stdout=out)
    return out.getvalue().strip()


def test_first_administrator_is_invited() -> None:
    said = run("alix@exemple.fr", "--name", "Alix", "--role", "administrator")

    assert said == "Invitation envoyée\xa0: alix@exemple.fr, Administration de la plateforme."
    assert (Invitation.objects.get().invited_by, len(mail.outbox)) == (None, 1)


def test_trial_leaves_nothing() -> None:
    said = run("alix@exemple.fr", "--name", "Alix", "--dry-run")

    assert said == "Rien n’est envoyé (essai)\xa0: alix@exemple.fr, sans rôle."
    assert not Invitation.objects.exists()


def test_address_that_is_not_one_is_refused() -> None:
    with pytest.raises(CommandError, match="n’est pas une adresse électronique"):
        run("alix", "--name", "Alix")


def test_known_person_is_refused(applicant: User) -> None:
    with pytest.raises(CommandError, match="existe déjà"):
        run(applicant.email, "--name", "Alix")
