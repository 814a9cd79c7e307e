"""Delegations of signature."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts import access
from maillage.accounts.actions import delegations as acts
from maillage.accounts.current import me
from maillage.accounts.forms import places as forms
from maillage.accounts.models import Delegation
from maillage.accounts.views.pages import tabs
from maillage.base.access import permit
from maillage.base.pages import act_page, form_page, paged, way


@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_see_people(request.user))
    seen = Delegation.objects.visible_to(request.user).select_related("grantor", "delegate", "stand_in")
    on = timezone.localdate()
    past = request.GET.get("passees") == "1"
    context = {
        "page": paged(request, seen.filter(ends_on__lt=on) if past else seen.meeting(on, None)),
        "past": past,
        "on": on,
        "tabs": tabs(request),
        "can_keep": access.can_keep_delegations(request.user),
    }
    return render(request, "accounts/delegations.html", context)


@form_page
def new_delegation(request: HttpRequest) -> HttpResponse:
    user, today = me(request), timezone.localdate()
    permit(request, access.can_keep_delegations(user))
    form = forms.DelegationForm(request.POST or None, on=today, initial={"starts_on": today})

    def act(**_: object) -> Delegation:
        return acts.delegate(form.instance, by=user, at=timezone.now())

    return act_page(
        request,
        form,
        act,
        says="La délégation est enregistrée.",
        to="accounts:delegations",
        title="Enregistrer une délégation de signature",
        verb="Enregistrer la délégation",
        lead="Recopiez l’acte tel qu’il est signé. Vous ne pouvez pas enregistrer votre propre délégation.",
        trail=way("Délégations", "accounts:delegations", "Nouvelle délégation"),
    )


@form_page
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    delegation = get_object_or_404(Delegation.objects.visible_to(user), pk=pk)
    permit(request, access.can_keep_delegations(user))
    form = forms.LastDayForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request,
        form,
        partial(acts.end_delegation, delegation, by=user, at=timezone.now()),
        says="La fin de la délégation est enregistrée.",
        to="accounts:delegations",
        title=f"Mettre fin à la délégation {delegation.act_number}",
        verb="Mettre fin à la délégation",
        loss="Après ce jour, cette personne ne peut plus signer au titre de cet acte.",
        trail=way("Délégations", "accounts:delegations", delegation.act_number),
    )
