"""The mails of this app, and the secret links some of them carry."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from maillage.base.outbox import SECRET_HEADER


def new_token() -> tuple[str, str]:
    """Return a link's token, never kept, and its digest, which is."""
    token = secrets.token_urlsafe(32)
    return token, digest(token)


def digest(token: str) -> str:
    """Return what the database holds of a token: 256 random bits need no salt.

    >>> len(digest("any"))
    64
    """
    return sha256(token.encode()).hexdigest()


def address(name: str, *args: object) -> str:
    """Return the full public address of a page, for a mail."""
    return f"{settings.PUBLIC_ADDRESS.rstrip('/')}{reverse(name, args=args)}"


def send(to: str, subject: str, template: str, *, secret: bool = False, **context: object) -> None:
    """Write a mail from `accounts/mail/<template>.txt`; a secret one is erased once sent."""
    body = render_to_string(f"accounts/mail/{template}.txt", context)
    headers = {SECRET_HEADER: "1"} if secret else {}
    EmailMessage(subject, body, to=[to], headers=headers).send()
