"""Who asks."""

from typing import cast

from django.http import HttpRequest

from maillage.accounts import access
from maillage.accounts.models import User
from maillage.base.access import permit


def me(request: HttpRequest) -> User:
    """Return the person who asks; a visitor is asked to sign in."""
    permit(request, access.is_someone(request.user))
    return cast("User", request.user)
