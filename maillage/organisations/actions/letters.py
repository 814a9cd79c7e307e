"""The mails of this app."""

from django.core.mail import send_mail
from django.template.loader import render_to_string

from maillage.accounts.actions.letters import address
from maillage.organisations.models import AttachmentRequest


def tell_answer(request: AttachmentRequest) -> None:
    """Tell a person what became of their request to act for a structure."""
    context = {"request": request, "address": address("organisations:mine")}
    body = render_to_string("organisations/mail/attachment.txt", context)
    send_mail("Votre demande de rattachement", body, None, [request.person.email])
