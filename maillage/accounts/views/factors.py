"""Lost second factors: what waits, and the answer of a second administrator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts import access
from maillage.accounts.actions import factors as acts
from maillage.accounts.current import me
from maillage.accounts.models import FactorReset
from maillage.accounts.views.pages import tabs
from maillage.base.access import permit
from maillage.base.pages import form_page, paged, summary, way

SAYS = {
    "approve": "Le second facteur est effacé et la personne prévenue.",
    "refuse": "La demande est refusée : rien n’a changé.",
}


@require_safe
def factor_resets(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_administer_people(request.user))
    seen = FactorReset.objects.visible_to(request.user).select_related("user", "asked_by", "answered_by")
    context = {
        "page": paged(request, seen),
        "tabs": tabs(request),
    }
    return render(request, "accounts/factor_resets.html", context)


@form_page
def answer_reset(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    seen = FactorReset.objects.visible_to(user).select_related("user", "asked_by")
    reset = get_object_or_404(seen, pk=pk, status=FactorReset.Status.ASKED)
    permit(request, access.can_answer_reset(user, reset))
    answer = request.POST.get("answer", "")
    if answer in SAYS:
        act = acts.approve_reset if answer == "approve" else acts.refuse_reset
        act(reset, by=user, at=timezone.now())
        messages.success(request, SAYS[answer])
        return redirect("accounts:factor_resets")
    context = {
        "reset": reset,
        "facts": summary(
            ("Personne", f"{reset.user} ({reset.user.email})"),
            ("Demandée par", reset.asked_by),
            ("Identité vérifiée", reset.reason),
        ),
        "trail": way("Seconds facteurs", "accounts:factor_resets", str(reset.user)),
    }
    return render(request, "accounts/answer_reset.html", context, status=422 if request.POST else 200)
