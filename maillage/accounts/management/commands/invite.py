"""`maillage invite ADRESSE --name NOM [--role ROLE]...`: how the first administrator comes in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from maillage.accounts.actions.invitations import invite
from maillage.accounts.models import Role
from maillage.base.errors import Refusal


class Command(BaseCommand):
    """Send an invitation, with roles, by mail."""

    help = (
        "Invite une personne par courriel, avec ses rôles (le premier compte d’administration, par exemple)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address, the name and the roles."""
        parser.add_argument("email", help="adresse électronique")
        parser.add_argument("--name", required=True, help="prénom et nom")
        parser.add_argument("--role", action="append", default=[], choices=Role.values, help="à répéter")
        parser.add_argument("--dry-run", action="store_true", help="vérifier sans rien envoyer")

    def handle(self, *_args: object, email: str, name: str, **options: Any) -> None:  # noqa: ANN401 -- Django's
        """Invite, or say why not; with --dry-run, everything is undone."""
        try:
            validate_email(email)
            with transaction.atomic():
                invitation = invite(email, name=name, roles=options["role"], by="commande", at=timezone.now())
                transaction.set_rollback(options["dry_run"])
        except ValidationError as error:
            raise CommandError(f"« {email} » n’est pas une adresse électronique.") from error
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        roles = ", ".join(invitation.role_labels()) or "sans rôle"
        done = "Rien n’est envoyé (essai)" if options["dry_run"] else "Invitation envoyée"
        self.stdout.write(f"{done}\xa0: {invitation.email}, {roles}.")
