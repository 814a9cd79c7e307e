"""How allauth's views answer here: refusals say 422, nothing is cached, changes of factor are recorded."""

from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.accounts.factor_forms import spend
from maillage.accounts.middleware import FACTORS
from maillage.accounts.models import User
from maillage.base.journal import record

View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """Answer a refused form with 422, refuse what no form sends, and keep the page out of every cache."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 200:  # noqa: PLR2004 -- "here is the form again"
            response.status_code = 422
        return response

    return never_cache(answer)


def factors(view: View) -> View:
    """Run a change of second factor in one transaction with its journal lines.

    allauth tells of a change after the commit, too late for the journal: what changed is read
    from the table, before and after.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        user = request.user
        if request.method != "POST" or not isinstance(user, User):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            before = _held(user)
            response = view(request, *args, **kwargs)
            _tell(request, user, before, _held(user))
        return response

    return page(answer)


def _held(user: User) -> dict[int, str]:
    return dict(Authenticator.objects.filter(user=user).values_list("pk", "type"))


def _tell(request: HttpRequest, user: User, before: dict[int, str], after: dict[int, str]) -> None:
    for pk in sorted(before.keys() - after.keys()):
        record(user, "accounts.factor_removed", user, kind=before[pk], factor=pk)
    for pk in sorted(after.keys() - before.keys()):
        record(user, "accounts.factor_added", user, kind=after[pk], factor=pk)
        if after[pk] in FACTORS:
            # Setting a factor up shows that one holds it: this session has proved it.
            record_authentication(request, user, "mfa", id=pk, type=after[pk], reauthenticated=True)
        if after[pk] == Authenticator.Type.TOTP:
            spend(Authenticator.objects.get(pk=pk), request.POST.get("code", ""))
