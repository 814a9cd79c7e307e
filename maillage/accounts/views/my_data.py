"""One's own data: what to ask, where each request stands, the file to take away."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.actions import requests as acts
from maillage.accounts.current import me
from maillage.accounts.forms import requests as forms
from maillage.accounts.models import DataRequest
from maillage.base.pages import act_page, form_page

Kind = DataRequest.Kind
ERASED = (
    "Votre compte est fermé et vos données effacées, après le visa des archives. "
    "Les actes publics restent, sous un numéro qui ne dit plus qui vous êtes."
)
# The last part of the address, then what the person reads before asking.
KINDS = {
    "acces": (Kind.ACCESS, "Vous recevrez un fichier de tout ce que la plateforme garde sur vous."),
    "rectification": (
        Kind.RECTIFICATION,
        "Pour changer d’adresse électronique, passez par votre compte\xa0: c’est immédiat.",
    ),
    "effacement": (
        Kind.ERASURE,
        ERASED,
    ),
}


@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    user, now = me(request), timezone.now()
    asked = DataRequest.objects.filter(person=user).select_related("slip").order_by("-received_at")
    waiting = {one.kind for one in asked if one.is_open}
    context = {
        "asked": [{"request": one, "has_file": one.has_file(now)} for one in asked],
        "kinds": [
            {"slug": slug, "label": kind.label, "lead": lead, "waits": kind in waiting}
            for slug, (kind, lead) in KINDS.items()
        ],
        "trail": [{"label": "Mon compte", "url": "/compte/"}, {"label": "Mes données", "url": ""}],
    }
    return render(request, "accounts/my_data.html", context)


@form_page
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    user = me(request)
    if kind not in KINDS:
        raise Http404
    asked, lead = KINDS[kind]
    form = forms.CorrectionForm if asked == Kind.RECTIFICATION else forms.AskForm
    return act_page(
        request,
        form(request.POST or None),
        partial(acts.file, asked, by=user, at=timezone.now()),
        says="Votre demande est enregistrée. La réponse vous parviendra dans le mois.",
        to="accounts:my_data",
        title=asked.label,
        verb="Envoyer ma demande",
        **{"loss" if asked == Kind.ERASURE else "lead": lead},
    )


@require_POST
def take_away(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    asked = get_object_or_404(DataRequest.objects.filter(person=user), pk=pk, kind=Kind.ACCESS)
    content = acts.take_away(asked, by=user, at=timezone.now())
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.zip"'
    return response
