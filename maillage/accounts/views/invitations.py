"""Inviting people, and the page where an invited person opens their account."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.accounts import access
from maillage.accounts.actions import addresses
from maillage.accounts.actions import invitations as acts
from maillage.accounts.current import me
from maillage.accounts.forms import people as forms
from maillage.accounts.models import Invitation
from maillage.accounts.views.pages import tabs
from maillage.base.access import permit
from maillage.base.pages import act_page, attempt, confirmed, form_page, paged, way


@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_administer_people(request.user))
    seen = Invitation.objects.visible_to(request.user).select_related("invited_by", "user")
    context = {
        "page": paged(request, seen),
        "tabs": tabs(request),
        "now": timezone.now(),
    }
    return render(request, "accounts/invitations.html", context)


@form_page
def invite(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_administer_people(request.user))
    return act_page(
        request,
        forms.InviteForm(request.POST or None),
        partial(acts.invite, by=me(request), at=timezone.now()),
        says="L’invitation part dans la minute. Le lien vaut quatorze jours, une seule fois.",
        to="accounts:invitations",
        title="Inviter une personne",
        verb="Envoyer l’invitation",
        lead="La personne choisit elle-même son mot de passe.",
        trail=way("Invitations", "accounts:invitations", "Nouvelle invitation"),
    )


@form_page
def cancel_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    invitation = get_object_or_404(Invitation.objects.visible_to(user), pk=pk)
    permit(request, access.can_administer_people(user))
    return act_page(
        request,
        confirmed(request),
        partial(acts.cancel, invitation, by=user, at=timezone.now()),
        says="L’invitation est annulée.",
        to="accounts:invitations",
        title=f"Annuler l’invitation de {invitation.name}\xa0?",
        verb="Annuler l’invitation",
        loss=f"Le lien envoyé à {invitation.email} ne servira plus.",
        trail=way("Invitations", "accounts:invitations", "Annulation"),
    )


@never_cache
@form_page
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    invitation = acts.find(token, at=timezone.now())
    first = {"name": invitation.name}
    form = forms.AcceptForm(request.POST or None, email=invitation.email, initial=first)
    if attempt(request, form, partial(acts.accept, invitation, at=timezone.now())):
        messages.success(request, "Votre compte est ouvert. Connectez-vous avec votre mot de passe.")
        return redirect("account_login")
    context = {"form": form, "invitation": invitation}
    return render(request, "accounts/accept_invitation.html", context, status=422 if form.errors else 200)


@never_cache
@form_page
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    change = addresses.find_change(token, at=timezone.now())
    if request.method == "POST":
        addresses.confirm_email(token, at=timezone.now())
        messages.success(request, "Votre nouvelle adresse est confirmée. Connectez-vous avec elle.")
        return redirect("account_login")
    return render(request, "accounts/confirm_email.html", {"change": change})
