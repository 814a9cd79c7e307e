"""Statuses and mandates of a structure."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maillage.accounts.current import me
from maillage.base.access import permit
from maillage.base.pages import act_page, form_page
from maillage.organisations import access
from maillage.organisations.actions import mandates, recognitions
from maillage.organisations.forms import people as forms
from maillage.organisations.forms.organisations import LastDayForm
from maillage.organisations.models import Mandate, Organisation, Recognition
from maillage.organisations.views.pages import seen, trail_of


@form_page
def recognise(request: HttpRequest, pk: int) -> HttpResponse:
    user, shown = me(request), seen(request, pk)
    permit(request, access.can_change(user, shown))
    form = forms.RecognitionForm(request.POST or None, instance=Recognition(organisation=shown))

    def act(**_: object) -> Recognition:
        return recognitions.recognise(form.instance, by=user, at=timezone.now())

    return act_page(
        request,
        form,
        act,
        says="Le statut est enregistré.",
        to=shown,
        title="Ajouter un statut",
        verb="Ajouter le statut",
        lead="Un statut se lit à une date\xa0: ses dates disent s’il était en vigueur ce jour-là.",
        trail=trail_of(shown, "Nouveau statut"),
    )


@form_page
def end_recognition(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    visible = Organisation.objects.visible_to(user).values("pk")
    held = get_object_or_404(Recognition, pk=pk, organisation__in=visible)
    shown = seen(request, held.organisation_id)
    permit(request, access.can_change(user, shown))
    return act_page(
        request,
        LastDayForm(request.POST or None, initial={"on": timezone.localdate()}),
        partial(recognitions.end_recognition, held, by=user, at=timezone.now()),
        says="La fin du statut est enregistrée.",
        to=shown,
        title=f"Mettre fin au statut «\xa0{held}\xa0»",
        verb="Mettre fin au statut",
        loss="La structure n’aura plus ce statut après ce jour. Il reste dans son histoire.",
        trail=trail_of(shown, "Fin d’un statut"),
    )


@form_page
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    user, shown, today = me(request), seen(request, pk), timezone.localdate()
    permit(request, access.can_change(user, shown))
    return act_page(
        request,
        forms.MandateForm(request.POST or None, initial={"starts_on": today}),
        partial(mandates.grant, shown, by=user, at=timezone.now()),
        says="Le mandat est enregistré\xa0: la personne voit la structure dans «\xa0Mes structures\xa0».",
        to=shown,
        title="Ajouter une personne qui agit pour la structure",
        verb="Accorder le mandat",
        trail=trail_of(shown, "Nouveau mandat"),
    )


@form_page
def end_mandate(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    held = get_object_or_404(Mandate.objects.visible_to(user).select_related("person"), pk=pk)
    shown = seen(request, held.organisation_id)
    permit(request, access.can_keep_structures(user))
    return act_page(
        request,
        forms.EndMandateForm(request.POST or None, initial={"on": timezone.localdate()}),
        partial(mandates.end, held, by=user, at=timezone.now()),
        says="La fin du mandat est enregistrée.",
        to=shown,
        title=f"Mettre fin au mandat de {held.person}",
        verb="Mettre fin au mandat",
        loss=f"Après ce jour, {held.person} n’agit plus pour la structure au titre de la {held}, "
        "et ne la voit plus sans autre mandat.",
        trail=trail_of(shown, "Fin d’un mandat"),
    )
