"""Rights at the door of a view: rows come through `visible_to`, acts through `permit`."""

from django.http import Http404, HttpRequest

from maillage.base.errors import SignInFirst


def permit(request: HttpRequest, allowed: bool) -> None:  # noqa: FBT001 -- reads `permit(request, can_x(user))`
    """Let the act go on; else a visitor signs in first and anyone else gets the answer of a missing page."""
    if allowed:
        return
    if request.user.is_authenticated:
        raise Http404
    raise SignInFirst
