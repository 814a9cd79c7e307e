"""Rights at the door of a view: rows come through `visible_to`, acts through `permit`."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest


class SignInFirst(Exception):  # noqa: N818 -- not an error: the way to the sign-in page
    """The act may be open to this person once signed in."""


def permit(request: HttpRequest, allowed: bool) -> None:  # noqa: FBT001 -- reads `permit(request, can_x(user))`
    """Let the act go on; else send a visitor to sign in and answer anyone else as if the page did not exist."""
    if allowed:
        return
    if request.user.is_authenticated:
        raise Http404
    raise SignInFirst


__all__ = ["SignInFirst", "permit", "redirect_to_login"]
